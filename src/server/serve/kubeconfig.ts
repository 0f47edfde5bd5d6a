/** The kubeconfig of a served cluster: for its owner's eyes alone, since whoever has the token is the administrator. */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Name of cluster, user and context. */
const NAME = 'kubeloop';

/** Where a client finds the cluster. */
export interface Access {
  readonly url: string;
  readonly token: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

/** The text of a kubeconfig. */
export function kubeconfigText({ url, token, certificateAuthority }: Access): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: ${NAME}
  cluster:
    server: ${url}
    certificate-authority-data: ${Buffer.from(certificateAuthority).toString('base64')}
users:
- name: ${NAME}
  user:
    token: ${token}
contexts:
- name: ${NAME}
  context:
    cluster: ${NAME}
    user: ${NAME}
current-context: ${NAME}
`;
}

/** Where the file goes if nobody says: the user's configuration folder. */
export function defaultKubeconfigPath(): string {
  const { XDG_CONFIG_HOME: folder = '' } = process.env;
  return join(folder === '' ? join(homedir(), '.config') : folder, 'kubeloop', 'kubeconfig');
}

/**
 * Writes the file with mode 600, in a folder that is made with mode 700 if it is not there. Never seen half written.
 * Throws what node:fs throws.
 */
export function writeKubeconfig(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  chmodSync(unfinished, 0o600); // An older file of that name would have kept its mode.
  renameSync(unfinished, path);
}
