/** What must hold after every event, whatever a person does; and what must hold once the faults have ended. */
import type { Deployment } from '../../src/api/apps/deployment';
import type { Job } from '../../src/api/batch/job';
import { JOB_TRACKING } from '../../src/api/batch/jobStatus';
import type { Pod } from '../../src/api/core/pod';
import { type Kind, kinds } from '../../src/api/kinds';
import { type KubeObject, controllerOf, keyOf, keyText } from '../../src/api/meta/objectMeta';
import { storagePrefix } from '../../src/apiserver/storageKey';
import type { WatchEvent } from '../../src/client/transport';
import type { Cluster } from '../../src/cluster/cluster';
import type { Change } from '../../src/storage/store';

export class Invariants {
  /** What a watcher that never listed again believes. */
  readonly #watched = new Map<string, KubeObject>();
  #revision: number;
  #broken: string | undefined;

  constructor(private readonly cluster: Cluster) {
    this.#revision = cluster.store.revision;
    for (const kind of Object.keys(kinds) as Kind[]) {
      const { items } = { items: cluster.store.list(storagePrefix(kind)).entries.map(({ value }) => value) };
      for (const object of items) this.#watched.set(this.#key(object), object);
      cluster.store.watch(storagePrefix(kind), cluster.store.revision, (change) => this.#onChange(kind, change));
      const { group, version, plural } = kinds[kind];
      const path = group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
      const query = { watch: '1', resourceVersion: String(cluster.store.revision) };
      cluster.api.watch({ method: 'GET', path, query }, (event) => this.#onWatch(event));
    }
  }

  /** To be called after every event. */
  check(): void {
    if (this.#broken !== undefined) throw new Error(this.#broken);
  }

  /** Every object as listed is as the watcher has it, and the other way round. */
  checkWatch(): void {
    let listed = 0;
    for (const kind of Object.keys(kinds) as Kind[]) {
      for (const { value } of this.cluster.store.list(storagePrefix(kind)).entries) {
        listed += 1;
        const seen = this.#watched.get(this.#key(value));
        if (seen?.metadata.resourceVersion !== value.metadata.resourceVersion)
          this.#fail(`a watch lost ${this.#key(value)}`);
      }
    }
    if (listed !== this.#watched.size)
      this.#fail(`a watch believes in ${this.#watched.size} objects, ${listed} are there`);
    this.check();
  }

  #key(object: KubeObject): string {
    return `${object.kind}/${keyText(keyOf(object))}`;
  }

  #fail(sentence: string): void {
    this.#broken ??= sentence;
  }

  #onWatch(event: WatchEvent): void {
    if (event.type === 'BOOKMARK') return;
    if (event.type === 'ERROR') return this.#fail(`a watch ended: ${event.object.message}`);
    const key = this.#key(event.object);
    if (event.type === 'DELETED') this.#watched.delete(key);
    else this.#watched.set(key, event.object);
  }

  #onChange(kind: Kind, { type, value, previous, revision, cause }: Change): void {
    if (revision <= this.#revision) this.#fail(`revision ${revision} after ${this.#revision}`);
    this.#revision = revision;
    if (cause < 0) this.#fail(`${kind} ${value.metadata.name} was written without a cause`);
    if (kind === 'Job') this.#onJob(value as Job, previous as Job | undefined);
    if (kind === 'Pod') this.#onPod(value as Pod, previous as Pod | undefined, type === 'delete');
  }

  /** What has been counted stays counted. */
  #onJob({ metadata, status }: Job, previous: Job | undefined): void {
    if (previous?.metadata.uid !== metadata.uid) return;
    for (const counter of ['succeeded', 'failed'] as const) {
      const [before = 0, after = 0] = [previous.status[counter], status[counter]];
      if (after < before) this.#fail(`${counter} pods of job ${metadata.name} fell from ${before} to ${after}`);
    }
  }

  #onPod(pod: Pod, previous: Pod | undefined, isDelete: boolean): void {
    const { name, uid } = pod.metadata;
    const before = previous?.spec.nodeName;
    if (previous?.metadata.uid === uid && before !== undefined && pod.spec.nodeName !== before) {
      this.#fail(`pod ${name} moved from ${before} to ${pod.spec.nodeName}`);
    }
    const owners = (pod.metadata.ownerReferences ?? []).filter(({ controller }) => controller === true);
    if (owners.length > 1) this.#fail(`pod ${name} has ${owners.length} controllers`);
    const isOver = (phase: string | undefined) => phase === 'Succeeded' || phase === 'Failed';
    // A kubelet that starts again runs its static pods anew, whatever became of them.
    const isMirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
    if (
      !isDelete &&
      !isMirror &&
      isOver(previous?.status.phase) &&
      previous?.metadata.uid === uid &&
      !isOver(pod.status.phase)
    ) {
      this.#fail(`pod ${name} came back from ${previous?.status.phase} to ${pod.status.phase}`);
    }
    for (const { restartCount, name: container } of pod.status.containerStatuses ?? []) {
      const earlier = previous?.status.containerStatuses?.find((status) => status.name === container);
      if (previous?.metadata.uid === uid && earlier !== undefined && restartCount < earlier.restartCount) {
        this.#fail(`restarts of ${name} fell from ${earlier.restartCount} to ${restartCount}`);
      }
    }
  }
}

/** Machines on which containers of one pod run at the same time: must be one at most. */
export function checkPlacement(cluster: Cluster): void {
  const where = new Map<string, string>();
  for (const { spec } of cluster.machines.list()) {
    const runtime = cluster.machines.runtime(spec.name);
    for (const uid of runtime?.podUids() ?? []) {
      if (runtime?.containers(uid).some(({ state }) => state === 'running') !== true) continue;
      const other = where.get(uid);
      if (other !== undefined) throw new Error(`pod ${uid} runs on ${other} and on ${spec.name}`);
      where.set(uid, spec.name);
    }
  }
}

/** Every controller has what it asks for, and nothing is stuck on its way out. */
export async function checkConvergence(cluster: Cluster): Promise<void> {
  const list = async (kind: Kind) => (await cluster.client.list(kind)).items as readonly KubeObject[];
  const all = (await list('Pod')) as readonly Pod[];
  const perIndex = new Set(
    (await cluster.client.list('Job')).items
      .filter(({ spec }) => spec.backoffLimitPerIndex !== undefined)
      .map(({ metadata }) => metadata.uid),
  );
  // A job that counts failures per index keeps the failed pod of an index until the next one takes over from it.
  const pods = all.filter((pod) => !(isOver(pod) && perIndex.has(controllerOf(pod)?.uid ?? '')));
  const stuck = pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if (stuck.length > 0) throw new Error(`still terminating: ${stuck.map(({ metadata }) => metadata.name).join(', ')}`);
  await checkJobs(cluster, pods);
  await checkSets(cluster, pods);
  await checkEndpoints(cluster, pods);
  for (const kind of ['ReplicationController', 'ReplicaSet'] as const) {
    for (const owner of (await cluster.client.list(kind)).items) {
      const own = pods.filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid && !isOver(pod));
      if (own.length !== owner.spec.replicas) {
        throw new Error(`${kind} ${owner.metadata.name} wants ${owner.spec.replicas} pods and has ${own.length}`);
      }
      if (owner.status.replicas !== own.length)
        throw new Error(`${kind} ${owner.metadata.name} says ${owner.status.replicas} of ${own.length}`);
    }
  }
  for (const deployment of (await list('Deployment')) as readonly Deployment[]) {
    if (deployment.status.observedGeneration !== deployment.metadata.generation) {
      throw new Error(`deployment ${deployment.metadata.name} was not seen since its last change`);
    }
  }
}

/** One pod of a DaemonSet on each node that it wants, none on others; a StatefulSet's pods are the first so many. */
async function checkSets(cluster: Cluster, pods: readonly Pod[]): Promise<void> {
  const ownOf = (uid: string) => pods.filter((pod) => controllerOf(pod)?.uid === uid);
  for (const { metadata, status } of (await cluster.client.list('DaemonSet')).items) {
    const name = `daemon set ${metadata.name}`;
    if (status.observedGeneration !== metadata.generation) throw new Error(`${name} was not seen since its change`);
    const own = ownOf(metadata.uid).filter((pod) => !isOver(pod));
    const nodes = own.map(wantedNode);
    const twice = nodes.filter((node, index) => nodes.indexOf(node) !== index);
    // A surging update whose new pod cannot start keeps the old one beside it.
    if (twice.length > 0 && own.every(isReady)) throw new Error(`${name} has two pods on ${twice.join(', ')}`);
    if (status.currentNumberScheduled + status.numberMisscheduled > new Set(nodes).size)
      throw new Error(`${name} counts ${status.currentNumberScheduled} nodes, its pods are on ${nodes.join(', ')}`);
  }
  for (const { metadata, spec, status } of (await cluster.client.list('StatefulSet')).items) {
    const name = `stateful set ${metadata.name}`;
    const own = ownOf(metadata.uid).map((pod) => Number(pod.metadata.name.slice(metadata.name.length + 1)));
    const beyond = own.filter((ordinal) => ordinal >= spec.replicas);
    if (beyond.length > 0) throw new Error(`${name} wants ${spec.replicas} pods and has number ${beyond.join(', ')}`);
    if (status.replicas !== own.length) throw new Error(`${name} says ${status.replicas} of ${own.length}`);
  }
}

const isReady = ({ status }: Pod) =>
  status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

/** Where a pod runs, or is to run by the affinity that its DaemonSet gave it. */
function wantedNode({ spec }: Pod): string {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields;
  return spec.nodeName ?? terms?.[0]?.values?.[0] ?? '';
}

/** The slices of a Service name the ready pods that it selects, and nobody else. */
async function checkEndpoints(cluster: Cluster, pods: readonly Pod[]): Promise<void> {
  const { items: slices } = await cluster.client.list('EndpointSlice', { namespace: 'default' });
  for (const { metadata, spec } of (await cluster.client.list('Service', { namespace: 'default' })).items) {
    const { selector } = spec;
    if (selector === undefined) continue;
    const ready = slices
      .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name)
      .flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready === true)
      .flatMap(({ addresses }) => addresses);
    const selected = pods.filter(
      (pod) =>
        pod.metadata.namespace === 'default' &&
        isReady(pod) &&
        Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
    );
    const expected = selected.map(({ status }) => status.podIP ?? '').toSorted();
    if (ready.toSorted().join() !== expected.join())
      throw new Error(`service ${metadata.name} leads to ${ready.join()}, ready are ${expected.join()}`);
  }
}

/** Every pod that has ended is counted and free to go, and jobs tell of those that run. */
async function checkJobs(cluster: Cluster, pods: readonly Pod[]): Promise<void> {
  const tracked = pods.filter((pod) => isOver(pod) && pod.metadata.finalizers?.includes(JOB_TRACKING));
  if (tracked.length > 0) throw new Error(`not counted: ${tracked.map(({ metadata }) => metadata.name).join(', ')}`);
  for (const { metadata, status } of (await cluster.client.list('Job')).items) {
    const own = pods.filter((pod) => controllerOf(pod)?.uid === metadata.uid && !isOver(pod));
    // While it waits for the next pod, a job tells of none.
    if ((status.active ?? 0) > own.length) {
      throw new Error(`job ${metadata.name} says ${status.active} active pods of ${own.length}`);
    }
  }
}

function isOver({ status }: Pod): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed';
}
