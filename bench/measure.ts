/** How the benchmarks measure: CPU time of this process, medians of a few runs, rates over a fixed number of calls. */

/**
 * CPU milliseconds that `act` takes on all threads, user and system. Nothing is collected first: a forced collection
 * throws compiled code away whose objects are gone, which no page in use does.
 */
export async function cpuMs(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export async function median(runs: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let i = 0; i < runs; i++) values.push(await measure());
  values.sort((x, y) => x - y);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs `measure` until it has taken `ms` of CPU time: as long for either side, so that both are compiled alike. */
export async function warmUp(ms: number, measure: () => Promise<number>): Promise<void> {
  for (let spent = 0; spent < ms; ) spent += await measure();
}

/** CPU microseconds per call of `call`, over `calls` calls, median of three after as many calls as a warm-up. */
export async function microsPerCall(calls: number, call: (i: number) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < calls; i++) await call(i);
  return median(3, async () => {
    const ms = await cpuMs(async () => {
      for (let i = 0; i < calls; i++) await call(i);
    });
    return (ms * 1000) / calls;
  });
}

/** Prints one machine-readable line. */
export function report(name: string, value: number, unit: string): void {
  const text = value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toPrecision(3);
  console.log(`${name} ${text} ${unit}`);
}
