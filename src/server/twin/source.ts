/** Where a copy is made from: files, standard input, or the cluster of a kubeconfig. */
import { readFileSync } from 'node:fs';
import { liveObjects } from '../../manifests/liveObjects';
import { type ReadManifests, readManifests } from '../../manifests/readManifests';
import { loadKubeconfig, targetOf } from '../connect/kubeconfigTarget';
import { UsageError } from '../usageError';
import { withCluster } from './liveSend';

/** The options of every command that copies a cluster. */
export const sourceOptions = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  namespace: { type: 'string', short: 'n', multiple: true },
  system: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What their usage says of the first of them. */
export const SOURCE_USAGE = `  --kubeconfig FILE     which kubeconfig (default: the files of $KUBECONFIG, else ~/.kube/config)
  --context NAME        which context (default: the current one)`;

/** The values of the options, as far as they say where to read. */
interface SourceValues {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: readonly string[];
}

interface Source {
  readonly values: SourceValues;
  /** Paths; `-` is standard input. None: the cluster. */
  readonly files: readonly string[];
  readonly withNodes: boolean;
  readonly withSecretValues: boolean;
}

/** The objects of the source. Throws UsageError. */
export async function readSource({ values, files, withNodes, withSecretValues }: Source): Promise<ReadManifests> {
  if (files.length > 0) return readManifests(files.map((name) => ({ name, text: textOf(name) })));
  const target = targetOf(loadKubeconfig(values.kubeconfig, process.env), values.context);
  return withCluster(target, (send) => liveObjects(send, { ...scopeOf(values), withNodes, withSecretValues }));
}

/** The namespaces that are asked for; absent: all. */
export function scopeOf({ namespace = [] }: SourceValues): { readonly namespaces?: readonly string[] } {
  return namespace.length === 0 ? {} : { namespaces: namespace };
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
