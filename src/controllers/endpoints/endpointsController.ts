/**
 * Writes the addresses behind each Service with a selector into its Endpoints.
 * Models pkg/controller/endpoint/endpoints_controller.go (v1.36.3). Left out: addresses of other families.
 */
import type { EndpointAddress, EndpointSubset, Endpoints } from '../../api/core/endpoints';
import type { Service } from '../../api/core/service';
import { isDeepEqual } from '../../api/meta/equality';
import { isReason } from '../../api/meta/status';
import { deepFreeze } from '../../sim/freeze';
import type { Controller } from '../controller';
import {
  type Member,
  type MemberPort,
  TRIGGER_TIME,
  hostnameOf,
  membersOf,
  podReference,
  perMember,
  podsOfServices,
  portSetOf,
  triggerTime,
} from './members';

const MANAGED_BY = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
const HEADLESS = { 'service.kubernetes.io/headless': '' };
/** More addresses are left out, and an annotation says so. */
const CAPACITY = 1_000;

export const endpointsController: Controller<'Service'> = {
  name: 'endpoint-controller',
  kind: 'Service',
  watches: [
    podsOfServices,
    {
      kind: 'Endpoints',
      concerns: ({ object: { metadata } }) => [{ namespace: metadata.namespace ?? '', name: metadata.name }],
    },
  ],

  async reconcile(key, { cache, client, explain }) {
    const service = cache.get('Service', key);
    const existing = cache.get('Endpoints', key);
    if (service === undefined) {
      // A Service's Endpoints share its name and go with it, whoever wrote them.
      if (existing === undefined) return undefined;
      explain.rule('serviceGone', { service: key.name });
      await ignoring('NotFound', client.delete('Endpoints', key));
      return undefined;
    }
    if (Object.keys(service.spec.selector ?? {}).length === 0 || service.spec.type === 'ExternalName') return undefined;
    const members = membersOf(service, cache);
    const wanted = endpointsOf(service, members, existing);
    if (existing !== undefined && isSame(existing, wanted)) return undefined;
    const ready = members.filter((each) => each.isReady && !each.isTerminating).length;
    explain.rule('endpointsFollow', { service: key.name, pods: members.length, ready });
    if (existing === undefined) {
      await ignoring('AlreadyExists', client.create('Endpoints', wanted));
    } else {
      await client.update('Endpoints', {
        ...existing,
        ...wanted,
        metadata: { ...existing.metadata, ...wanted.metadata },
      });
    }
    return undefined;
  },
};

async function ignoring(reason: string, writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!isReason(error, reason)) throw error;
  }
}

function isSame(existing: Endpoints, { metadata, subsets }: Written): boolean {
  return isDeepEqual(existing.subsets ?? [], subsets) && isDeepEqual(existing.metadata.labels ?? {}, metadata.labels);
}

interface Written {
  readonly metadata: Pick<Endpoints['metadata'], 'name' | 'namespace' | 'labels' | 'annotations'>;
  readonly subsets: readonly EndpointSubset[];
}

function endpointsOf(service: Service, members: readonly Member[], existing: Endpoints | undefined): Written {
  const { name, namespace, labels } = service.metadata;
  const shown = members.slice(0, CAPACITY);
  const overCapacity: Readonly<Record<string, string>> =
    members.length > CAPACITY ? { 'endpoints.kubernetes.io/over-capacity': 'truncated' } : {};
  const isHeadless = service.spec.clusterIPs?.[0] === 'None';
  return {
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...labels, ...MANAGED_BY, ...(isHeadless ? HEADLESS : {}) },
      annotations: {
        ...existing?.metadata.annotations,
        [TRIGGER_TIME]: triggerTime(service, members),
        ...overCapacity,
      },
    },
    subsets: subsetsOf(service, shown),
  };
}

/** Frozen, so that the API server knows what it has seen before. */
const addressOf = perMember((service, { pod }): EndpointAddress => {
  const { nodeName } = pod.spec;
  const node = nodeName === undefined ? {} : { nodeName };
  return deepFreeze({
    ip: pod.status.podIP ?? '',
    ...hostnameOf(pod, service),
    ...node,
    targetRef: podReference(pod),
  });
});

/** One subset for each set of ports, addresses in order. */
function subsetsOf(service: Service, members: readonly Member[]): readonly EndpointSubset[] {
  const subsets = new Map<
    string,
    { ports: readonly MemberPort[]; ready: EndpointAddress[]; other: EndpointAddress[] }
  >();
  const isShown = service.spec.publishNotReadyAddresses === true;
  for (const member of members) {
    if (member.isTerminating && !isShown) continue;
    const { ports, key } = portSetOf(service, member);
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue;
    const subset = subsets.get(key) ?? { ports, ready: [], other: [] };
    subsets.set(key, subset);
    (member.isReady || isShown ? subset.ready : subset.other).push(addressOf(service, member));
  }
  return [...subsets.values()].map(({ ports, ready, other }) => ({
    ...(ready.length === 0 ? {} : { addresses: ready }),
    ...(other.length === 0 ? {} : { notReadyAddresses: other }),
    ...(ports.length === 0
      ? {}
      : { ports: ports.map(({ name, ...rest }) => (name === '' ? rest : { name, ...rest })) }),
  }));
}
