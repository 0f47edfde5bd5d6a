/**
 * How far a rollout is, in one line.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go (v1.36.3).
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { Deployment } from '../../api/apps/deployment';
import type { StatefulSet } from '../../api/apps/statefulSet';
import { conditionOf } from '../../api/meta/conditions';
import type { KubeObject } from '../../api/meta/objectMeta';
import { CommandError } from '../errors';
import { goQuote } from '../../printers/goFormat';
import { revisionOf } from './replicaSets';

/** How far a rollout is. */
export interface RolloutStatus {
  /** With its newline. */
  readonly text: string;
  readonly isDone: boolean;
}
/** Tells of one object. `revision` 0: any. Throws CommandError where the rollout has failed or cannot be told. */
export type StatusViewer = (object: KubeObject, revision: number) => RolloutStatus;

/** How to tell of a kind. Throws CommandError for kinds without rollouts. */
export function statusViewerFor(group: string, kind: string): StatusViewer {
  // An object from the server has the type of its kind.
  if (group === 'apps' && kind === 'Deployment')
    return (object, revision) => ofDeployment(object as Deployment, revision);
  if (group === 'apps' && kind === 'DaemonSet') return (object) => ofDaemonSet(object as DaemonSet);
  if (group === 'apps' && kind === 'StatefulSet') return (object) => ofStatefulSet(object as StatefulSet);
  throw new CommandError(`no status viewer has been implemented for ${group === '' ? kind : `${kind}.${group}`}`);
}

const waiting = (text: string): RolloutStatus => ({ text: `${text}...\n`, isDone: false });
const done = (text: string): RolloutStatus => ({ text: `${text}\n`, isDone: true });

function ofDeployment(deployment: Deployment, wanted: number): RolloutStatus {
  const { metadata, spec, status } = deployment;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  const name = goQuote(metadata.name);
  if (wanted > 0) {
    const running = revisionOf(deployment) ?? 0;
    if (wanted !== running) {
      throw new CommandError(`desired revision (${wanted}) is different from the running revision (${running})`);
    }
  }
  if ((metadata.generation ?? 0) > observedGeneration)
    return waiting('Waiting for deployment spec update to be observed');
  if (conditionOf(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
    throw new CommandError(`deployment ${name} exceeded its progress deadline`);
  }
  const prefix = `Waiting for deployment ${name} rollout to finish:`;
  if (updatedReplicas < spec.replicas) {
    return waiting(`${prefix} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated`);
  }
  if (replicas > updatedReplicas) {
    return waiting(`${prefix} ${replicas - updatedReplicas} old replicas are pending termination`);
  }
  if (availableReplicas < updatedReplicas) {
    return waiting(`${prefix} ${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  }
  return done(`deployment ${name} successfully rolled out`);
}

function ofDaemonSet({ metadata, spec, status }: DaemonSet): RolloutStatus {
  requireRollingUpdate(spec.updateStrategy.type);
  const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0, numberAvailable = 0 } = status;
  const name = goQuote(metadata.name);
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return waiting('Waiting for daemon set spec update to be observed');
  }
  const prefix = `Waiting for daemon set ${name} rollout to finish:`;
  if (updated < desired) return waiting(`${prefix} ${updated} out of ${desired} new pods have been updated`);
  if (numberAvailable < desired)
    return waiting(`${prefix} ${numberAvailable} of ${desired} updated pods are available`);
  return done(`daemon set ${name} successfully rolled out`);
}

function ofStatefulSet({ metadata, spec, status }: StatefulSet): RolloutStatus {
  requireRollingUpdate(spec.updateStrategy.type);
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  const { updateRevision = '', currentRevision = '' } = status;
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration) {
    return waiting('Waiting for statefulset spec update to be observed');
  }
  if (readyReplicas < spec.replicas) return waiting(`Waiting for ${spec.replicas - readyReplicas} pods to be ready`);
  const { rollingUpdate } = spec.updateStrategy;
  if (rollingUpdate !== undefined) {
    const wanted = spec.replicas - (rollingUpdate.partition ?? 0);
    if (rollingUpdate.partition !== undefined && updatedReplicas < wanted) {
      const progress = `${updatedReplicas} out of ${wanted} new pods have been updated`;
      return waiting(`Waiting for partitioned roll out to finish: ${progress}`);
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) {
    const progress = `${updatedReplicas} pods at revision ${updateRevision}`;
    return waiting(`waiting for statefulset rolling update to complete ${progress}`);
  }
  return done(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}

function requireRollingUpdate(type: string): void {
  if (type !== 'RollingUpdate') {
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  }
}
