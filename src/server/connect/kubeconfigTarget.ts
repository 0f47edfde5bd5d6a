/**
 * From kubeconfig files to the one server that a context names, and what is shown there.
 * Models staging/src/k8s.io/client-go/tools/clientcmd/{loader,client_config}.go (v1.36.3).
 * Left out: proxy-url and auth-provider; who has one is told so.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Kubeconfig, parseKubeconfig, type Stanza, textOf } from '../../kubectl/config/kubeconfig';
import { mergeKubeconfigs } from '../../kubectl/config/kubeconfigFiles';
import { UsageError } from '../usageError';

/** A program that makes credentials, as a kubeconfig names it. */
export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string;
  readonly interactiveMode: string;
  readonly provideClusterInfo: boolean;
}

/** Where the API server is, and who asks there. Certificates and keys are PEM. */
export interface Target {
  readonly server: URL;
  readonly context: string;
  readonly namespace: string;
  readonly authority?: string;
  readonly serverName?: string;
  readonly insecure: boolean;
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
  /** Read anew from time to time: whoever owns it writes it anew. */
  readonly tokenFile?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  readonly exec?: ExecConfig;
  /** The cluster's own words for the exec plugin. */
  readonly execExtension?: unknown;
}

/** Fields of stanzas that name files, relative to the kubeconfig that they stand in. */
const FILES = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/** The files of `flag`, else of $KUBECONFIG, else ~/.kube/config, as one. Throws UsageError. */
export function loadKubeconfig(flag: string | undefined, variables: NodeJS.ProcessEnv): Kubeconfig {
  const listed = (variables.KUBECONFIG ?? '').split(':').filter((path) => path !== '');
  const paths = flag !== undefined ? [flag] : listed.length > 0 ? listed : [`${variables.HOME ?? ''}/.kube/config`];
  const files = paths.flatMap((path) => {
    const text = readIfThere(path, flag !== undefined || paths.length === 1);
    return text === undefined ? [] : [{ path, config: resolved(parsed(text, path), path), exists: true }];
  });
  return mergeKubeconfigs(files);
}

function readIfThere(path: string, isRequired: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!isRequired) return undefined;
    throw new UsageError(`the kubeconfig cannot be read: ${textOfError(error)}`);
  }
}

function parsed(text: string, path: string): Kubeconfig {
  try {
    return parseKubeconfig(text, path);
  } catch (error) {
    throw new UsageError(textOfError(error));
  }
}

/** With whole paths to the files that it names. */
function resolved(config: Kubeconfig, path: string): Kubeconfig {
  const whole = (stanza: Stanza): Stanza => {
    const named = FILES.filter((field) => textOf(stanza, field) !== '');
    const paths = named.map((field) => [field, resolve(dirname(path), textOf(stanza, field))]);
    const { exec } = stanza;
    // A program with a slash in its name lies beside the kubeconfig, too.
    const command = isStanza(exec) && textOf(exec, 'command').includes('/') ? textOf(exec, 'command') : undefined;
    const program =
      command === undefined ? {} : { exec: { ...(exec as Stanza), command: resolve(dirname(path), command) } };
    return { ...stanza, ...Object.fromEntries(paths), ...program };
  };
  const mapped = (stanzas: ReadonlyMap<string, Stanza>) =>
    new Map([...stanzas].map(([name, stanza]) => [name, whole(stanza)]));
  return { ...config, clusters: mapped(config.clusters), users: mapped(config.users) };
}

/** The server of context `asked`, or of the current one. Throws UsageError with what is missing. */
export function targetOf(config: Kubeconfig, asked: string | undefined): Target {
  const context = asked ?? config.currentContext;
  if (context === '') throw new UsageError('the kubeconfig has no current context: name one with --context');
  const stanza = config.contexts.get(context);
  if (stanza === undefined) {
    const known = [...config.contexts.keys()].join(', ');
    throw new UsageError(`the kubeconfig has no context "${context}"${known === '' ? '' : `: it has ${known}`}`);
  }
  const cluster = config.clusters.get(textOf(stanza, 'cluster'));
  if (cluster === undefined) {
    throw new UsageError(`the kubeconfig has no cluster "${textOf(stanza, 'cluster')}", which "${context}" names`);
  }
  const user = config.users.get(textOf(stanza, 'user')) ?? {};
  return {
    context,
    namespace: textOf(stanza, 'namespace') || 'default',
    ...serverOf(cluster, context),
    ...userOf(user),
  };
}

function serverOf(cluster: Stanza, context: string): Pick<Target, 'server' | 'insecure' | 'authority' | 'serverName'> {
  const address = textOf(cluster, 'server');
  if (!URL.canParse(address)) throw new UsageError(`"${context}" names no server that can be reached: "${address}"`);
  const server = new URL(address);
  if (server.protocol !== 'https:' && server.protocol !== 'http:') {
    throw new UsageError(`"${context}" names a server that speaks neither HTTPS nor HTTP: ${address}`);
  }
  const proxy = textOf(cluster, 'proxy-url');
  if (proxy !== '') {
    throw new UsageError(
      `"${context}" asks for the proxy ${proxy}: kubeloop connect goes through none. kubectl proxy does.`,
    );
  }
  const authority = pemOf(cluster, 'certificate-authority');
  const serverName = textOf(cluster, 'tls-server-name');
  return {
    server,
    insecure: cluster['insecure-skip-tls-verify'] === true,
    ...(authority === undefined ? {} : { authority }),
    ...(serverName === '' ? {} : { serverName }),
    ...extensionOf(cluster),
  };
}

function userOf(user: Stanza): Partial<Target> {
  if (user['auth-provider'] !== undefined) {
    throw new UsageError('the user of this context has an auth-provider, which kubectl itself has given up: use exec');
  }
  const certificate = pemOf(user, 'client-certificate');
  const key = pemOf(user, 'client-key');
  const token = textOf(user, 'token');
  const tokenFile = textOf(user, 'tokenFile');
  const username = textOf(user, 'username');
  const exec = execOf(user);
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(token === '' ? {} : { token }),
    ...(tokenFile === '' ? {} : { tokenFile }),
    ...(username === '' ? {} : { basic: { username, password: textOf(user, 'password') } }),
    ...(exec === undefined ? {} : { exec }),
  };
}

function execOf(user: Stanza): ExecConfig | undefined {
  const { exec } = user;
  if (!isStanza(exec)) return undefined;
  const env = Array.isArray(exec.env) ? (exec.env as readonly unknown[]).filter(isStanza) : [];
  return {
    apiVersion: textOf(exec, 'apiVersion'),
    command: textOf(exec, 'command'),
    args: Array.isArray(exec.args) ? exec.args.map(String) : [],
    env: Object.fromEntries(env.map((pair) => [textOf(pair, 'name'), textOf(pair, 'value')])),
    installHint: textOf(exec, 'installHint'),
    interactiveMode: textOf(exec, 'interactiveMode') || 'IfAvailable',
    provideClusterInfo: exec.provideClusterInfo === true,
  };
}

/** What the cluster says to exec plugins. */
function extensionOf(cluster: Stanza): Pick<Target, 'execExtension'> {
  const extensions = Array.isArray(cluster.extensions) ? (cluster.extensions as readonly unknown[]) : [];
  const own = extensions.filter(isStanza).find(({ name }) => name === 'client.authentication.k8s.io/exec');
  return own === undefined ? {} : { execExtension: own.extension };
}

/** The PEM text of `field`, written in the kubeconfig or in the file that it names. */
function pemOf(stanza: Stanza, field: string): string | undefined {
  const data = textOf(stanza, `${field}-data`);
  if (data !== '') return Buffer.from(data, 'base64').toString('utf8');
  const path = textOf(stanza, field);
  if (path === '') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`the file of ${field} cannot be read: ${textOfError(error)}`);
  }
}

const isStanza = (value: unknown): value is Stanza =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOfError = (error: unknown): string => (error instanceof Error ? error.message : String(error));
