/** The same engine in Node, to compare the browser's with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import type { Run } from '../../src/client/simulation';
import type * as ClusterModule from '../../src/cluster/cluster';

/** The hashes of the states that `runs` lead to. */
export async function hashesInNode(runs: readonly Run[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-engine-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const module = await bundle('src/cluster/cluster.ts', join(folder, 'engine'));
    const { Cluster } = (await import(pathToFileURL(module).href)) as typeof ClusterModule; // What was bundled.
    const hashes: string[] = [];
    for (const run of runs) hashes.push((await Cluster.replay(run)).stateHash());
    return hashes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
