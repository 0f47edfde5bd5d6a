/**
 * Which way requests can go, read from the API's objects: Ingress rules, Services with their endpoints, as rows to draw.
 * Pure; says nothing of where anything is drawn.
 */
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import type { Ingress, IngressBackend, IngressClass } from '../../api/networking/ingress';
import { serviceOf } from '../graph/services';

/** One address behind a Service. */
export interface EndpointView {
  readonly address: string;
  readonly state: 'ready' | 'notReady' | 'terminating';
  /** `namespace/name`; absent where a person wrote the endpoint. */
  readonly pod?: string;
}

export interface ServiceView {
  /** `Service namespace/name`. */
  readonly id: string;
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: Service['spec']['type'];
  readonly isHeadless: boolean;
  /** `80 → 8080`, `80:30123 → http`. */
  readonly ports: string;
  /** The name that an ExternalName stands for. */
  readonly externalName?: string;
  /** Of a load balancer: its addresses, or none yet. */
  readonly balancer?: { readonly addresses: readonly string[] };
  /** In the order of their addresses. */
  readonly endpoints: readonly EndpointView[];
  readonly ready: number;
}

/** One rule: what is asked for, and who shall answer. */
export interface PathView {
  readonly host: string;
  readonly path: string;
  /** `kubia:80`. */
  readonly backend: string;
  /** The id of the Service, drawn or not. */
  readonly service?: string;
  /** No such Service, or it has no such port. */
  readonly isMissing: boolean;
}

/** Why no controller serves an Ingress, as far as the API tells. */
export type IngressLack = 'noClass' | 'unknownClass' | 'noAddress';

export interface IngressView {
  /** `Ingress namespace/name`. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly paths: readonly PathView[];
  readonly addresses: readonly string[];
  readonly className?: string;
  readonly hasTls: boolean;
  readonly lack?: IngressLack;
}

export interface TrafficObjects {
  readonly services: readonly Service[];
  readonly slices: readonly EndpointSlice[];
  readonly ingresses: readonly Ingress[];
  readonly classes: readonly IngressClass[];
}

export interface TrafficModel {
  readonly ingresses: readonly IngressView[];
  readonly services: readonly ServiceView[];
}

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';
/** Before there were classes, Ingresses named their controller so; controllers still look. */
const OLD_CLASS = 'kubernetes.io/ingress.class';

/** Made once: localeCompare makes one for each comparison. */
const byNumber = new Intl.Collator('en', { numeric: true });

/** Rows of everything that requests can meet. */
export function trafficModel(objects: TrafficObjects): TrafficModel {
  const slices = new Map<string, EndpointSlice[]>();
  for (const slice of objects.slices) {
    const key = serviceOf(slice);
    const own = slices.get(key);
    if (own === undefined) slices.set(key, [slice]);
    else own.push(slice);
  }
  const byAge = <T extends Service | Ingress>(all: readonly T[]) =>
    all.toSorted(
      (a, b) =>
        compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
        byNumber.compare(a.metadata.name, b.metadata.name),
    );
  const byKey = new Map(objects.services.map((service) => [keyText(keyOf(service)), service]));
  return {
    ingresses: byAge(objects.ingresses).map((ingress) => ingressView(ingress, byKey, objects.classes)),
    services: byAge(objects.services)
      .map((service) => serviceView(service, slices.get(keyText(keyOf(service))) ?? []))
      // The API server's own stands in every cluster.
      .filter(({ key }) => key !== 'default/kubernetes'),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function serviceView(service: Service, slices: readonly EndpointSlice[]): ServiceView {
  const { spec, status, metadata } = service;
  const key = keyText(keyOf(service));
  const isExternal = spec.type === 'ExternalName';
  const endpoints = isExternal ? [] : endpointViews(slices, metadata.namespace ?? '');
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  return {
    id: `Service ${key}`,
    key,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    type: spec.type,
    isHeadless: spec.clusterIP === 'None',
    ports: (spec.ports ?? [])
      .map(({ port, nodePort, targetPort }) => `${nodePort ? `${port}:${nodePort}` : port} → ${targetPort}`)
      .join(', '),
    ...(isExternal ? { externalName: spec.externalName ?? '' } : {}),
    ...(spec.type === 'LoadBalancer' ? { balancer: { addresses } } : {}),
    endpoints,
    ready: endpoints.filter(({ state }) => state === 'ready').length,
  };
}

function endpointViews(slices: readonly EndpointSlice[], namespace: string): readonly EndpointView[] {
  const views = new Map<string, EndpointView>();
  for (const { endpoints } of slices) {
    for (const { addresses, conditions, targetRef } of endpoints ?? []) {
      // Absent conditions: `ready` counts as true, `terminating` as false.
      const state =
        conditions?.terminating === true ? 'terminating' : (conditions?.ready ?? true) ? 'ready' : 'notReady';
      const pod = targetRef?.kind === 'Pod' ? { pod: `${targetRef.namespace ?? namespace}/${targetRef.name}` } : {};
      for (const address of addresses ?? []) views.set(address, { address, state, ...pod });
    }
  }
  return [...views.values()].sort((a, b) => byNumber.compare(a.address, b.address));
}

function ingressView(
  ingress: Ingress,
  services: ReadonlyMap<string, Service>,
  classes: readonly IngressClass[],
): IngressView {
  const { metadata, spec, status } = ingress;
  const key = keyText(keyOf(ingress));
  const view = (host: string, path: string, backend: IngressBackend) =>
    pathView({ host, path, backend, namespace: metadata.namespace ?? '' }, services);
  const hosts = (spec.rules ?? []).map(({ host }) => host ?? '*');
  const paths = (spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path, backend }) => view(host ?? '*', path ?? '/', backend)),
  );
  if (spec.defaultBackend !== undefined) paths.push(view('*', '', spec.defaultBackend));
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  const className = spec.ingressClassName ?? metadata.annotations?.[OLD_CLASS];
  const lack = addresses.length > 0 ? undefined : lackOf(className, classes);
  const [first, ...others] = [...new Set(hosts)];
  return {
    id: `Ingress ${key}`,
    key,
    name: metadata.name,
    // One host names the box; of several each row says its own.
    title: first !== undefined && first !== '*' && others.length === 0 ? first : metadata.name,
    paths,
    addresses,
    ...(className === undefined ? {} : { className }),
    hasTls: (spec.tls ?? []).length > 0,
    ...(lack === undefined ? {} : { lack }),
  };
}

function lackOf(className: string | undefined, classes: readonly IngressClass[]): IngressLack {
  if (className !== undefined)
    return classes.some(({ metadata }) => metadata.name === className) ? 'noAddress' : 'unknownClass';
  return classes.some(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true') ? 'noAddress' : 'noClass';
}

interface AskedPath {
  readonly host: string;
  readonly path: string;
  readonly backend: IngressBackend;
  readonly namespace: string;
}

function pathView({ host, path, backend, namespace }: AskedPath, services: ReadonlyMap<string, Service>): PathView {
  const { service, resource } = backend;
  if (service === undefined)
    return { host, path, backend: `${resource?.kind ?? ''} ${resource?.name ?? ''}`, isMissing: false };
  const key = `${namespace}/${service.name}`;
  const { name, number } = service.port ?? {};
  const ports = services.get(key)?.spec.ports ?? [];
  const known = services.get(key);
  const hasPort = ports.some((port) => (name === undefined ? port.port === number : port.name === name));
  return {
    host,
    path,
    backend: `${service.name}:${name ?? number ?? ''}`,
    service: `Service ${key}`,
    // The ports of an ExternalName are not looked at.
    isMissing: known === undefined || (known.spec.type !== 'ExternalName' && !hasPort),
  };
}
