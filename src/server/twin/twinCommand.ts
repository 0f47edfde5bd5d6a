/** `kubeloop twin`: a simulated twin of a cluster, as a run that the page opens. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RefusedCommand, Run } from '../../client/simulation';
import { Cluster } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import { imagesToAsk, importCluster } from '../../manifests/importCluster';
import { UsageError } from '../usageError';
import { noteText } from './noteText';
import { SOURCE_USAGE, readSource, scopeOf, sourceOptions } from './source';

/** What `kubeloop twin --help` prints. */
export const TWIN_USAGE = `Usage: kubeloop twin [OPTIONS] [FILE...]

Makes a simulated twin of a cluster: its nodes, sizes and workloads, without the values of its Secrets. Reads the
cluster of a kubeconfig or, if they are given, files of "kubectl get -o yaml|json", helm template or manifests
(-: standard input). "Open a file" in the page's Share dialog opens what is written. Nothing is changed in the cluster.

Options:
${SOURCE_USAGE}
  -n, --namespace NAME  only this namespace; may be repeated
  --system              the namespaces of the system too
  -o, --output FILE     where to write the run (default: standard output)
  -h, --help            prints this
`;

/** Writes the run, and what is different in it to standard error. Resolves with the exit code. Throws UsageError. */
export async function twinCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: sourceOptions, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(TWIN_USAGE);
    return 0;
  }
  const { objects, notes } = await readSource({
    values,
    files: positionals,
    withNodes: true,
    withSecretValues: false,
  });
  const { machines } = await Cluster.create({ nodes: defaultNodes(1) });
  const twin = importCluster(objects, {
    ...scopeOf(values),
    withSystem: values.system === true,
    unknownImages: new Set(imagesToAsk(objects).filter((image) => !machines.hasImage(image))),
    defaultNodes: defaultNodes(),
    startedAt: Date.now(),
  });
  const refused = await refusedOf(twin.run);
  process.stderr.write(noteText([...notes, ...twin.notes]));
  for (const { request, message } of refused) process.stderr.write(`refused: ${request.path}: ${message}\n`);
  const count = Object.values(twin.counts).reduce((sum, of) => sum + of, 0);
  process.stderr.write(`${twin.run.nodes.length} nodes, ${count} objects\n`);
  write(values.output, `${JSON.stringify(twin.run, null, 1)}\n`);
  return 0;
}

/** What the API server will refuse when the run is opened. */
async function refusedOf(run: Run): Promise<readonly RefusedCommand[]> {
  const refused: RefusedCommand[] = [];
  await Cluster.replay(run, {}, (one) => refused.push(one));
  return refused;
}

/** Writes to `path`, or to standard output. Throws UsageError. */
export function write(path: string | undefined, text: string): void {
  if (path === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    // A cluster's configuration is nobody else's business.
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
