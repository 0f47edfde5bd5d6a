/** The same engine in Node, to compare the browser's with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import type { Run } from '../../src/client/simulation';
import type * as ClusterModule from '../../src/cluster/cluster';

/** The hash of the state that `run` leads to. */
export async function hashInNode(run: Run): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-engine-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const module = await bundle('src/cluster/cluster.ts', join(folder, 'engine'));
    const { Cluster } = (await import(pathToFileURL(module).href)) as typeof ClusterModule; // What was bundled.
    return (await Cluster.replay(run)).stateHash();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
