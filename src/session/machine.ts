/** What is around the shell of a transcript, on a simulated and on a real cluster alike: files, ports, a home. */
import type { Environment } from '../kubectl/environment';
import { createShell } from '../shell/createShell';
import { LocalPorts } from '../shell/localPorts';
import { MemoryFiles } from '../shell/memoryFiles';
import type { Minikube, OutsideNetwork, Shell } from '../shell/shell';

/** Where the simulated cluster's API server is. */
export const SERVER = 'https://192.168.49.2:6443';
/** What the administrator of a simulated cluster shows. */
export const ADMIN_TOKEN = 'tokadmin';
/** The kubeconfig of a simulated cluster. */
export const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "${SERVER}", insecure-skip-tls-verify: true}}]
users: [{name: u, user: {token: "${ADMIN_TOKEN}"}}]
contexts: [{name: minikube, context: {cluster: c, user: u, namespace: default}}]
current-context: minikube
`;
const HOME = '/home/learner';

/** What differs between a simulated and a real stage. */
export interface Surroundings extends Pick<Environment, 'connect' | 'clock' | 'random'> {
  readonly kubeconfig: string;
  /** At home, beside the kubeconfig; default none. */
  readonly files?: Readonly<Record<string, string>>;
  /** Absent on a real cluster. */
  readonly network?: OutsideNetwork;
  readonly minikube?: Minikube;
}

/** A shell at home, with the kubeconfig in its place. */
export function sessionShell({ kubeconfig, files: own = {}, ...rest }: Surroundings): Shell {
  const ports = new LocalPorts();
  const atHome = Object.entries(own).map(([name, text]) => [`${HOME}/${name}`, text] as const);
  const files = new MemoryFiles({ [`${HOME}/.kube/config`]: kubeconfig, ...Object.fromEntries(atHome) });
  return createShell({
    ...rest,
    files,
    variables: { HOME, PWD: HOME },
    listen: ports.listen,
    connectLocal: ports.connect,
  });
}
