/**
 * `curl` from the learner's own machine: to ports that `kubectl port-forward` listens on. Messages and exit codes are
 * those of curl 7.88.1. Left out: TLS, uploads of files, and everything outside of this machine.
 */
import type { Io } from '../../kubectl/environment';
import { byteLength, headerOf, type HttpAnswer, readAnswer } from '../http';
import { InterruptSource, linkedInterrupt } from '../../kubectl/interruptSource';
import { program, type Run } from '../program';
import type { LocalSocket, World } from '../shell';
import { noNetwork } from './refused';

const VERSION = '7.88.1';
/** curl's own default of --max-redirs. */
const MOST_REDIRECTS = 50;
/** After so long the kernel gives up connecting. */
const CONNECT_MS = 133_841;

const SPEC = {
  flags: 'sSviIfLgk',
  values: 'XdHmow',
  longs: {
    silent: 's',
    'show-error': 'S',
    verbose: 'v',
    include: 'i',
    head: 'I',
    fail: 'f',
    location: 'L',
    insecure: 'k',
    request: 'X',
    data: 'd',
    header: 'H',
    'max-time': 'm',
    'connect-timeout': 'c',
    output: 'o',
    'write-out': 'w',
  },
};

export const curl = program(
  'curl',
  { ...SPEC, values: `${SPEC.values}c` },
  async (run) => {
    if (run.operands.length === 0) {
      await run.io.err("curl: try 'curl --help' or 'curl --manual' for more information\n");
      return 2;
    }
    let code = 0;
    for (const url of run.operands) {
      const failure = await fetchOne(url, run);
      if (failure === undefined) continue;
      const [number, text] = failure;
      code = number;
      const isQuiet = run.options.has('s') && !run.options.has('S');
      if (!isQuiet && text !== '') await run.io.err(`curl: (${number}) ${text}\n`);
    }
    return code;
  },
  2,
);

type Failure = readonly [code: number, text: string];

async function fetchOne(url: string, run: Run, redirects = 0): Promise<Failure | undefined> {
  const { options, io, world } = run;
  const found = /^(?:(\w+):\/\/)?([^/:?#]+)(?::([^/?#]*))?([/?#].*)?$/.exec(url);
  if (found === null) return [3, 'URL using bad/illegal format or missing URL'];
  const [, scheme = 'http', host = '', digits, rest = '/'] = found;
  const port = Number(digits ?? (scheme === 'https' ? 443 : 80));
  if (scheme !== 'http' && scheme !== 'https') return [1, `Protocol "${scheme}" not supported or disabled in libcurl`];
  if (!Number.isInteger(port) || port > 65_535) return [3, 'URL using bad/illegal format or missing URL'];
  const verbose = async (text: string) => (options.has('v') ? void (await io.err(text)) : undefined);
  const isLocal = /^(?:localhost|127(?:\.\d+){3})$/.test(host);
  if (!isLocal && world.hasNoNetwork === true) {
    await io.err(noNetwork('curl'));
    return [7, ''];
  }
  if (!isLocal && !/^\d+(?:\.\d+){3}$/.test(host)) {
    await verbose(`* Could not resolve host: ${host}\n* Closing connection 0\n`);
    return [6, `Could not resolve host: ${host}`];
  }
  await verbose(`*   Trying ${host === 'localhost' ? '127.0.0.1' : host}:${port}...\n`);
  const socket = isLocal ? world.connectLocal?.(port) : undefined;
  if (socket === undefined) return unreachable(host, port, { options, io, world, isLocal });
  await verbose(`* Connected to ${host} (127.0.0.1) port ${port} (#0)\n`);
  if (scheme === 'https') {
    socket.close();
    return [35, 'OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number'];
  }
  const request = requestText(host, port, rest.startsWith('/') ? rest : `/${rest}`, options);
  await verbose(
    request.head
      .replace(/\r\n/g, '\n')
      .replace(/^(?=.)/gm, '> ')
      .replace(/\n$/, '> \n'),
  );
  const { answer, isLate } = await exchange(socket, request, options, io, world);
  if (isLate) return [28, `Operation timed out after ${timeoutMs(options, 'm')} milliseconds with 0 bytes received`];
  if (io.interrupt.interrupted) return [0, ''];
  if (answer === undefined) return [52, 'Empty reply from server'];
  const location =
    options.has('L') && answer.status >= 300 && answer.status < 400 ? headerOf(answer.headers, 'location') : undefined;
  if (location === undefined) return show(answer, { options, io, world, host, verbose });
  if (redirects === MOST_REDIRECTS) return [47, `Maximum (${MOST_REDIRECTS}) redirects followed`];
  return fetchOne(/^\w+:\/\//.test(location) ? location : `http://${host}:${port}${location}`, run, redirects + 1);
}

function requestText(host: string, port: number, path: string, options: Run['options']) {
  const data = options.all('d').join('&');
  const method = options.value('X') ?? (options.has('I') ? 'HEAD' : options.has('d') ? 'POST' : 'GET');
  const own = options.all('H');
  const has = (name: string) => own.some((header) => header.toLowerCase().startsWith(`${name}:`));
  const headers = [
    ...(has('host') ? [] : [`Host: ${host}${port === 80 ? '' : `:${port}`}`]),
    ...(has('user-agent') ? [] : [`User-Agent: curl/${VERSION}`]),
    ...(has('accept') ? [] : ['Accept: */*']),
    ...own,
    ...(options.has('d') ? [`Content-Length: ${byteLength(data)}`] : []),
    ...(options.has('d') && !has('content-type') ? ['Content-Type: application/x-www-form-urlencoded'] : []),
  ];
  return {
    method,
    head: `${[`${method} ${path.replace(/#.*$/, '')} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`,
    data,
  };
}

async function exchange(
  socket: LocalSocket,
  { method, head, data }: ReturnType<typeof requestText>,
  options: Run['options'],
  io: Io,
  world: World,
): Promise<{ readonly answer: HttpAnswer | undefined; readonly isLate: boolean }> {
  const { source, release } = linkedInterrupt(io.interrupt);
  const finished = new InterruptSource();
  let isLate = false;
  const stopListening = source.onInterrupt(() => socket.close());
  const limit = timeoutMs(options, 'm');
  const alarm = async () => {
    if (limit === undefined) return;
    await world.clock.sleep(limit, finished);
    if (finished.interrupted) return;
    isLate = true;
    source.interrupt();
  };
  const ringing = alarm();
  socket.send(head + data);
  const answer = await readAnswer(socket, method !== 'HEAD');
  finished.interrupt();
  await ringing;
  stopListening();
  release();
  socket.close();
  return { answer, isLate };
}

interface Shown {
  readonly options: Run['options'];
  readonly io: Io;
  readonly world: World;
  readonly host: string;
  verbose(text: string): Promise<void>;
}

async function show(answer: HttpAnswer, { options, io, world, host, verbose }: Shown): Promise<Failure | undefined> {
  await verbose([answer.statusLine, ...answer.headers, ''].map((line) => `< ${line}\n`).join(''));
  const head =
    options.has('i') || options.has('I') ? `${[answer.statusLine, ...answer.headers].join('\r\n')}\r\n\r\n` : '';
  const failed = options.has('f') && answer.status >= 400;
  const text = head + (failed ? '' : answer.body);
  const file = options.value('o');
  if (file === undefined) await io.out(text);
  else if (file !== '/dev/null') await world.files.write(file, text);
  await verbose(`* Connection #0 to host ${host} left intact\n`);
  const format = options.value('w');
  if (format !== undefined) {
    const words = format.replace(/%\{(?:http_code|response_code)\}/g, String(answer.status)).replaceAll('\\n', '\n');
    await io.out(words);
  }
  if (failed) return [22, `The requested URL returned error: ${answer.status}`];
  if (answer.missing === 0) return [18, 'transfer closed with outstanding read data remaining'];
  return answer.missing === undefined
    ? undefined
    : [18, `transfer closed with ${answer.missing} bytes remaining to read`];
}

interface Attempt {
  readonly options: Run['options'];
  readonly io: Io;
  readonly world: World;
  readonly isLocal: boolean;
}

/** Nodes and this machine refuse at once; to pods and Services no way leads from here. */
async function unreachable(host: string, port: number, { options, io, world, isLocal }: Attempt): Promise<Failure> {
  const nodes = (await world.minikube?.nodes()) ?? [];
  if (isLocal || nodes.some(({ address, state }) => address === host && state === 'running')) {
    return [7, `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`];
  }
  io.hint({ key: 'curlUnreachable', params: { address: host } });
  const whole = timeoutMs(options, 'm');
  const connecting = timeoutMs(options, 'c');
  const waited = Math.min(whole ?? CONNECT_MS, connecting ?? CONNECT_MS, CONNECT_MS);
  await world.clock.sleep(waited, io.interrupt);
  if (io.interrupt.interrupted) return [0, ''];
  if (waited === whole) return [28, `Connection timed out after ${waited + 1} milliseconds`];
  if (waited === connecting)
    return [28, `Failed to connect to ${host} port ${port} after ${waited + 1} ms: Timeout was reached`];
  return [28, `Failed to connect to ${host} port ${port} after ${waited} ms: Couldn't connect to server`];
}

function timeoutMs(options: Run['options'], letter: string): number | undefined {
  const value = options.value(letter);
  return value === undefined ? undefined : Math.round(Number(value) * 1000);
}
