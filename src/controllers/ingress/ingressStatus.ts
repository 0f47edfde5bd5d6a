/**
 * What the pods of ingress controllers write while they run: the addresses of their Ingresses, and an event for each that
 * they take up. The controller manager of a real cluster does not do this; the pods of the controllers do.
 * Models internal/ingress/status/status.go and internal/ingress/controller/store/store.go (ingress-nginx 1.14), and
 * updateIngressStatus in pkg/provider/kubernetes/ingress/kubernetes.go (Traefik 3).
 * Left out: the Lease of the leader, who is the pod that has run longest, and the up to 30 s until another one takes over;
 * the event of every further replica.
 */
import type { Pod } from '../../api/core/pod';
import { isMine } from '../../api/networking/ingressControllers';
import type { Ingress, IngressLoadBalancerIngress } from '../../api/networking/ingress';
import { keyOf } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import type { Cache, CacheChange } from '../../client/cache';
import type { Controller, ControllerWorld } from '../controller';
import { type IngressController, addressesOf, argvOf, controllerOf, likes } from './ingressPods';

/** From the start of the container until the leader writes for the first time. */
const ELECTION_MS = 1_200;

/** Writes `status.loadBalancer`. Its keys are the controllers' pods. */
export const ingressStatus: Controller<'Pod'> = {
  name: 'ingress-status',
  kind: 'Pod',
  isConcernedBy: (change) => begins(change) || ends(change),
  // Who is left when the leader ends is the next.
  watches: [
    {
      kind: 'Pod',
      concerns: (change, cache) => (ends(change) ? runningLike(change.object as Pod, cache).map(keyOf) : NONE), // Of the kind that is watched.
    },
  ],
  reads: ['Ingress', 'IngressClass', 'Node', 'Service'],

  async reconcile(key, world) {
    const { cache, clock } = world;
    const pod = cache.get('Pod', key);
    const controller = pod && controllerOf(pod);
    if (pod === undefined || controller === undefined) return clearIfLast(world);
    if (pod.metadata.deletionTimestamp !== undefined) return clearIfLast(world, pod);
    const since = startedAt(pod);
    if (since === undefined || runningLike(pod, cache)[0]?.metadata.uid !== pod.metadata.uid) return undefined;
    const early = since + ELECTION_MS - clock.now();
    if (early > 0) return { requeueAfterMs: early };
    const addresses = addressesOf(controller, pod, cache);
    if (addresses !== undefined) await write(mine(controller, pod, cache), addresses, world);
    return { requeueAfterMs: controller.statusMs };
  },
};

/** Tells of Ingresses that are taken up. */
export const ingressEvents: Controller<'Ingress'> = {
  name: 'ingress-events',
  source: 'nginx-ingress-controller',
  kind: 'Ingress',
  isConcernedBy: ({ type }, cache) => type !== 'DELETED' && leaders(cache).length > 0,
  watches: [
    {
      kind: 'Pod',
      batchMs: ELECTION_MS,
      concerns: (change, cache) => (begins(change) ? cache.list('Ingress').map(keyOf) : NONE),
    },
  ],
  reads: ['IngressClass'],

  async reconcile(key, { cache, recorder }) {
    const ingress = cache.get('Ingress', key);
    if (ingress === undefined) return undefined;
    for (const { controller, pod } of leaders(cache)) {
      if (!controller.tellsOfSync || !takes(controller, pod, ingress, cache)) continue;
      await recorder.event(ingress, 'Normal', 'Sync', 'Scheduled for sync');
    }
    return undefined;
  },
};

const NONE: readonly never[] = Object.freeze([]);

const isRunning = (pod: Pod | undefined) =>
  pod?.status.phase === 'Running' && pod.metadata.deletionTimestamp === undefined;

/** The pod of a controller has just begun to run. Called for every change of every pod. */
function begins({ type, object, previous }: CacheChange): boolean {
  const [now, before] = [object as Pod, previous as Pod | undefined]; // Of the kind that is watched.
  return type !== 'DELETED' && isRunning(now) && !isRunning(before) && controllerOf(now) !== undefined;
}

/** It stops, or is gone. */
function ends({ type, object, previous }: CacheChange): boolean {
  const [now, before] = [object as Pod, previous as Pod | undefined]; // As above.
  return (type === 'DELETED' || (isRunning(before) && !isRunning(now))) && controllerOf(now) !== undefined;
}

/** When its controller has started, in milliseconds since the epoch. */
function startedAt({ status }: Pod): number | undefined {
  const text = status.containerStatuses?.find(({ state }) => state?.running !== undefined)?.state?.running?.startedAt;
  return text === undefined ? undefined : parseTime(text);
}

/** Running pods like this one, the leader first. */
function runningLike(pod: Pod, cache: Cache): readonly Pod[] {
  const start = (each: Pod) => `${each.status.startTime ?? ''}/${each.metadata.name}`;
  return likes(pod, cache)
    .filter(isRunning)
    .sort((x, y) => (start(x) < start(y) ? -1 : 1));
}

/** One pod of each controller that runs. */
function leaders(cache: Cache): readonly { readonly controller: IngressController; readonly pod: Pod }[] {
  return cache.list('Pod').flatMap((pod) => {
    const controller = isRunning(pod) ? controllerOf(pod) : undefined;
    if (controller === undefined || runningLike(pod, cache)[0]?.metadata.uid !== pod.metadata.uid) return [];
    return [{ controller, pod }];
  });
}

function takes(controller: IngressController, pod: Pod, ingress: Ingress, cache: Cache): boolean {
  const view = { get: (kind: 'IngressClass', key: { name: string }) => cache.get(kind, key) };
  return isMine(ingress, controller.classOf(argvOf(pod)), view);
}

const mine = (controller: IngressController, pod: Pod, cache: Cache) =>
  cache.list('Ingress').filter((ingress) => takes(controller, pod, ingress, cache));

/** A pod that stops takes the addresses away if it is the last one; a pod that is gone already has done so. */
async function clearIfLast(world: ControllerWorld, stopping?: Pod): Promise<undefined> {
  const { cache } = world;
  const left = cache.list('Pod').filter((pod) => controllerOf(pod) !== undefined);
  if (left.some((pod) => pod.metadata.uid !== stopping?.metadata.uid)) return undefined;
  const controller = stopping && controllerOf(stopping);
  if (controller?.clearsStatus === false) return undefined;
  const theirs =
    stopping === undefined || controller === undefined ? cache.list('Ingress') : mine(controller, stopping, cache);
  await write(theirs, [], world);
}

async function write(
  ingresses: readonly Ingress[],
  addresses: readonly IngressLoadBalancerIngress[],
  { client, explain }: ControllerWorld,
): Promise<void> {
  for (const ingress of ingresses) {
    const before = ingress.status.loadBalancer.ingress ?? [];
    if (JSON.stringify(before) === JSON.stringify(addresses)) continue;
    const loadBalancer = addresses.length === 0 ? {} : { ingress: addresses };
    const told = {
      ingress: ingress.metadata.name,
      address: addresses.map(({ ip, hostname }) => ip ?? hostname).join(', '),
    };
    explain.rule(addresses.length === 0 ? 'ingressCleared' : 'ingressTold', told);
    try {
      await client.update('Ingress', { ...ingress, status: { loadBalancer } }, 'status');
    } catch (error) {
      // Somebody else was first: the next round comes.
      if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
    }
  }
}
