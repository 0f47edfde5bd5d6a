/** Where a copy is made from: files, standard input, or the cluster of a kubeconfig. */
import { readFileSync } from 'node:fs';
import { liveObjects } from '../../manifests/liveObjects';
import { type ReadManifests, readManifests } from '../../manifests/readManifests';
import { loadKubeconfig, targetOf } from '../connect/kubeconfigTarget';
import { UsageError } from '../usageError';
import { withCluster } from './liveSend';

export interface Source {
  /** Paths; `-` is standard input. None: the cluster. */
  readonly files: readonly string[];
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly withNodes: boolean;
  readonly withSecretValues: boolean;
}

/** The objects of the source. Throws UsageError. */
export async function readSource(source: Source): Promise<ReadManifests> {
  if (source.files.length > 0) return readManifests(source.files.map((name) => ({ name, text: textOf(name) })));
  const target = targetOf(loadKubeconfig(source.kubeconfig, process.env), source.context);
  const { namespaces, withNodes, withSecretValues } = source;
  const scope = namespaces.length === 0 ? {} : { namespaces };
  return withCluster(target, (send) => liveObjects(send, { ...scope, withNodes, withSecretValues }));
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
