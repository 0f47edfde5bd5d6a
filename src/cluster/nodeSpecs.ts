/** What a machine may be: a run comes from links and files of strangers, so its nodes are checked before they are built. */
import { isQuantity, wholeValue } from '../api/meta/quantity';
import type { NodeSpec } from '../client/simulation';

/** Machines share 10.244.0.0/16 and 192.168.49.0/24: one network each, one address each. */
const MOST_NODES = 250;
/** A /24 has 254 addresses, and a pod that ends keeps its own for a moment. */
const MOST_PODS = 250;
/** A DNS subdomain: clouds name their machines `ip-10-0-0-1.ec2.internal`. */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Throws an Error that says what is wrong with which node. */
export function checkNodes(nodes: readonly NodeSpec[]): void {
  if (nodes.length > MOST_NODES)
    throw new Error(`a cluster has at most ${MOST_NODES} nodes, this one asks for ${nodes.length}`);
  const names = new Set<string>();
  for (const { name, cpu, memory, pods } of nodes) {
    if (!NAME.test(name)) throw new Error(`"${name}" is no name for a node`);
    if (names.has(name)) throw new Error(`two nodes are named "${name}"`);
    names.add(name);
    if (!(cpu > 0) || cpu > 1024) throw new Error(`node "${name}" has ${cpu} cpu`);
    if (!(Number.isInteger(pods) && pods >= 1 && pods <= MOST_PODS)) {
      throw new Error(`node "${name}" has room for ${pods} pods: 1 to ${MOST_PODS} are possible`);
    }
    if (!isQuantity(memory) || wholeValue(memory) <= 0) throw new Error(`node "${name}" has ${memory} memory`);
  }
}
