/**
 * One sync of a Deployment: the objects as they are after our own writes, and the writes that all strategies share.
 * Models pkg/controller/deployment/sync.go (v1.36.3).
 */
import type { Deployment, DeploymentStatus } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { isDeepEqual } from '../../api/meta/equality';
import type { RuleKey } from '../../rules/registry';
import type { RuleParams } from '../../rules/rule';
import type { ControllerWorld } from '../controller';
import { replicasAnnotations } from './revision';

/** One sync. Lives for one event; its fields follow what was written. */
export class Rollout {
  /** As last written. */
  deployment: Deployment;
  /** The ReplicaSet of the present template, once there is one. */
  newReplicaSet: ReplicaSet | undefined;
  /** All others, oldest first. */
  oldReplicaSets: readonly ReplicaSet[];
  readonly world: ControllerWorld;

  constructor(deployment: Deployment, world: ControllerWorld) {
    this.deployment = deployment;
    this.world = world;
    this.oldReplicaSets = [];
  }

  /** Old ones first, then the new one. */
  get all(): readonly ReplicaSet[] {
    return this.newReplicaSet === undefined ? this.oldReplicaSets : [...this.oldReplicaSets, this.newReplicaSet];
  }

  /** Writes `next` over the Deployment's status, and its annotations with it, if anything differs. */
  async writeStatus(status: DeploymentStatus, annotations = this.deployment.metadata.annotations): Promise<void> {
    const { deployment } = this;
    const hasSameAnnotations = isDeepEqual(annotations, deployment.metadata.annotations);
    if (hasSameAnnotations && isDeepEqual(status, deployment.status)) return;
    this.#explainStatus(status);
    const metadata = annotations === undefined ? deployment.metadata : { ...deployment.metadata, annotations };
    this.deployment = await this.world.client.update('Deployment', { ...deployment, metadata, status }, 'status');
  }

  #explainStatus({
    conditions,
    replicas = 0,
    updatedReplicas: updated = 0,
    availableReplicas: available = 0,
  }: DeploymentStatus): void {
    const { metadata, spec, status } = this.deployment;
    const stuck = (all: typeof conditions) => all?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') === true;
    const told = { owner: metadata.name, wanted: spec.replicas, replicas, updated, available };
    if (stuck(status.conditions) || !stuck(conditions)) this.world.explain.rule('replicaSetsCounted', told);
    else this.world.explain.rule('progressDeadline', { ...told, deadlineMs: spec.progressDeadlineSeconds * 1000 });
  }

  /** Gives `rs` its size by `rule`, and an Event about it. True if the size had to change. */
  async scale(rs: ReplicaSet, replicas: number, rule: RuleKey, params?: RuleParams): Promise<boolean> {
    const before = rs.spec.replicas;
    const annotations = { ...rs.metadata.annotations, ...replicasAnnotations(this.deployment) };
    if (before === replicas && isDeepEqual(annotations, rs.metadata.annotations)) return false;
    const metadata = { ...rs.metadata, annotations };
    const { name } = this.deployment.metadata;
    const told = { owner: name, replicaSet: rs.metadata.name, from: before, to: replicas };
    const { replicas: wanted } = this.deployment.spec;
    this.world.explain.rule(before === replicas ? 'sizeNoted' : rule, { ...told, wanted, ...params });
    this.replace(await this.world.client.update('ReplicaSet', { ...rs, metadata, spec: { ...rs.spec, replicas } }));
    if (before === replicas) return false;
    const direction = before < replicas ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${rs.metadata.name} from ${before} to ${replicas}`;
    await this.world.recorder.event(this.deployment, 'Normal', 'ScalingReplicaSet', message);
    return true;
  }

  /** Takes over what the API server answered to a write of one of our ReplicaSets. */
  replace(rs: ReplicaSet): void {
    const { uid } = rs.metadata;
    if (this.newReplicaSet?.metadata.uid === uid) this.newReplicaSet = rs;
    this.oldReplicaSets = this.oldReplicaSets.map((old) => (old.metadata.uid === uid ? rs : old));
  }
}
