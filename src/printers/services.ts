/**
 * Tables of Services and of the addresses behind them. Models pkg/printers/internalversion/printers.go (v1.36.3).
 * Left out: cutting of long load balancer addresses, which the API server does not do for Tables.
 */
import type { Endpoints } from '../api/core/endpoints';
import type { Service, ServicePort } from '../api/core/service';
import type { EndpointSlice } from '../api/discovery/endpointSlice';
import { age, formatLabels, listWithMore, orNone } from './cells';
import { columns, type TablePrinter, wideColumns } from './table';

/** `kubectl get services`. */
export const serviceTable: TablePrinter<Service> = {
  columns: [...columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'), ...wideColumns('Selector')],
  cells: (service, now) => [
    service.metadata.name,
    service.spec.type,
    service.spec.clusterIPs?.[0] ?? '<none>',
    externalIP(service),
    orNone((service.spec.ports ?? []).map(portText).join(',')),
    age(service, now),
    formatLabels(service.spec.selector),
  ],
};

function portText({ port, nodePort = 0, protocol }: ServicePort): string {
  return nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalIP({ spec, status }: Service): string {
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return orNone(external.join(','));
    case 'LoadBalancer': {
      const addresses = [...ingressAddresses(status.loadBalancer?.ingress), ...external];
      return addresses.length === 0 ? '<pending>' : addresses.join(',');
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

/** Addresses or names of a load balancer, each once, sorted. */
export function ingressAddresses(
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined,
): readonly string[] {
  const texts = (ingress ?? []).map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip));
  return [...new Set(texts.filter((text) => text !== ''))].sort();
}

/** `kubectl get endpoints`. */
export const endpointsTable: TablePrinter<Endpoints> = {
  columns: columns('Name', 'Endpoints', 'Age'),
  cells: (endpoints, now) => [endpoints.metadata.name, endpointsText(endpoints), age(endpoints, now)],
};

function endpointsText({ subsets }: Endpoints): string {
  if (subsets === undefined || subsets === null || subsets.length === 0) return '<none>';
  const texts = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  return listWithMore(texts, 3, ',');
}

/** `10.244.1.2:8080`, `[fd00::1]:8080`. */
function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** `kubectl get endpointslices`. */
export const endpointSliceTable: TablePrinter<EndpointSlice> = {
  columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
  cells(slice, now) {
    const ports = (slice.ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port)));
    const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses);
    return [slice.metadata.name, slice.addressType, firstThree(ports), firstThree(addresses), age(slice, now)];
  },
};

function firstThree(texts: readonly string[]): string {
  const text = listWithMore(texts, 3, ',');
  return text === '' ? '<unset>' : text;
}
