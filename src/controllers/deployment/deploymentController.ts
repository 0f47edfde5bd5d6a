/**
 * Rolls the pods of a Deployment from one template to the next, by way of its ReplicaSets.
 * Models pkg/controller/deployment/deployment_controller.go (v1.36.3).
 * Left out: the deprecated rollback annotation of extensions/v1beta1.
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { conditionOf } from '../../api/meta/conditions';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type Labels, controllerOf, keyOf } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Again, Controller, ControllerWorld, Watch } from '../controller';
import { claim, readDependents } from '../shared/claim';
import { dependentsOf } from '../shared/ownerWatches';
import { stating } from './conditions';
import { createNewReplicaSet, hasDeadline, syncRevision } from './newReplicaSet';
import { recreateStep } from './recreate';
import { revisionOf } from './revision';
import { rollingStep } from './rolling';
import { Rollout } from './rollout';
import { isScalingEvent, scaleAll } from './scaling';
import { countedStatus, isComplete, writeRolloutStatus } from './status';

const selects = (deployment: Deployment, labels: Labels | undefined) =>
  labelSelectorMatches(deployment.spec.selector, labels);

/** Recreate waits for the last old pod: its end must wake the Deployment, two owners further up. */
const lastPods: Watch = {
  kind: 'Pod',
  concerns({ type, object }, cache) {
    const owner = type === 'DELETED' ? controllerOf(object) : undefined;
    const { namespace = '' } = object.metadata;
    if (owner?.kind !== 'ReplicaSet') return [];
    const rs = cache.get('ReplicaSet', { namespace, name: owner.name });
    const name = rs && controllerOf(rs)?.name;
    const deployment = name === undefined ? undefined : cache.get('Deployment', { namespace, name });
    return deployment?.spec.strategy.type === 'Recreate' ? [keyOf(deployment)] : [];
  },
};

/** Rolls Deployments out. */
export const deploymentController: Controller<'Deployment'> = {
  name: 'deployment-controller',
  kind: 'Deployment',
  watches: [dependentsOf('Deployment', 'ReplicaSet', selects), lastPods],

  async reconcile(key, world) {
    const deployment = world.cache.get('Deployment', key);
    if (deployment === undefined) return undefined; // Deleted: its ReplicaSets are the garbage collector's business.
    const { selector } = deployment.spec;
    if (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0) {
      return await refuse(deployment, world);
    }
    const owned = await claim(
      readDependents('ReplicaSet', deployment, world),
      deployment,
      (labels) => selects(deployment, labels),
      () => true,
      world,
    );
    return await sync(new Rollout(deployment, world), owned);
  },
};

async function sync(rollout: Rollout, owned: readonly ReplicaSet[]): Promise<Again | undefined> {
  if (rollout.deployment.metadata.deletionTimestamp !== undefined) {
    await syncRevision(rollout, owned);
    await rollout.writeStatus(countedStatus(rollout));
    return undefined;
  }
  await tellOfPause(rollout);
  await syncRevision(rollout, owned);
  if (rollout.deployment.spec.paused === true || isScalingEvent(rollout)) {
    await scaleAll(rollout);
    if (rollout.deployment.spec.paused === true) await cleanUp(rollout);
    await rollout.writeStatus(countedStatus(rollout));
    return undefined;
  }
  const isRecreate = rollout.deployment.spec.strategy.type === 'Recreate';
  if (!isRecreate && rollout.newReplicaSet === undefined) await createNewReplicaSet(rollout);
  const isUnderWay = isRecreate ? await recreateStep(rollout) : await rollingStep(rollout);
  if (!isUnderWay && isComplete(rollout.deployment, rollout.deployment.status)) await cleanUp(rollout);
  return await writeRolloutStatus(rollout);
}

/** A selector that takes every pod of the namespace would do harm: nothing is done but to say so. */
async function refuse(deployment: Deployment, world: ControllerWorld): Promise<undefined> {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  world.explain.rule('selectsAll', { owner: deployment.metadata.name });
  await world.recorder.event(deployment, 'Warning', 'SelectingAll', message);
  const { generation = 0 } = deployment.metadata;
  const { status } = deployment;
  if ((status.observedGeneration ?? 0) >= generation) return undefined;
  const next = { ...deployment, status: { ...status, observedGeneration: generation } };
  await world.client.update('Deployment', next, 'status');
  return undefined;
}

/** A pause stops the progress deadline; the condition tells when it began and that it is over. */
async function tellOfPause(rollout: Rollout): Promise<void> {
  const { deployment, world } = rollout;
  if (!hasDeadline(deployment)) return;
  const { conditions } = deployment.status;
  const progressing = conditionOf(conditions, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') return;
  const paused = deployment.spec.paused === true;
  if (paused === (progressing?.reason === 'DeploymentPaused')) return;
  const statement = paused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  const condition = { type: 'Progressing', status: 'Unknown', ...statement } as const;
  const next = stating(conditions, condition, formatTime(world.clock.now()));
  await rollout.writeStatus({ ...deployment.status, conditions: next });
}

/** Forgets old revisions beyond the limit, lowest first, but never a ReplicaSet that still has pods. */
async function cleanUp({ deployment, oldReplicaSets, world }: Rollout): Promise<void> {
  const deletable = oldReplicaSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = deletable.length - deployment.spec.revisionHistoryLimit;
  if (surplus <= 0) return;
  const sorted = [...deletable].sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const rs of sorted.slice(0, surplus)) {
    const { status, spec, metadata } = rs;
    if (status.replicas !== 0 || spec.replicas !== 0) continue;
    if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) continue;
    const { revisionHistoryLimit: limit } = deployment.spec;
    world.explain.rule('historyLimit', { owner: deployment.metadata.name, limit, object: metadata.name });
    try {
      await world.client.delete('ReplicaSet', keyOf(rs));
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
}
