/** Tells the writes that only say "still alive" from those that a person would look at. */
import type { Node } from '../api/core/node';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Change } from '../storage/store';

/** A Lease, or a node's status that says again what it said before. */
export function isHeartbeat({ type, key, value, previous }: Change): boolean {
  if (key.startsWith('/registry/leases/')) return true;
  if (previous === undefined || type === 'delete' || !key.startsWith('/registry/minions/')) return false;
  const text = (node: KubeObject) => {
    const { spec, status } = node as Node; // That prefix holds nothing else.
    const conditions = (status.conditions ?? []).map(({ type, status: said }) => `${type}=${said}`);
    return JSON.stringify([spec, node.metadata.labels, node.metadata.deletionTimestamp, conditions]);
  };
  return text(value) === text(previous);
}
