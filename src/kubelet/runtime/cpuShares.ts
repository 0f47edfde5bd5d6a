/**
 * How a machine's processors are divided among containers that want more than there is.
 * Models cpu.weight of cgroups as the kubelet sets it (pkg/kubelet/cm/helpers_linux.go, MilliCPUToShares, v1.36.3).
 * Left out: the groups of quality-of-service classes above the containers, bursts within a period.
 */

/** The least weight that a container has: one without a request. */
const MIN_SHARES = 2;

/** One that wants processor time. */
export interface Contender {
  /** Thousandths of a core, its limit taken into account. */
  readonly wantsMillis: number;
  readonly requestMillis: number;
}

/** What each gets of `capacityMillis`: by its request, but never more than it wants; what one leaves goes to the others. */
export function divideCpu(contenders: readonly Contender[], capacityMillis: number): readonly number[] {
  const given = contenders.map(({ wantsMillis }) => wantsMillis);
  if (given.reduce((sum, millis) => sum + millis, 0) <= capacityMillis) return given;
  let left = capacityMillis;
  let open = contenders.map(({ wantsMillis, requestMillis }, index) => ({
    index,
    wantsMillis,
    shares: Math.max(MIN_SHARES, Math.floor((requestMillis * 1024) / 1000)),
  }));
  for (;;) {
    const total = open.reduce((sum, { shares }) => sum + shares, 0);
    const content = open.filter(({ wantsMillis, shares }) => wantsMillis * total <= left * shares);
    if (content.length === 0) {
      for (const { index, shares } of open) given[index] = Math.floor((left * shares) / total);
      return given;
    }
    for (const { wantsMillis } of content) left -= wantsMillis;
    open = open.filter((one) => !content.includes(one));
  }
}
