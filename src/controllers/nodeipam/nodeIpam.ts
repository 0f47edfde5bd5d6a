/**
 * Gives each node its own range of pod addresses: 10.244.N.0/24, in the order in which nodes register.
 * Models pkg/controller/nodeipam/ipam/range_allocator.go (v1.36.3). Left out: IPv6 and ranges larger than 256 nodes per /16.
 */
import type { StateMap } from '../../sim/clock';
import type { Controller, ControllerWorld } from '../controller';

/** Nodes that the cluster's range 10.244.0.0/16 has room for. */
const MAX_RANGES = 256;

/** Range number to node name: what was given away, also before the cache shows it. */
const rangesOf = (world: Pick<ControllerWorld, 'state'>): StateMap<string> => world.state.map('node-ipam/ranges');
const cursorOf = (world: Pick<ControllerWorld, 'state'>): StateMap<number> => world.state.map('node-ipam/cursor');

/** Sets spec.podCIDR of new nodes. */
export const nodeIpamController: Controller<'Node'> = {
  name: 'node-ipam-controller',
  source: 'cidrAllocator',
  kind: 'Node',
  watches: [],
  isConcernedBy: ({ type, object }) => type === 'DELETED' || object.spec.podCIDR === undefined,

  start(world) {
    rangesOf(world).clear();
    noteRanges(world);
  },

  async reconcile(key, world) {
    const ranges = rangesOf(world);
    const node = world.cache.get('Node', key);
    if (node === undefined) {
      for (const [range, name] of [...ranges.entries()]) if (name === key.name) ranges.delete(range);
      return undefined;
    }
    if (node.spec.podCIDR !== undefined) return undefined;
    // Nodes may bring a range of their own.
    noteRanges(world);
    const number = nextFree(world);
    if (number === undefined) {
      const message = `Node ${key.name} status is now: CIDRNotAvailable`;
      await world.recorder.event(node, 'Normal', 'CIDRNotAvailable', message);
      return { requeueAfterMs: 30_000 };
    }
    ranges.set(String(number), key.name);
    const podCIDR = `10.244.${number}.0/24`;
    world.explain.rule('rangeGiven', { node: key.name, podCIDR });
    await world.client.patch('Node', key, { type: 'merge', body: { spec: { podCIDR, podCIDRs: [podCIDR] } } });
    return undefined;
  },
};

/** Notes who has which range. */
function noteRanges(world: ControllerWorld): void {
  const ranges = rangesOf(world);
  for (const { metadata, spec } of world.cache.list('Node')) {
    const number = numberOf(spec.podCIDR);
    if (number !== undefined && !ranges.has(String(number))) ranges.set(String(number), metadata.name);
  }
}

/** The next range that nobody has, going on from the last one: a freed range is used again only after the others. */
function nextFree(world: ControllerWorld): number | undefined {
  const ranges = rangesOf(world);
  const cursor = cursorOf(world);
  const start = cursor.get('next') ?? 0;
  for (let step = 0; step < MAX_RANGES; step += 1) {
    const number = (start + step) % MAX_RANGES;
    if (ranges.has(String(number))) continue;
    cursor.set('next', (number + 1) % MAX_RANGES);
    return number;
  }
  return undefined;
}

function numberOf(podCIDR: string | undefined): number | undefined {
  const found = podCIDR === undefined ? null : /^10\.244\.(\d+)\.0\/24$/.exec(podCIDR);
  return found === null ? undefined : Number(found[1]);
}
