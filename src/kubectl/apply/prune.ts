/**
 * `apply --prune`: what was applied once and is not in the files any more is deleted.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply/prune.go and kubectl/pkg/util/prune/prune.go (v1.36.3).
 */
import { CommandError } from '../errors';
import { klog } from '../klog';
import type { Mapping, RestMapper, Unstructured } from '../resource/access';
import { targetOf } from '../resource/deletion';
import { asError } from '../resource/fetch';
import type { Applying } from './applyObject';
import { lastAppliedOf } from './lastApplied';

/** What is pruned where --prune-allowlist does not say; servers that lack one of them are spared it. */
const DEFAULT_ALLOWLIST: readonly string[] = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/PersistentVolumeClaim',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'core/v1/Namespace',
  'core/v1/PersistentVolume',
];

/** The kinds to prune. Throws CommandError for a word that is not group/version/kind, or a kind that is not there. */
export function prunedMappings(mapper: RestMapper, allowlist: readonly string[]): readonly Mapping[] {
  if (allowlist.length > 0) return allowlist.map((word) => mappingOf(mapper, word));
  return DEFAULT_ALLOWLIST.flatMap((word) => {
    const [group = '', , kind = ''] = word.split('/');
    const isThere = mapper.mappings.some(
      (each) => each.kind === kind && each.group === (group === 'core' ? '' : group),
    );
    return isThere ? [mappingOf(mapper, word)] : [];
  });
}

function mappingOf(mapper: RestMapper, word: string): Mapping {
  const [group = '', version = '', kind = '', ...more] = word.split('/');
  if (kind === '' || more.length > 0) {
    throw new CommandError(`invalid GroupVersionKind format: ${word}, please follow <group/version/kind>`);
  }
  try {
    return mapper.kind(group === 'core' || group === '' ? version : `${group}/${version}`, kind);
  } catch (error) {
    throw new CommandError(asError(error).message);
  }
}

/** What decides which objects go. */
export interface Pruning {
  readonly mappings: readonly Mapping[];
  readonly labelSelector: string;
  /** Those of the files, which stay. */
  readonly uids: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  readonly hasAllowlist: boolean;
}

/** Deletes what is to go and tells `pruned` of each. Rejects with `error pruning namespaced object ...`. */
export async function prune(
  applying: Applying,
  pruning: Pruning,
  pruned: (object: Unstructured) => void,
): Promise<void> {
  const { access, invocation } = applying;
  if (!pruning.hasAllowlist && access.isNamespaceExplicit) {
    const text =
      'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';
    klog('W', 'prune.go:71', text, invocation.io, invocation.env);
  }
  for (const namespace of [...pruning.namespaces].sort()) {
    for (const mapping of pruning.mappings.filter(({ namespaced }) => namespaced)) {
      await pruneKind(applying, pruning, mapping, namespace, pruned);
    }
  }
  for (const mapping of pruning.mappings.filter(({ namespaced }) => !namespaced)) {
    await pruneKind(applying, pruning, mapping, undefined, pruned);
  }
}

async function pruneKind(
  { access, dryRun, cascade, gracePeriod }: Applying,
  { labelSelector, uids }: Pruning,
  mapping: Mapping,
  namespace: string | undefined,
  pruned: (object: Unstructured) => void,
): Promise<void> {
  const { group, version, kind } = mapping;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  try {
    const { items } = await access.list(mapping, namespace, labelSelector === '' ? {} : { labelSelector });
    for (const item of items) {
      const { uid, name } = item.metadata;
      if (lastAppliedOf(item) === undefined || uids.has(uid)) continue;
      if (dryRun !== 'client') {
        await access.delete(targetOf({ mapping, name, ...(namespace === undefined ? {} : { namespace }) }), {
          propagationPolicy: cascade,
          ...(gracePeriod < 0 ? {} : { gracePeriodSeconds: gracePeriod }),
          ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
        });
      }
      pruned({ ...item, apiVersion, kind });
    }
  } catch (error) {
    const scope = namespace === undefined ? 'nonNamespaced' : 'namespaced';
    const kindText = `${group}/${version}, Kind=${kind}`;
    throw new CommandError(`error pruning ${scope} object ${kindText}: ${asError(error).message}`);
  }
}
