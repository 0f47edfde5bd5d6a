/** What minikube leaves in the home folder: `~/.kube/config` with the context `minikube`, and the files that it names. */

import type { RealCluster } from './messages';

/** Where the simulated API server is. */
export const CLUSTER_SERVER = 'https://192.168.49.2:6443';

/** Of a real cluster: the way there carries the credentials, so the file has none. */
export function realKubeconfig({ server, context, namespace }: RealCluster): string {
  const quoted = (text: string) => JSON.stringify(text); // YAML reads it as it stands.
  return `apiVersion: v1
clusters:
- cluster:
    server: ${quoted(server)}
  name: ${quoted(context)}
contexts:
- context:
    cluster: ${quoted(context)}
    namespace: ${quoted(namespace)}
    user: kubeloop
  name: ${quoted(context)}
current-context: ${quoted(context)}
kind: Config
users:
- name: kubeloop
  user: {}
`;
}

const kubeconfig = `apiVersion: v1
clusters:
- cluster:
    certificate-authority: /home/learner/.minikube/ca.crt
    server: ${CLUSTER_SERVER}
  name: minikube
contexts:
- context:
    cluster: minikube
    namespace: default
    user: minikube
  name: minikube
current-context: minikube
kind: Config
users:
- name: minikube
  user:
    client-certificate: /home/learner/.minikube/profiles/minikube/client.crt
    client-key: /home/learner/.minikube/profiles/minikube/client.key
`;

/** Nobody checks it: the way to the simulated server is a message port. */
const pem = (what: string) => `-----BEGIN ${what}-----\nc2ltdWxhdGVk\n-----END ${what}-----\n`;

/** By path below the home folder. */
export const minikubeFiles: Readonly<Record<string, string>> = {
  '.kube/config': kubeconfig,
  '.minikube/ca.crt': pem('CERTIFICATE'),
  '.minikube/profiles/minikube/client.crt': pem('CERTIFICATE'),
  '.minikube/profiles/minikube/client.key': pem('RSA PRIVATE KEY'),
};
