/**
 * Which pods stand behind a Service, and with which ports.
 * Models staging/src/k8s.io/endpointslice/utils.go and pkg/controller/endpoint (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import type { Service, ServicePort } from '../../api/core/service';
import { conditionOf } from '../../api/meta/conditions';
import { matchesLabels } from '../../api/meta/labels';
import { keyOf } from '../../api/meta/objectMeta';
import type { Cache, CacheChange } from '../../client/cache';
import type { Watch } from '../controller';

/** What a pod is to a Service. */
export interface Member {
  readonly pod: Pod;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
  /** When its readiness last changed; empty: it never was. */
  readonly readyChangedAt: string;
}

/** A Service's port as a pod has it. */
export interface MemberPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: ServicePort['protocol'];
  readonly appProtocol?: string;
}

/** Follows pods for the Services whose selector they match, or matched before. */
export const podsOfServices: Watch = {
  kind: 'Pod',
  concerns({ object, previous }: CacheChange, cache: Cache) {
    if (previous !== undefined && !changesMembership(object as Pod, previous as Pod)) return []; // The watch is for pods.
    const services = cache.list('Service', object.metadata.namespace);
    const selects = ({ spec: { selector } }: Service, labels = object.metadata.labels) =>
      selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(selector, labels ?? {});
    return services
      .filter((service) => selects(service) || (previous !== undefined && selects(service, previous.metadata.labels)))
      .map(keyOf);
  },
};

function changesMembership(next: Pod, old: Pod): boolean {
  const { metadata, status } = next;
  return (
    metadata.labels !== old.metadata.labels ||
    metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    status.phase !== old.status.phase ||
    status.podIP !== old.status.podIP ||
    conditionOf(status.conditions, 'Ready')?.status !== conditionOf(old.status.conditions, 'Ready')?.status
  );
}

/** The pods behind `service`: selected, with an address, and not ended. In key order. */
export function membersOf(service: Service, cache: Cache): readonly Member[] {
  const { selector = {} } = service.spec;
  const members: Member[] = [];
  for (const pod of cache.list('Pod', service.metadata.namespace)) {
    const { podIP = '', phase } = pod.status;
    if (podIP === '' || phase === 'Succeeded' || phase === 'Failed') continue;
    if (matchesLabels(selector, pod.metadata.labels ?? {})) members.push(memberOf(pod));
  }
  return members;
}

const members = new WeakMap<Pod, Member>();

/** Pods in a cache are frozen, so what was found of one holds as long as it is the same object. */
function memberOf(pod: Pod): Member {
  const known = members.get(pod);
  if (known !== undefined) return known;
  const ready = conditionOf(pod.status.conditions, 'Ready');
  const member: Member = {
    pod,
    isReady: ready?.status === 'True',
    isTerminating: pod.metadata.deletionTimestamp !== undefined,
    readyChangedAt: ready?.lastTransitionTime ?? '',
  };
  members.set(pod, member);
  return member;
}

/**
 * Remembers what `make` made of a member for a Service, as long as both are the same objects: a Service of a thousand
 * pods is looked at a thousand times while they start, and each time one of them is new.
 */
export function perMember<T>(make: (service: Service, member: Member) => T): typeof make {
  const known = new WeakMap<Service, WeakMap<Pod, T>>();
  return (service, member) => {
    let ofService = known.get(service);
    if (ofService === undefined) known.set(service, (ofService = new WeakMap()));
    let made = ofService.get(member.pod);
    if (made === undefined) ofService.set(member.pod, (made = make(service, member)));
    return made;
  };
}

/** The ports of a Service on a member, and a key that is the same for the same ports. */
export interface PortSet {
  readonly ports: readonly MemberPort[];
  readonly key: string;
}
export const portSetOf = perMember((service, { pod }): PortSet => {
  const ports = portsOf(service, pod);
  return { ports, key: JSON.stringify(ports) };
});

/** The Service's ports on `pod`; one whose name no container has is left out. */
function portsOf({ spec: { ports = [] } }: Service, pod: Pod): readonly MemberPort[] {
  return ports.flatMap(({ name = '', targetPort, protocol, appProtocol }) => {
    const port = typeof targetPort === 'number' ? targetPort : containerPort(pod, targetPort, protocol);
    return port === undefined ? [] : [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function containerPort(pod: Pod, name: string, protocol: ServicePort['protocol']): number | undefined {
  const { containers, initContainers = [] } = pod.spec;
  const beside = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const { ports = [] } of [...containers, ...beside]) {
    const found = ports.find((port) => port.name === name && port.protocol === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** `hostname` of an endpoint: that of a pod whose subdomain is the Service. */
export function hostnameOf({ spec, metadata }: Pod, service: Service): { readonly hostname?: string } {
  const { hostname = '', subdomain } = spec as Pod['spec'] & { readonly subdomain?: string };
  const isNamed = subdomain === service.metadata.name && metadata.namespace === service.metadata.namespace;
  return hostname !== '' && isNamed ? { hostname } : {};
}

/** A reference to `pod` as endpoints carry it. */
export function podReference({ metadata }: Pod): { kind: 'Pod'; namespace: string; name: string; uid: string } {
  return { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid };
}

/** When what made the endpoints change happened: the latest readiness of a member, or the Service's own making. */
export function triggerTime(service: Service, members: readonly Member[]): string {
  let latest: string = service.metadata.creationTimestamp;
  for (const { readyChangedAt } of members) if (readyChangedAt > latest) latest = readyChangedAt;
  return latest;
}

/** Annotation that says when the change happened which the endpoints follow. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
