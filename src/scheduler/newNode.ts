/** One more machine like the largest there is, with the daemons that it would get at once: would it take the pod? */
import type { Node } from '../api/core/node';
import { controllerOf } from '../api/meta/objectMeta';
import type { NodeInfo } from './framework';
import { withPod } from './nodeInfo';
import type { Fix, Trial } from './trial';

const NAME = 'new-node';
/** Labels that every node of a machine's kind has. */
const OWN = /^(beta\.)?kubernetes\.io\/(os|arch)$/;

/** `trial` with a fresh node; undefined if there is none to be like. */
export function newNode({ pod, snapshot }: Trial): Fix | undefined {
  const [like] = [...snapshot.nodes].sort((a, b) => b.allocatable.cpuMilli - a.allocatable.cpuMilli);
  if (like === undefined) return undefined;
  const labels = Object.entries(like.node.metadata.labels ?? {}).filter(([key]) => OWN.test(key));
  const own = { ...Object.fromEntries(labels), 'kubernetes.io/hostname': NAME };
  const metadata = { ...like.node.metadata, name: NAME, uid: NAME, labels: own };
  const node: Node = { ...like.node, metadata, spec: {} };
  const others = snapshot.podsOn(like.name).filter((each) => controllerOf(each)?.kind !== 'DaemonSet');
  const usage = others.reduce((sum, each) => withPod(sum, each, -1), like.usage);
  const info: NodeInfo = { name: NAME, node, allocatable: like.allocatable, usage };
  const change = { type: 'addNode', params: { node: NAME, like: like.name } } as const;
  const podsOn = (name: string) => (name === NAME ? [] : snapshot.podsOn(name));
  return { change, trial: { pod, snapshot: { ...snapshot, nodes: [...snapshot.nodes, info], podsOn } } };
}
