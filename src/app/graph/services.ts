/** Services as pills: which are drawn, their ports, their endpoints, and the pods that their selectors match. Pure. */
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { matchesLabels } from '../../api/meta/labels';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import { controllerId } from './controllers';

export interface ServiceRow {
  /** `Service namespace/name`. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Characters beside the name. */
  readonly room: number;
}

/** One row per Service, by age and name. The API server's own stands in every cluster and is left out. */
export function serviceRows(services: readonly Service[]): readonly ServiceRow[] {
  return services
    .map((service) => ({
      id: controllerId(service),
      key: keyText(keyOf(service)),
      name: service.metadata.name,
      // Ports are written smaller.
      room: Math.ceil(portsText(service).length * 0.8) + 4,
      created: service.metadata.creationTimestamp,
    }))
    .filter(({ key }) => key !== 'default/kubernetes')
    .sort((a, b) => a.created.localeCompare(b.created) || a.name.localeCompare(b.name))
    .map(({ created: _, ...row }) => row);
}

/** `80`, `80:30123` with a node port, or the name that an ExternalName stands for. */
export function portsText({ spec }: Service): string {
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  const ports = (spec.ports ?? []).map(({ port, nodePort }) => (nodePort ? `${port}:${nodePort}` : String(port)));
  return ports.join(',');
}

/** One address behind a Service. */
export interface EndpointRow {
  readonly address: string;
  readonly ready: boolean;
  /** The pod behind it; absent where a person wrote the endpoints. */
  readonly pod?: string;
}

/** Made once: localeCompare makes one for each comparison. */
const byNumber = new Intl.Collator('en', { numeric: true });

/** The addresses of a Service's slices, each once, in order. */
export function endpointRows(slices: readonly EndpointSlice[]): readonly EndpointRow[] {
  const rows = new Map<string, EndpointRow>();
  for (const { endpoints } of slices) {
    for (const { addresses, conditions, targetRef } of endpoints ?? []) {
      const pod = targetRef?.kind === 'Pod' ? targetRef.name : undefined;
      // An absent condition counts as true.
      const ready = conditions?.ready ?? true;
      for (const address of addresses ?? [])
        rows.set(address, { address, ready, ...(pod === undefined ? {} : { pod }) });
    }
  }
  return [...rows.values()].sort((a, b) => byNumber.compare(a.address, b.address));
}

/** True if `slice` holds endpoints of the Service under `key`. */
export function isSliceOf(slice: EndpointSlice, key: string): boolean {
  return serviceOf(slice) === key;
}

/** The key of the Service whose endpoints `slice` holds. */
export function serviceOf({ metadata: { namespace, labels } }: EndpointSlice): string {
  return `${namespace}/${labels?.['kubernetes.io/service-name']}`;
}

/** True if the Service's selector matches the pod. One without a selector, or with an empty one, matches none. */
export function isSelected(service: Service, pod: Pod | undefined): boolean {
  const { selector } = service.spec;
  if (pod === undefined || selector === undefined || Object.keys(selector).length === 0) return false;
  return pod.metadata.namespace === service.metadata.namespace && matchesLabels(selector, pod.metadata.labels);
}

/** `service kubia, NodePort 80:30123, 2/3`: what a screen reader and the tests call the pill. */
export function serviceLabel(service: Service, endpoints: readonly EndpointRow[]): string {
  const { metadata, spec } = service;
  const what = `service ${metadata.name}, ${spec.type} ${portsText(service)}`;
  return spec.type === 'ExternalName' ? what : `${what}, ${readyText(endpoints)}`;
}

/** `2/3`: ready of all. */
export function readyText(endpoints: readonly EndpointRow[]): string {
  return `${endpoints.filter(({ ready }) => ready).length}/${endpoints.length}`;
}
