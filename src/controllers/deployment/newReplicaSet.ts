/**
 * Finds the ReplicaSet of a Deployment's present template, gives it its revision, or creates it.
 * Models getAllReplicaSetsAndSyncRevision and getNewReplicaSet of pkg/controller/deployment/sync.go (v1.36.3).
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { conditionOf } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { controllerOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Draft } from '../../client/client';
import { controllerReference } from '../shared/claim';
import { isNamespaceTerminating } from '../shared/podControl';
import { byAge, maxSurge, newReplicas } from './bounds';
import { stating } from './conditions';
import { POD_TEMPLATE_HASH, isEqualIgnoringHash, podTemplateHash } from '../shared/podTemplateHash';
import { REVISION, annotationsFor, maxRevision, replicasAnnotations, revisionOf } from './revision';
import type { Rollout } from './rollout';

/** Largest number of seconds that means "no deadline". */
const NO_DEADLINE = 2_147_483_647;

/** Sorts `owned` into the new ReplicaSet and the old ones, and brings the new one's annotations up to date. */
export async function syncRevision(rollout: Rollout, owned: readonly ReplicaSet[]): Promise<void> {
  const { template } = rollout.deployment.spec;
  const sorted = byAge(owned);
  const found = sorted.find((rs) => isEqualIgnoringHash(rs.spec.template, template));
  rollout.newReplicaSet = found;
  rollout.oldReplicaSets = sorted.filter((rs) => rs !== found);
  if (found !== undefined) await adaptNewReplicaSet(rollout, found);
}

/** The ReplicaSet of the present template exists: it takes the highest revision, and the Deployment the same one. */
async function adaptNewReplicaSet(rollout: Rollout, found: ReplicaSet): Promise<void> {
  const { deployment, world } = rollout;
  const revision = maxRevision(rollout.oldReplicaSets) + 1;
  const before = found.metadata.annotations ?? {};
  const annotations = annotationsFor(deployment, before, revision);
  const { minReadySeconds } = deployment.spec;
  if (!isDeepEqual(annotations, before) || (found.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    const { minReadySeconds: _, ...spec } = found.spec;
    const metadata = { ...found.metadata, annotations };
    const next = { ...found, metadata, spec: minReadySeconds === undefined ? spec : { ...spec, minReadySeconds } };
    const isOlder = revisionOf(found) !== revision;
    const told = { owner: deployment.metadata.name, replicaSet: found.metadata.name, revision };
    world.explain.rule(isOlder ? 'rolledBack' : 'annotationsCopied', { ...told, was: revisionOf(found) });
    rollout.replace(await world.client.update('ReplicaSet', next));
    return; // The change brings us back.
  }
  const { conditions } = deployment.status;
  const message = `Found new replica set "${found.metadata.name}"`;
  const progressing = { type: 'Progressing', status: 'True', reason: 'FoundNewReplicaSet', message } as const;
  const isUnjudged = hasDeadline(deployment) && conditionOf(conditions, 'Progressing') === undefined;
  const status = isUnjudged
    ? { ...deployment.status, conditions: stating(conditions, progressing, formatTime(world.clock.now())) }
    : deployment.status;
  await rollout.writeStatus(status, withRevision(deployment, revisionOf(found)));
}

/** Creates the ReplicaSet of the present template, with as many pods as the rollout allows now. */
export async function createNewReplicaSet(rollout: Rollout): Promise<void> {
  const { deployment, world } = rollout;
  const draft = draftOf(rollout);
  const revision = maxRevision(rollout.oldReplicaSets) + 1;
  const { name: owner } = deployment.metadata;
  const told = { owner, replicaSet: draft.metadata.name ?? '', revision, wanted: deployment.spec.replicas };
  const first = { ...told, count: draft.spec?.replicas ?? 0, surge: maxSurge(deployment) };
  world.explain.rule(revision === 1 ? 'firstReplicaSet' : 'newTemplate', first);
  let created: ReplicaSet;
  try {
    created = await world.client.create('ReplicaSet', draft);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isNamespaceTerminating(error)) return;
    if (isReason(error, 'AlreadyExists')) return await useExisting(rollout, draft, error);
    await reportFailure(rollout, draft.metadata.name ?? '', error);
    throw error;
  }
  rollout.newReplicaSet = created;
  const { name } = created.metadata;
  if (created.spec.replicas > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${created.spec.replicas}`;
    await world.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  const message = `Created new replica set "${name}"`;
  const progressing = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message } as const;
  const { conditions } = deployment.status;
  const status = hasDeadline(deployment)
    ? { ...deployment.status, conditions: stating(conditions, progressing, formatTime(world.clock.now())) }
    : deployment.status;
  await rollout.writeStatus(status, withRevision(deployment, revisionOf(created)));
}

function draftOf(rollout: Rollout): Draft<ReplicaSet> & { metadata: Partial<ReplicaSet['metadata']> } {
  const { deployment } = rollout;
  const { selector, template, minReadySeconds } = deployment.spec;
  const { name, namespace } = deployment.metadata;
  const hash = podTemplateHash(template, deployment.status.collisionCount);
  const label = { [POD_TEMPLATE_HASH]: hash };
  const labels = { ...template.metadata.labels, ...label };
  const revision = maxRevision(rollout.oldReplicaSets) + 1;
  return {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: { ...annotationsFor(deployment, {}, revision), ...replicasAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newReplicas(deployment, rollout.oldReplicaSets, 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...label } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** The name is taken. Our own ReplicaSet that the cache did not show is used; another one costs a new name. */
async function useExisting(rollout: Rollout, draft: Draft<ReplicaSet>, error: ApiError): Promise<void> {
  const { deployment, world } = rollout;
  const { namespace = '', name = '' } = draft.metadata;
  const existing = await world.client.get('ReplicaSet', { namespace, name });
  const isOurs = controllerOf(existing)?.uid === deployment.metadata.uid;
  if (isOurs && isEqualIgnoringHash(existing.spec.template, deployment.spec.template)) {
    rollout.newReplicaSet = existing;
    await rollout.writeStatus(deployment.status, withRevision(deployment, revisionOf(existing)));
    return;
  }
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  await rollout.writeStatus({ ...deployment.status, collisionCount });
  throw error;
}

async function reportFailure(rollout: Rollout, name: string, error: ApiError): Promise<void> {
  const { deployment, world } = rollout;
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  const statement = { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message } as const;
  const conditions = stating(deployment.status.conditions, statement, formatTime(world.clock.now()));
  if (hasDeadline(deployment)) await rollout.writeStatus({ ...deployment.status, conditions });
  await world.recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
}

function withRevision(deployment: Deployment, revision: number) {
  return { ...deployment.metadata.annotations, [REVISION]: String(revision) };
}

/** True if the Deployment may be judged to have stopped progressing. */
export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}
