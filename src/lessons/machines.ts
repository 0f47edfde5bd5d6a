/** Clusters by a word: those that the labs begin with. */
import type { NodeSpec } from '../client/simulation';
import { defaultNode, defaultNodes } from '../client/defaultNodes';

/** minikube lets pods run on its only node, which is the control plane. */
const minikube: NodeSpec = {
  name: 'minikube',
  cpu: 4,
  memory: '2037260Ki',
  pods: 110,
  labels: { 'node-role.kubernetes.io/control-plane': '', 'minikube.k8s.io/name': 'minikube' },
};
const small = (name: string): NodeSpec => ({ name, cpu: 2, memory: '1989Mi', pods: 110 });

/** What `nodes: WORD` of a lesson stands for. */
export const machines: Readonly<Record<string, readonly NodeSpec[]>> = {
  three: defaultNodes(),
  minikube: [minikube],
  minikube3: [minikube, small('minikube-m02'), small('minikube-m03')],
  gke: ['bscm', 'jd6x', 'nk10'].map((end) => defaultNode(`gke-kubia-default-pool-7985c381-${end}`)),
};
