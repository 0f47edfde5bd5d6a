/**
 * Revision numbers and the other annotations by which Deployments and ReplicaSets speak to each other.
 * Models pkg/controller/deployment/util/deployment_util.go (v1.36.3).
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import type { KubeObject } from '../../api/meta/objectMeta';
import { maxSurge } from './bounds';

/** Which rollout an object belongs to, counted from 1. */
export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
/** The Deployment's size when its ReplicaSet was last sized. */
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
/** That size plus the surge. */
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const MAX_HISTORY_LENGTH = 2000;

/** Annotations of the Deployment that its ReplicaSets do not take over. */
const notCopied: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

/** Annotations of an object. */
export type Annotations = Readonly<Record<string, string>>;

/** The revision of `object`; 0 if it has none. */
export function revisionOf(object: KubeObject): number {
  const text = object.metadata.annotations?.[REVISION];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}

/** The highest revision among `replicaSets`; 0 if there is none. */
export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((max, rs) => Math.max(max, revisionOf(rs)), 0);
}

/**
 * `annotations` of a ReplicaSet as they should be for its Deployment at `revision`. A ReplicaSet that is rolled back to
 * takes the new number and keeps the old one in its history.
 */
export function annotationsFor(deployment: Deployment, annotations: Annotations, revision: number): Annotations {
  const next: Record<string, string> = { ...annotations };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!notCopied.has(key)) next[key] = value;
  }
  const old = annotations[REVISION];
  if (Number(old ?? 0) >= revision) return next;
  next[REVISION] = String(revision);
  if (old !== undefined) next[REVISION_HISTORY] = appendRevision(annotations[REVISION_HISTORY], old);
  return next;
}

/** Annotations by which a later sync tells that the Deployment was scaled, and in which proportion to scale. */
export function replicasAnnotations(deployment: Deployment): Annotations {
  const { replicas } = deployment.spec;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge(deployment)) };
}

function appendRevision(history: string | undefined, revision: string): string {
  if (history === undefined || history === '') return revision;
  const revisions = [...history.split(','), revision];
  while (revisions.join(',').length > MAX_HISTORY_LENGTH && revisions.length > 1) revisions.shift();
  return revisions.join(',');
}
