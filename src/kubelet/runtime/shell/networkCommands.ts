/**
 * Commands that talk to other addresses, by image: the programs that Debian and toolbox images have, those of busybox,
 * and the small servers of busybox.
 */
import { busyboxNc, busyboxTelnet, nc, telnet } from '../../../tools/netcat';
import { busyboxNslookup } from '../../../tools/busyboxNslookup';
import { busyboxPing, ping } from '../../../tools/ping';
import { busyboxWget } from '../../../tools/busyboxWget';
import { curl } from '../../../tools/curl';
import { dig, getent, host } from '../../../tools/dig';
import { nslookup } from '../../../tools/nslookup';
import { wget } from '../../../tools/wget';
import { absolute, type Command, type CommandFamily, options } from './command';
import { commandOf } from './podHost';

const httpd: Command = (argv, context) => {
  const { flags, values } = options(argv, 'phcur');
  const port = Number((values.p ?? '80').replace(/^.*:/, ''));
  const server = { port, root: absolute(context, values.h ?? '.') };
  // Without -f it goes into the background by itself.
  return flags.has('f') ? { status: 0, waitMs: 'forever', server } : { status: 0, server };
};

/** `nc -l`: takes connections and says nothing. */
const listening =
  (client: Command): Command =>
  (argv, context) => {
    const { flags, values, rest } = options(argv, 'wpeis');
    if (!flags.has('l')) return client(argv, context);
    return { status: 0, waitMs: 'forever', server: { port: Number(values.p ?? rest.at(-1) ?? '0') } };
  };

/** Those of busybox. */
export const busyboxNetwork: CommandFamily = {
  wget: commandOf(busyboxWget),
  nc: listening(commandOf(busyboxNc)),
  telnet: commandOf(busyboxTelnet),
  nslookup: commandOf(busyboxNslookup),
  ping: commandOf(busyboxPing),
  httpd,
};

/** Programs of their own, which an image has if it says so. */
export const networkCommands: CommandFamily = {
  curl: commandOf(curl),
  wget: commandOf(wget),
  nc: listening(commandOf(nc)),
  telnet: commandOf(telnet),
  nslookup: commandOf(nslookup),
  dig: commandOf(dig),
  host: commandOf(host),
  ping: commandOf(ping),
  getent: commandOf(getent),
};

/** `busybox NAME ...` in an image that has busybox beside its other tools. */
export const busyboxApplet: Command = (argv, context) => {
  const [name = ''] = argv.slice(1);
  const applet = Object.hasOwn(busyboxNetwork, name) ? busyboxNetwork[name] : undefined;
  if (applet === undefined) return { status: 127, err: `${name}: applet not found\n` };
  const result = applet(argv.slice(1), context);
  const { goesOn } = result;
  return goesOn === undefined ? result : { ...result, goesOn: { ...goesOn, argv } };
};
