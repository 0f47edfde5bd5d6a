/**
 * Credentials from a program, as cloud providers hand them out.
 * Models staging/src/k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go (v1.36.3).
 */
import { spawn } from 'node:child_process';
import type { ExecConfig, Target } from './kubeconfigTarget';

/** What the program said. */
export interface ExecCredentials {
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Wall milliseconds since the epoch; absent: until the server refuses them. */
  readonly expiresAt?: number;
}

const VERSIONS: readonly string[] = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const STDOUT_LIMIT = 1024 * 1024;

/** Runs the program of `target`. Rejects with client-go's words where it fails. */
export async function runExecPlugin(target: Target, exec: ExecConfig): Promise<ExecCredentials> {
  if (!VERSIONS.includes(exec.apiVersion)) {
    throw new Error(`exec plugin: invalid apiVersion ${JSON.stringify(exec.apiVersion)}`);
  }
  const interactive = exec.interactiveMode !== 'Never' && process.stdin.isTTY === true;
  if (exec.interactiveMode === 'Always' && !interactive) {
    throw new Error('exec plugin cannot support interactive mode: standard input is not a terminal');
  }
  const info = {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    spec: { interactive, ...(exec.provideClusterInfo ? { cluster: clusterInfo(target) } : {}) },
  };
  return readCredentials(await outputOf(exec, JSON.stringify(info), interactive), exec.apiVersion);
}

function clusterInfo({ server, serverName, insecure, authority, execExtension }: Target): object {
  return {
    server: server.href.replace(/\/$/, ''),
    ...(serverName === undefined ? {} : { 'tls-server-name': serverName }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(authority === undefined ? {} : { 'certificate-authority-data': Buffer.from(authority).toString('base64') }),
    config: execExtension ?? null,
  };
}

function outputOf(
  { command, args, env, installHint }: ExecConfig,
  info: string,
  interactive: boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      env: { ...process.env, ...env, KUBERNETES_EXEC_INFO: info },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.length > STDOUT_LIMIT) child.kill();
    });
    const fail = (why: string): void =>
      reject(new Error(`getting credentials: exec: ${why}${installHint === '' ? '' : `\n\n${installHint}`}`));
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ENOENT' ? `executable ${command} not found` : error.message),
    );
    child.once('close', (code) =>
      code === 0 ? resolve(text) : fail(`executable ${command} failed with exit code ${code}`),
    );
  });
}

/** Reads an ExecCredential. Throws what client-go says of a bad one. */
export function readCredentials(text: string, apiVersion: string): ExecCredentials {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`decoding stdout: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const read = value as { readonly apiVersion?: unknown; readonly status?: Readonly<Record<string, unknown>> } | null; // Looked at field by field.
  if (read?.apiVersion !== apiVersion) {
    throw new Error(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${String(read?.apiVersion)}`,
    );
  }
  if (typeof read.status !== 'object') throw new Error("exec plugin didn't return a status field");
  const field = (name: string) => {
    const found = read.status?.[name];
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const token = field('token');
  const certificate = field('clientCertificateData');
  const key = field('clientKeyData');
  if (token === undefined && certificate === undefined && key === undefined) {
    throw new Error("exec plugin didn't return a token or cert/key pair");
  }
  if ((certificate === undefined) !== (key === undefined)) {
    throw new Error('exec plugin returned only certificate or key, not both');
  }
  const expiry = Date.parse(field('expirationTimestamp') ?? '');
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(Number.isNaN(expiry) ? {} : { expiresAt: expiry }),
  };
}
