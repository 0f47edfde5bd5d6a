/** `docker login` and `docker logout`: what they leave in `$HOME/.docker/config.json`. */
import { privateRegistry } from '../../../api/images/privateRegistry';
import { decodeBase64, encodeBase64 } from '../../../api/meta/base64';
import type { Io } from '../../../kubectl/environment';
import type { World } from '../../shell';
import { readAll } from '../../streams';
import { readGoOptions } from '../goOptions';

interface Login {
  readonly username: string;
  readonly password: string;
}

/** Docker Hub under its old name, as docker writes it. */
const HUB = 'https://index.docker.io/v1/';
const keyOf = (host: string): string => (host === 'docker.io' ? HUB : host);

export async function login(args: readonly string[], io: Io, world: World): Promise<number> {
  const options = readGoOptions(args, { username: 'u', password: 'p' });
  const [host = 'docker.io'] = options.words;
  const username = options.value('username');
  const fromInput = options.has('password-stdin');
  const password = fromInput ? (await readAll(io.input)).replace(/\r?\n$/, '') : options.value('password');
  if (username === undefined || password === undefined || password === '') {
    await io.err('kubeloop: docker login: nothing is asked for here; docker login -u USER -p PASSWORD SERVER\n');
    return 1;
  }
  if (!fromInput) await io.err('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
  const registry = privateRegistry(host);
  if (registry === undefined && host !== 'docker.io') {
    const name = host.replace(/:\d+$/, '');
    await io.err(`Error response from daemon: Get "https://${host}/v2/": dial tcp: lookup ${name}: no such host\n`);
    return 1;
  }
  if (registry !== undefined && (registry.login.username !== username || registry.login.password !== password)) {
    await io.err(
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 401 Unauthorized\n`,
    );
    return 1;
  }
  const path = pathOf(world);
  const auth = encodeBase64(`${username}:${password}`);
  const config = await configOf(world);
  await save({ ...config, auths: { ...config.auths, [keyOf(host)]: { auth } } }, world);
  await io.err(
    `\nWARNING! Your credentials are stored unencrypted in '${path}'.\n` +
      'Configure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n',
  );
  await io.out('Login Succeeded\n');
  return 0;
}

export async function logout([host = 'docker.io']: readonly string[], io: Io, world: World): Promise<number> {
  const config = await configOf(world);
  const { [keyOf(host)]: gone, ...auths } = config.auths ?? {};
  if (gone === undefined) await io.out(`Not logged in to ${host}\n`);
  else {
    await save({ ...config, auths }, world);
    await io.out(`Removing login credentials for ${keyOf(host)}\n`);
  }
  return 0;
}

/** How this machine is logged in at `host`, if it is. */
export async function loginOf(host: string, world: World): Promise<Login | undefined> {
  const { auths = {} } = await configOf(world);
  const [, username, password] = /^([^:]*):(.*)$/.exec(decodeBase64(auths[keyOf(host)]?.auth ?? '') ?? '') ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

interface Config {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
}

const pathOf = ({ variables }: World): string => `${variables.HOME ?? ''}/.docker/config.json`;

async function configOf(world: World): Promise<Config> {
  try {
    const config: unknown = JSON.parse(await world.files.read(pathOf(world)));
    return typeof config === 'object' && config !== null ? config : {};
  } catch {
    return {}; // Never logged in, or a person has written something else into it.
  }
}

async function save(config: Config, world: World): Promise<void> {
  await world.files.write(pathOf(world), `${JSON.stringify(config, undefined, '\t')}\n`);
}
