/**
 * The part of a cloud's controller manager that orders load balancers for Services, while its pod runs. The controller
 * manager of a real cluster does not do this; the cloud's own pod does.
 * Models staging/src/k8s.io/cloud-provider/controllers/service/controller.go (v1.36.3), and a cloud that needs ten seconds
 * for a load balancer and gives it an address of 198.51.100.0/24.
 * Left out: the time that a change or a deletion takes in the cloud, IPv6.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import { keyOf, keyText, type ObjectKey } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import type { Cache, CacheChange } from '../../client/cache';
import { type Balancer, balancersOf } from '../../component/cloudBalancers';
import type { StateMap } from '../../sim/clock';
import type { Again, Controller, ControllerWorld } from '../controller';

/** Its image: it works while a container of it runs. */
const IMAGE = 'registry.k8s.io/cloud-provider-kind/cloud-controller-manager';
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';
/** How long the cloud needs for a new load balancer. */
const SETUP_MS = 10_000;
/** kube-proxy says there whether it is well. */
const PROXY_HEALTH_PORT = 10_256;
/** From one failure to the next try; twice as long every time. */
const MIN_RETRY_MS = 5_000;
const MAX_RETRY_MS = 300_000;
/** The cloud's addresses begin with this. */
const NETWORK = '198.51.100.';
/** Of a web server of the world outside. */
const TAKEN: ReadonlySet<string> = new Set([`${NETWORK}80`]);

export const cloudServiceController: Controller<'Service'> = {
  name: 'cloud-service-controller',
  source: 'service-controller',
  kind: 'Service',
  isConcernedBy: ({ object }) => wants(object) || hasFinalizer(object),
  watches: [
    {
      kind: 'Node',
      concerns: (change, cache) => (changesNodes(change) ? balanced(cache) : []),
    },
    {
      kind: 'Pod',
      concerns: (change, cache) => (begins(change) ? balanced(cache) : []),
    },
  ],

  async reconcile(key, world) {
    const service = world.cache.get('Service', key);
    if (!world.cache.list('Pod').some(isRunning)) return undefined;
    if (service === undefined) balancersOf(world.state).delete(keyText(key));
    else if (needsCleanup(service)) await release(service, world);
    else if (wants(service)) return ensure(service, world);
    return undefined;
  },
};

function wants({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;
}

function hasFinalizer({ metadata }: Service): boolean {
  return metadata.finalizers?.includes(FINALIZER) === true;
}

function needsCleanup(service: Service): boolean {
  const isOver = service.metadata.deletionTimestamp !== undefined || service.spec.type !== 'LoadBalancer';
  return hasFinalizer(service) && isOver;
}

function balanced(cache: Cache): readonly ObjectKey[] {
  return cache
    .list('Service')
    .filter((service) => wants(service) || hasFinalizer(service))
    .map(keyOf);
}

function isRunning({ status, spec }: Pod): boolean {
  return status.phase === 'Running' && spec.containers.some(({ image }) => image.split(/[:@]/)[0] === IMAGE);
}

function begins({ type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED' || (object as Pod).status.phase !== 'Running') return false; // Of the kind that is watched.
  return (previous as Pod | undefined)?.status.phase !== 'Running' && isRunning(object as Pod); // As above.
}

/** Taints are not looked at until something else changes. Models shouldSyncUpdatedNode. */
function changesNodes({ type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED' || previous === undefined) return true;
  return isIncluded(object as Node) !== isIncluded(previous as Node); // Of the kind that is watched.
}

function isIncluded({ metadata }: Node): boolean {
  const value = metadata.labels?.[EXCLUDED];
  return value === undefined || /^(0|f|F|false|False|FALSE)$/.test(value);
}

/** Also nodes that are not Ready: the load balancer asks them itself. */
function nodesOf(cache: Cache): readonly string[] {
  return cache
    .list('Node')
    .filter((node) => node.metadata.deletionTimestamp === undefined && isIncluded(node))
    .filter(({ spec }) => spec.taints?.some(({ key }) => key === TO_BE_DELETED) !== true)
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** A service that wants one has one, as it should be. Models syncLoadBalancerIfNeeded and nodeSyncService. */
async function ensure(service: Service, world: ControllerWorld): Promise<Again | undefined> {
  const { clock, recorder, cache, state } = world;
  const balancers = balancersOf(state);
  const key = keyText(service.metadata);
  const had = balancers.get(key);
  const nodes = nodesOf(cache);
  const order = orderOf(service);
  const present = had?.uid === service.metadata.uid ? had : undefined;
  if (present === undefined || present.order !== order) {
    world.explain.rule('balancerOrdered', { service: service.metadata.name });
    await recorder.event(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    await addFinalizer(service, world);
    if (nodes.length === 0) await tellNoNodes(service, world);
    const address = addressFor(service, present, [...balancers.entries()]);
    if (address === undefined) return retry(service, world);
    retriesOf(world).delete(key);
    const { ports = [], healthCheckNodePort = 0 } = service.spec;
    const setUp = {
      uid: service.metadata.uid,
      address,
      readyAt: present?.readyAt ?? clock.now() + SETUP_MS,
      isTold: false,
      ports: ports.map(({ port }) => port),
      healthPort: healthCheckNodePort === 0 ? PROXY_HEALTH_PORT : healthCheckNodePort,
      nodes,
      order,
    };
    balancers.set(key, setUp);
    return tell(service, setUp, world);
  }
  if (!present.isTold) return tell(service, present, world);
  if (present.nodes.join() === nodes.join()) return undefined;
  balancers.set(key, { ...present, nodes });
  if (nodes.length === 0) await tellNoNodes(service, world);
  else await recorder.event(service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
  return undefined;
}

/** The cloud does not have what was asked for. */
async function retry(service: Service, world: ControllerWorld): Promise<Again> {
  const why = `address ${service.spec.loadBalancerIP ?? ''} is not available`;
  const message = `Error syncing load balancer: failed to ensure load balancer: ${why}`;
  await world.recorder.event(service, 'Warning', 'SyncLoadBalancerFailed', message);
  const key = keyText(service.metadata);
  const retries = retriesOf(world).get(key) ?? 0;
  retriesOf(world).set(key, retries + 1);
  return { requeueAfterMs: Math.min(MIN_RETRY_MS * 2 ** retries, MAX_RETRY_MS) };
}

function retriesOf({ state }: ControllerWorld): StateMap<number> {
  return state.map('cloud/retries');
}

/** The Service learns the address once the cloud is done. */
async function tell(service: Service, balancer: Balancer, world: ControllerWorld): Promise<Again | undefined> {
  const left = balancer.readyAt - world.clock.now();
  if (left > 0) return { requeueAfterMs: left };
  balancersOf(world.state).set(keyText(service.metadata), { ...balancer, isTold: true });
  world.explain.rule('balancerReady', { service: service.metadata.name, address: balancer.address, setupMs: SETUP_MS });
  await world.recorder.event(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  const ingress = [{ ip: balancer.address, ipMode: 'VIP' }];
  const [shown, ...others] = service.status.loadBalancer.ingress ?? [];
  if (shown?.ip !== balancer.address || shown.ipMode !== 'VIP' || others.length > 0) {
    await patchStatus(service, ingress, world);
  }
  return undefined;
}

async function release(service: Service, world: ControllerWorld): Promise<void> {
  world.explain.rule('balancerGone', { service: service.metadata.name });
  const balancers = balancersOf(world.state);
  const key = keyText(service.metadata);
  if (balancers.has(key)) {
    await world.recorder.event(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
    balancers.delete(key);
  }
  const left = (service.metadata.finalizers ?? []).filter((each) => each !== FINALIZER);
  await patch(service, { metadata: { finalizers: left } }, world);
  await world.recorder.event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
  if ((service.status.loadBalancer.ingress ?? []).length > 0) await patchStatus(service, [], world);
}

async function tellNoNodes(service: Service, { recorder }: ControllerWorld): Promise<void> {
  const message = 'There are no available nodes for LoadBalancer';
  await recorder.event(service, 'Warning', 'UnAvailableLoadBalancer', message);
}

async function addFinalizer(service: Service, world: ControllerWorld): Promise<void> {
  if (hasFinalizer(service)) return;
  const finalizers = [...(service.metadata.finalizers ?? []), FINALIZER];
  await patch(service, { metadata: { finalizers } }, world);
}

async function patchStatus(service: Service, ingress: readonly object[], world: ControllerWorld): Promise<void> {
  await patch(service, { status: { loadBalancer: { ingress } } }, world, 'status');
}

/** A Service that is gone needs none of it. */
async function patch(service: Service, body: object, { client }: ControllerWorld, part?: 'status'): Promise<void> {
  try {
    await client.patch('Service', keyOf(service), { type: 'merge', body }, part);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

/** What makes another load balancer when it changes. Models needsUpdate. */
function orderOf({ metadata, spec }: Service): string {
  return JSON.stringify([
    spec.ports?.map(({ name, protocol, port, nodePort, targetPort }) => [name, protocol, port, nodePort, targetPort]),
    spec.sessionAffinity,
    spec.sessionAffinityConfig,
    spec.loadBalancerSourceRanges,
    spec.loadBalancerIP,
    spec.externalIPs,
    spec.externalTrafficPolicy,
    spec.healthCheckNodePort,
    metadata.annotations,
  ]);
}

/** The address that is asked for, if it is the cloud's and free; the present one; or the lowest free one. */
function addressFor(
  { metadata, spec }: Service,
  present: Balancer | undefined,
  balancers: readonly (readonly [string, Balancer])[],
): string | undefined {
  const own = keyText(metadata);
  const given = new Set(balancers.flatMap(([key, { address }]) => (key === own ? [] : [address])));
  const isFree = (address: string) => !given.has(address) && !TAKEN.has(address);
  const asked = spec.loadBalancerIP ?? '';
  if (asked !== '') return asked.startsWith(NETWORK) && isFree(asked) ? asked : undefined;
  if (present !== undefined) return present.address;
  return Array.from({ length: 254 }, (_, index) => `${NETWORK}${index + 1}`).find(isFree);
}
