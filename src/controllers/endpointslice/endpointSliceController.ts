/**
 * Writes the endpoints of each Service with a selector into EndpointSlices of at most 100.
 * Models pkg/controller/endpointslice and staging/src/k8s.io/endpointslice (reconciler.go, trafficdist; v1.36.3).
 * Left out: hints by the annotation topology-mode, addresses of other families.
 */
import type { Service } from '../../api/core/service';
import type { Endpoint, EndpointSlice } from '../../api/discovery/endpointSlice';
import { isDeepEqual } from '../../api/meta/equality';
import type { Cache } from '../../client/cache';
import { deepFreeze } from '../../sim/freeze';
import type { Controller, ControllerWorld } from '../controller';
import {
  type Member,
  type MemberPort,
  TRIGGER_TIME,
  hostnameOf,
  membersOf,
  perMember,
  podReference,
  podsOfServices,
  portSetOf,
  triggerTime,
} from '../endpoints/members';

const MANAGER = 'endpointslice-controller.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
/** --max-endpoints-per-slice. */
const MAX_ENDPOINTS = 100;

export const endpointSliceController: Controller<'Service'> = {
  name: 'endpointslice-controller',
  source: 'endpoint-slice-controller',
  kind: 'Service',
  watches: [
    podsOfServices,
    {
      kind: 'EndpointSlice',
      concerns: ({ object: { metadata } }) => {
        const name = metadata.labels?.[SERVICE_NAME];
        const isOurs = name !== undefined && metadata.labels?.[MANAGED_BY] === MANAGER;
        return isOurs ? [{ namespace: metadata.namespace ?? '', name }] : [];
      },
    },
  ],
  reads: ['Node'],

  async reconcile(key, world) {
    const service = world.cache.get('Service', key);
    // Slices of a Service that is gone are the garbage collector's business.
    if (service === undefined || service.metadata.deletionTimestamp !== undefined) return undefined;
    if (Object.keys(service.spec.selector ?? {}).length === 0 || service.spec.type === 'ExternalName') return undefined;
    const members = membersOf(service, world.cache);
    const ready = members.filter((each) => each.isReady && !each.isTerminating).length;
    const explained = { service: key.name, pods: members.length, ready };
    const explain = () => world.explain.rule('slicesFollow', explained);
    await writeSlices(service, groupsOf(service, members, world.cache), triggerTime(service, members), explain, world);
    return undefined;
  },
};

interface Group {
  readonly ports: readonly MemberPort[];
  readonly endpoints: readonly Endpoint[];
}

/** Endpoints by the ports that they have; a Service without pods has one empty group. */
function groupsOf(service: Service, members: readonly Member[], cache: Cache): readonly Group[] {
  const groups = new Map<string, { ports: readonly MemberPort[]; endpoints: Endpoint[] }>();
  for (const member of members) {
    const { ports, key } = portSetOf(service, member);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(service, member, cache));
  }
  return groups.size === 0 ? [{ ports: [], endpoints: [] }] : [...groups.values()];
}

function endpointOf(service: Service, member: Member, cache: Cache): Endpoint {
  const { nodeName } = member.pod.spec;
  const node = nodeName === undefined ? undefined : cache.get('Node', { name: nodeName });
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const known = inZone(service, member);
  let endpoint = known.get(zone ?? '');
  if (endpoint === undefined) {
    const own = withoutZone(service, member);
    const hints = hintsOf(service, own, zone);
    endpoint = deepFreeze({
      ...own,
      ...(zone === undefined ? {} : { zone }),
      ...(hints === undefined ? {} : { hints }),
    });
    known.set(zone ?? '', endpoint);
  }
  return endpoint;
}
const inZone = perMember(() => new Map<string, Endpoint>());

/** What `trafficDistribution` asks of proxies, on ready endpoints: those of the zone, and of the node, before others. */
function hintsOf({ spec }: Service, { conditions, nodeName }: Endpoint, zone: string | undefined): Endpoint['hints'] {
  const isForNodes = spec.trafficDistribution === 'PreferSameNode';
  const isForZones =
    isForNodes || spec.trafficDistribution === 'PreferSameZone' || spec.trafficDistribution === 'PreferClose';
  if (!isForZones || conditions?.ready !== true) return undefined;
  const forZones = zone === undefined ? {} : { forZones: [{ name: zone }] };
  const forNodes = isForNodes && nodeName !== undefined ? { forNodes: [{ name: nodeName }] } : {};
  return zone === undefined && !('forNodes' in forNodes) ? undefined : { ...forZones, ...forNodes };
}

/** Frozen, so that the API server knows what it has seen before. */
const withoutZone = perMember((service, { pod, isReady, isTerminating }): Endpoint => {
  const { nodeName } = pod.spec;
  const isPublished = service.spec.publishNotReadyAddresses === true;
  return deepFreeze({
    addresses: [pod.status.podIP ?? ''],
    conditions: { ready: isPublished || (isReady && !isTerminating), serving: isReady, terminating: isTerminating },
    ...hostnameOf(pod, service),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: podReference(pod),
  });
});

/** Brings the stored slices to `groups` with as few writes as it can: those that are there first, then new ones. */
async function writeSlices(
  service: Service,
  groups: readonly Group[],
  changedAt: string,
  explain: () => void,
  world: ControllerWorld,
): Promise<void> {
  const { namespace = '', name } = service.metadata;
  const left = new Set(
    world.cache
      .ownedBy('EndpointSlice', service.metadata.uid)
      .filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === MANAGER && metadata.deletionTimestamp === undefined),
  );
  const wanted: Group[] = [];
  for (const group of groups) {
    const missing = new Map(group.endpoints.map((endpoint) => [endpoint.addresses[0], endpoint]));
    const slices = [...left].filter((slice) => isDeepEqual(slice.ports ?? [], group.ports));
    const kept: { slice: EndpointSlice; endpoints: Endpoint[] }[] = [];
    for (const slice of slices) {
      left.delete(slice);
      const endpoints = (slice.endpoints ?? []).flatMap(({ addresses: [address] }) => missing.get(address) ?? []);
      for (const {
        addresses: [address],
      } of endpoints)
        missing.delete(address);
      kept.push({ slice, endpoints });
    }
    const rest = [...missing.values()];
    for (const { endpoints } of kept) endpoints.push(...rest.splice(0, MAX_ENDPOINTS - endpoints.length));
    for (const { slice, endpoints } of kept) {
      const isPlaceholder = endpoints.length === 0 && group.endpoints.length === 0 && kept[0]?.slice === slice;
      if (endpoints.length === 0 && !isPlaceholder) left.add(slice);
      else await update(slice, service, group.ports, endpoints, changedAt, explain, world);
    }
    while (rest.length > 0 || (kept.length === 0 && group.endpoints.length === 0)) {
      const endpoints = rest.splice(0, MAX_ENDPOINTS);
      wanted.push({ ports: group.ports, endpoints });
      if (endpoints.length === 0) break;
    }
  }
  // A slice that would go takes the place of one that would come: so an empty Service's slice keeps its name.
  const spare = [...left];
  for (const { ports, endpoints } of wanted) {
    const slice = spare.shift();
    if (slice !== undefined) await update(slice, service, ports, endpoints, changedAt, explain, world);
    else {
      explain();
      await world.client.create('EndpointSlice', {
        metadata: { namespace, generateName: `${name}-`, ...ownMetadata(service, changedAt) },
        addressType: 'IPv4',
        endpoints: endpoints.length === 0 ? null : endpoints,
        ports: ports.length === 0 ? null : ports,
      } as never); // A draft: the server fills in the rest.
    }
  }
  for (const { metadata } of spare) {
    explain();
    await world.client.delete('EndpointSlice', { namespace, name: metadata.name });
  }
}

async function update(
  slice: EndpointSlice,
  service: Service,
  ports: readonly MemberPort[],
  endpoints: readonly Endpoint[],
  changedAt: string,
  explain: () => void,
  world: ControllerWorld,
): Promise<void> {
  const { labels } = ownMetadata(service, changedAt);
  const isSame = isDeepEqual(slice.endpoints ?? [], endpoints) && isDeepEqual(slice.ports ?? [], ports);
  if (isSame && isDeepEqual(slice.metadata.labels, labels)) return;
  explain();
  await world.client.update('EndpointSlice', {
    ...slice,
    metadata: { ...slice.metadata, labels, annotations: { ...slice.metadata.annotations, [TRIGGER_TIME]: changedAt } },
    endpoints: endpoints.length === 0 ? null : endpoints,
    ports: ports.length === 0 ? null : ports,
  });
}

function ownMetadata(service: Service, changedAt: string) {
  const { name, uid, labels } = service.metadata;
  const headless: Readonly<Record<string, string>> =
    service.spec.clusterIPs?.[0] === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
  return {
    labels: { ...labels, ...headless, [MANAGED_BY]: MANAGER, [SERVICE_NAME]: name },
    annotations: { [TRIGGER_TIME]: changedAt },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true }],
  };
}
