/**
 * From kubeconfig and flags to a server, who asks, and in which namespace.
 * Models staging/src/k8s.io/client-go/tools/clientcmd/client_config.go and validation.go (v1.36.3).
 */
import { encodeBase64 } from '../../api/meta/base64';
import { type Connection, type Environment, FileError } from '../environment';
import { CommandError, PlainError } from '../errors';
import type { Flags } from '../command';
import { type Kubeconfig, type Stanza, textOf } from './kubeconfig';
import { mergeKubeconfigs, readKubeconfigFiles } from './kubeconfigFiles';

/** What one run of kubectl speaks with. */
export interface Destination {
  readonly connection: Connection;
  readonly namespace: string;
  readonly isNamespaceExplicit: boolean;
  /** Impersonation, as headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where kubectl looks when no file says anything. */
const DEFAULT_SERVER = 'http://localhost:8080';

/** Reads the kubeconfig and applies the global flags. Throws what kubectl says of a bad configuration. */
export async function destinationOf(flags: Flags, env: Environment): Promise<Destination> {
  const config = mergeKubeconfigs(await readKubeconfigFiles(env, flags.string('kubeconfig')));
  const contextName = flags.string('context') || config.currentContext;
  const context = contextOf(config, contextName, flags.string('context') !== '');
  const cluster = clusterOf(config, flags, textOf(context, 'cluster'));
  const user = userOf(config, flags, textOf(context, 'user'));
  const explicit = flags.string('namespace');
  return {
    connection: await connectionOf(cluster, user, flags, env),
    namespace: explicit || textOf(context, 'namespace') || 'default',
    isNamespaceExplicit: explicit !== '',
    headers: impersonation(flags, textOf(context, 'user')),
  };
}

function contextOf(config: Kubeconfig, name: string, isAsked: boolean): Stanza | undefined {
  const context = config.contexts.get(name);
  if (context === undefined && (isAsked || name !== '')) {
    throw new PlainError(`Error in configuration: context was not found for specified context: ${name}`);
  }
  return context;
}

function clusterOf(config: Kubeconfig, flags: Flags, ofContext: string): Stanza {
  const name = flags.string('cluster') || ofContext;
  const cluster = config.clusters.get(name);
  if (cluster === undefined && flags.string('cluster') !== '') {
    throw new CommandError(`no server found for cluster ${JSON.stringify(name)}`);
  }
  if (cluster === undefined && name !== '' && flags.string('server') === '') {
    throw new PlainError(`Error in configuration: cluster ${JSON.stringify(name)} does not exist`);
  }
  return cluster ?? {};
}

function userOf(config: Kubeconfig, flags: Flags, ofContext: string): Stanza {
  const name = flags.string('user') || ofContext;
  const user = config.users.get(name);
  if (user === undefined && flags.string('user') !== '')
    throw new CommandError(`auth info ${JSON.stringify(name)} does not exist`);
  return user ?? {};
}

async function connectionOf(cluster: Stanza, user: Stanza, flags: Flags, env: Environment): Promise<Connection> {
  const server = flags.string('server') || textOf(cluster, 'server') || DEFAULT_SERVER;
  const token = flags.string('token') || textOf(user, 'token');
  const insecure = flags.changed('insecure-skip-tls-verify')
    ? flags.bool('insecure-skip-tls-verify')
    : cluster['insecure-skip-tls-verify'] === true;
  const data = (flag: string, stanza: Stanza) => certificateData(env, flags.string(flag), stanza, flag);
  const authority = insecure ? undefined : await data('certificate-authority', cluster);
  const certificate = await data('client-certificate', user);
  const key = await data('client-key', user);
  return {
    server: /^\w+:\/\//.test(server) ? server : `http://${server}`,
    ...(token === '' ? {} : { token }),
    ...(insecure ? { insecureSkipTlsVerify: true } : {}),
    ...(authority === undefined ? {} : { certificateAuthorityData: authority }),
    ...(certificate === undefined ? {} : { clientCertificateData: certificate }),
    ...(key === undefined ? {} : { clientKeyData: key }),
  };
}

/** PEM in base64, from the stanza or from the file that it or the flag names. */
async function certificateData(
  env: Environment,
  flag: string,
  stanza: Stanza,
  key: string,
): Promise<string | undefined> {
  const written = textOf(stanza, `${key}-data`);
  if (flag === '' && written !== '') return written;
  const path = flag || textOf(stanza, key);
  if (path === '') return undefined;
  try {
    return encodeBase64(await env.files.read(path));
  } catch (error) {
    if (error instanceof FileError)
      throw new CommandError(`unable to read ${key} ${path} due to open ${path}: ${error.message}`);
    throw error;
  }
}

function impersonation(flags: Flags, ofContext: string): Readonly<Record<string, string>> {
  const user = flags.string('as');
  const groups = flags.list('as-group');
  const uid = flags.string('as-uid');
  const extra = new Map<string, string[]>();
  for (const pair of flags.list('as-user-extra')) {
    const [key = '', ...value] = pair.split('=');
    if (value.length > 0) extra.set(key, [...(extra.get(key) ?? []), value.join('=')]);
  }
  if (user === '' && (groups.length > 0 || uid !== '' || extra.size > 0)) {
    const who = flags.string('user') || ofContext;
    throw new CommandError(`requesting uid, groups or user-extra for ${who} without impersonating a user`);
  }
  return {
    ...(user === '' ? {} : { 'impersonate-user': user }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': groups.join(',') }),
    ...(uid === '' ? {} : { 'impersonate-uid': uid }),
    ...Object.fromEntries([...extra].map(([key, values]) => [extraHeader(key), values.join(',')])),
  };
}

/** Keys may hold what no header's name may. */
function extraHeader(key: string): string {
  return `impersonate-extra-${encodeURIComponent(key).toLowerCase()}`;
}
