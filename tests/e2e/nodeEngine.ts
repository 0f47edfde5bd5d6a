/** The same engine in Node, to compare the browser's with. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { Cluster } from '../../src/cluster/cluster';
import type { Run } from '../../src/client/simulation';

/** The hash of the state that `run` leads to. */
export async function hashInNode(run: Run): Promise<string> {
  const path = fileURLToPath(new URL('../../src/cluster/cluster.ts', import.meta.url));
  const { module } = await runnerImport<{ readonly Cluster: typeof Cluster }>(path, { configFile: false });
  return (await module.Cluster.replay(run)).stateHash();
}
