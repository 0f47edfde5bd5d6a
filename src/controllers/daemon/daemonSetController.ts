/**
 * Keeps one pod of each DaemonSet on every node that it is for.
 * Models pkg/controller/daemon/daemon_controller.go (v1.36.3).
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { DaemonSet, DaemonSetStatus } from '../../api/apps/daemonSet';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { isPodAvailable, isPodReady } from '../../api/core/podStatus';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type Labels, keyOf } from '../../api/meta/objectMeta';
import type { RuleKey } from '../../rules/registry';
import type { Again, Controller, ControllerWorld, Watch } from '../controller';
import { claim, readDependents } from '../shared/claim';
import { REVISION_HASH, adoptRevisions, currentRevision, truncateHistory } from '../shared/history';
import { dependentsOf, podsOf } from '../shared/ownerWatches';
import { createPod, deletePod } from '../shared/podControl';
import { slowStart } from '../shared/slowStart';
import { clearFailures, failedPodDelayMs, forgetFailures } from './failures';
import { byAge, nodeNameOf, placement, templateFor } from './placement';
import { type Removal, rollingUpdate } from './rollingUpdate';

/** Most pods created or deleted in one sync. */
const BURST = 250;

const selects = (ds: DaemonSet, labels: Labels | undefined) => labelSelectorMatches(ds.spec.selector, labels);

/** Follows nodes: one that comes, goes or changes what it lets in concerns every DaemonSet. */
const nodes: Watch = {
  kind: 'Node',
  concerns({ type, object, previous }, cache) {
    const [node, before] = [object as Node, previous as Node | undefined]; // The watch is for nodes.
    const isQuiet =
      type === 'MODIFIED' &&
      before !== undefined &&
      isDeepEqual(before.metadata.labels, node.metadata.labels) &&
      isDeepEqual(before.spec, node.spec);
    return isQuiet ? [] : cache.list('DaemonSet').map(keyOf);
  },
};

export const daemonSetController: Controller<'DaemonSet'> = {
  name: 'daemonset-controller',
  kind: 'DaemonSet',
  watches: [podsOf('DaemonSet', selects), nodes, dependentsOf('DaemonSet', 'ControllerRevision', () => false)],
  start: clearFailures,

  async reconcile(key, world) {
    const ds = world.cache.get('DaemonSet', key);
    // Deleted: its pods are the garbage collector's business.
    if (ds === undefined || ds.metadata.deletionTimestamp !== undefined) return undefined;
    if (await adoptRevisions(ds, (labels) => selects(ds, labels), world)) return undefined;
    const revision = await currentRevision(ds, REVISION_HASH, world);
    const hash = revision.metadata.labels?.[REVISION_HASH] ?? '';
    const pods = await claim(
      readDependents('Pod', ds, world),
      ds,
      (labels) => selects(ds, labels),
      () => true,
      world,
    );
    const byNode = groupByNode(pods);
    const again = await manage(ds, hash, byNode, world);
    if (ds.spec.updateStrategy.type === 'RollingUpdate') {
      const { create, remove } = rollingUpdate(ds, hash, byNode, world);
      await change(ds, hash, create, remove, 'daemonSurge', world);
    }
    const used = new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH] ?? ''));
    const isUsed = ({ metadata }: ControllerRevision) => used.has(metadata.labels?.[REVISION_HASH] ?? '');
    await truncateHistory(ds, ds.spec.revisionHistoryLimit, isUsed, world);
    await writeStatus(ds, hash, byNode, world);
    return again ?? nextAvailability(ds, pods, world);
  },
};

/** Pods by the node that they are on, or are meant for. */
function groupByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = nodeNameOf(pod);
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [pod]);
    else group.push(pod);
  }
  return groups;
}

/** Creates what is missing and deletes what does not belong: what has ended, what is double, what a node turns away. */
async function manage(
  ds: DaemonSet,
  hash: string,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  world: ControllerWorld,
): Promise<Again | undefined> {
  const create: string[] = [];
  const remove: Removal[] = [];
  let requeueAfterMs: number | undefined;
  for (const node of world.cache.list('Node')) {
    const { name } = node.metadata;
    const pods = byNode.get(name) ?? [];
    const { shouldRun, shouldContinue } = placement(ds, node);
    if (pods.length === 0) {
      if (shouldRun) create.push(name);
    } else if (!shouldContinue) {
      for (const pod of pods) remove.push([pod, 'nodeTurnsAway']);
    } else {
      const ended = pods.filter(
        ({ metadata, status }) => metadata.deletionTimestamp === undefined && isEnded(status.phase),
      );
      for (const pod of ended) {
        const delayMs = pod.status.phase === 'Failed' ? failedPodDelayMs(ds, name, world) : 0;
        if (delayMs > 0) requeueAfterMs = Math.min(requeueAfterMs ?? delayMs, delayMs);
        else {
          await tellOfEnded(ds, pod, name, world);
          remove.push([pod, pod.status.phase === 'Failed' ? 'daemonFailed' : 'daemonEnded']);
        }
      }
      const running = pods.filter(
        ({ metadata, status }) => metadata.deletionTimestamp === undefined && !isEnded(status.phase),
      );
      // With a surge, an old and a new pod stand side by side until the new one is available.
      const isSurging = new Set(running.map(({ metadata }) => metadata.labels?.[REVISION_HASH])).size > 1;
      if (running.length > 0) forgetFailures(ds, name, world);
      if (!isSurging) for (const pod of byAge(running).slice(1)) remove.push([pod, 'daemonTwice']);
    }
  }
  for (const [name, pods] of byNode) {
    // The node is gone, and the pods with it.
    if (name === '' || world.cache.get('Node', { name }) !== undefined) continue;
    for (const pod of pods) remove.push([pod, 'daemonNodeGone']);
  }
  await change(ds, hash, create, remove, 'nodeWithoutDaemon', world);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

const isEnded = (phase: string): boolean => phase === 'Failed' || phase === 'Succeeded';

async function tellOfEnded(ds: DaemonSet, pod: Pod, node: string, world: ControllerWorld): Promise<void> {
  const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
  const rule = pod.status.phase === 'Failed' ? 'daemonFailed' : 'daemonEnded';
  world.explain.rule(rule, { owner: ds.metadata.name, pod: pod.metadata.name, node });
  if (pod.status.phase === 'Failed') {
    const text = `Found failed daemon pod ${name} on node ${node}, will try to kill it`;
    await world.recorder.event(ds, 'Warning', 'FailedDaemonPod', text);
  } else {
    const text = `Found succeeded daemon pod ${name} on node ${node}, will try to delete it`;
    await world.recorder.event(ds, 'Normal', 'SucceededDaemonPod', text);
  }
}

async function change(
  ds: DaemonSet,
  hash: string,
  create: readonly string[],
  remove: readonly Removal[],
  creating: RuleKey,
  world: ControllerWorld,
): Promise<void> {
  const names = create.slice(0, BURST)[Symbol.iterator]();
  await slowStart(Math.min(create.length, BURST), async () => {
    const { value: node = '' } = names.next();
    world.explain.rule(creating, { owner: ds.metadata.name, node });
    await createPod(ds, templateFor(ds, hash, node), world);
  });
  for (const [pod, rule] of remove.slice(0, BURST)) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const { maxUnavailable = 1 } = ds.spec.updateStrategy.rollingUpdate ?? {};
    const told = { owner: ds.metadata.name, pod: pod.metadata.name, node: nodeNameOf(pod) };
    world.explain.rule(rule, { ...told, maxUnavailable });
    await deletePod(ds, pod, world);
  }
}

async function writeStatus(
  ds: DaemonSet,
  hash: string,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  world: ControllerWorld,
): Promise<void> {
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 };
  const now = world.clock.now();
  for (const node of world.cache.list('Node')) {
    const [pod] = byAge(byNode.get(node.metadata.name) ?? []);
    if (!placement(ds, node).shouldRun) {
      if (pod !== undefined) count.misscheduled += 1;
      continue;
    }
    count.desired += 1;
    if (pod === undefined) continue;
    count.current += 1;
    if (isPodReady(pod)) count.ready += 1;
    if (isPodAvailable(pod, ds.spec.minReadySeconds ?? 0, now)) count.available += 1;
    if (pod.metadata.labels?.[REVISION_HASH] === hash) count.updated += 1;
  }
  const unavailable = count.desired - count.available;
  const { collisionCount, conditions } = ds.status;
  const status: DaemonSetStatus = {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    observedGeneration: ds.metadata.generation ?? 0,
    ...(count.updated > 0 ? { updatedNumberScheduled: count.updated } : {}),
    ...(count.available > 0 ? { numberAvailable: count.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
  if (isDeepEqual(status, ds.status)) return;
  world.explain.rule('daemonsCounted', { owner: ds.metadata.name, ...count });
  await world.client.update('DaemonSet', { ...ds, status }, 'status');
}

/** Nobody tells when a ready pod becomes available. */
function nextAvailability({ spec }: DaemonSet, pods: readonly Pod[], world: ControllerWorld): Again | undefined {
  const { minReadySeconds = 0 } = spec;
  if (minReadySeconds === 0) return undefined;
  const now = world.clock.now();
  const isWaiting = pods.some((pod) => isPodReady(pod) && !isPodAvailable(pod, minReadySeconds, now));
  return isWaiting ? { requeueAfterMs: 1000 } : undefined;
}
