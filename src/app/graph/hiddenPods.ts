/** Pods of the system that the picture leaves out: they take their share of a node all the same. */
import type { Pod } from '../../api/core/pod';
import { isSystemNamespace } from '../cluster/inNamespace';

type ByNode = ReadonlyMap<string, readonly Pod[]>;

/** By the list that they were taken from: every node asks about the same one. */
const known = new WeakMap<readonly Pod[], ByNode>();

/** The pods of the system's namespaces among `all`, by node. */
export function systemPodsByNode(all: readonly Pod[]): ByNode {
  const before = known.get(all);
  if (before !== undefined) return before;
  const byNode = new Map<string, Pod[]>();
  for (const pod of all) {
    const { nodeName } = pod.spec;
    if (nodeName === undefined || !isSystemNamespace(pod.metadata.namespace ?? '')) continue;
    const pods = byNode.get(nodeName);
    if (pods === undefined) byNode.set(nodeName, [pod]);
    else pods.push(pod);
  }
  known.set(all, byNode);
  return byNode;
}
