/**
 * Describes Endpoints and EndpointSlices, and tells the addresses behind a port.
 * Models describeEndpoints, describeEndpointSliceV1 and formatEndpointSlices of kubectl's describe.go (v1.36.3).
 */
import type { EndpointAddress, EndpointSubset, Endpoints } from '../../api/core/endpoints';
import type { Endpoint, EndpointSlice } from '../../api/discovery/endpointSlice';
import { orNone } from '../../printers/cells';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

const ADDRESSES_SHOWN = 3;

export async function describeEndpoints(endpoints: Endpoints, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, subsets = [] } = endpoints;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, 'Subsets:');
  for (const subset of subsets) describeSubset(d, subset);
  await describeEvents(d, endpoints, context);
}

function describeSubset(d: Description, { addresses, notReadyAddresses, ports = [] }: EndpointSubset): void {
  d.line(1, `Addresses:\t${addressesText(addresses)}`);
  d.line(1, `NotReadyAddresses:\t${addressesText(notReadyAddresses)}`);
  if (ports.length > 0) {
    d.line(1, 'Ports:');
    d.line(2, 'Name\tPort\tProtocol');
    d.line(2, '----\t----\t--------');
    for (const { name = '', port, protocol } of ports) d.line(2, `${orUnset(name)}\t${port}\t${protocol}`);
  }
  d.line(0, '');
}

function addressesText(addresses: readonly EndpointAddress[] = []): string {
  return orNone(addresses.map(({ ip }) => ip).join(','));
}

export async function describeEndpointSlice(
  slice: EndpointSlice,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, addressType } = slice;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `AddressType:\t${addressType}`);
  const ports = slice.ports ?? [];
  if (ports.length === 0) d.line(0, 'Ports: <unset>');
  else {
    d.line(0, 'Ports:');
    d.line(1, 'Name\tPort\tProtocol');
    d.line(1, '----\t----\t--------');
    for (const { name, port, protocol = 'TCP' } of ports) {
      d.line(1, `${orUnset(name)}\t${port ?? '<unset>'}\t${protocol}`);
    }
  }
  const endpoints = slice.endpoints ?? [];
  d.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
  for (const endpoint of endpoints) describeEndpoint(d, endpoint);
  await describeEvents(d, slice, context);
}

function describeEndpoint(d: Description, endpoint: Endpoint): void {
  const { addresses, conditions, hostname, targetRef, nodeName, zone } = endpoint;
  d.line(1, `- Addresses:\t${orNone(addresses.join(', '))}`);
  d.line(2, 'Conditions:');
  d.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`);
  d.line(2, `Hostname:\t${hostname ?? '<unset>'}`);
  if (targetRef !== undefined) d.line(2, `TargetRef:\t${targetRef.kind}/${targetRef.name}`);
  d.line(2, `NodeName:\t${nodeName ?? '<unset>'}`);
  d.line(2, `Zone:\t${zone ?? '<unset>'}`);
}

/**
 * `10.244.0.5:8080,10.244.0.6:8080 + 1 more...`: ready addresses that serve the port of that name, in the slices' order.
 * `<none>` without slices; empty if nothing is ready. Endpoints after the third are announced even if none of them is
 * ready: ` + 0 more...`.
 */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const texts: string[] = [];
  let count = 0;
  let hasMore = false;
  for (const slice of slices) {
    for (const port of servingPorts(slice, portName)) {
      for (const { addresses, conditions } of slice.endpoints ?? []) {
        if (texts.length === ADDRESSES_SHOWN) hasMore = true;
        if (conditions?.ready === false) continue;
        const [address = ''] = addresses;
        if (!hasMore) texts.push(port === undefined ? address : hostPort(address, port));
        count += 1;
      }
    }
  }
  return hasMore ? `${texts.join(',')} + ${count - ADDRESSES_SHOWN} more...` : texts.join(',');
}

/** Numbers of the ports of that name; one that is undefined for the slice of a headless Service without ports. */
function servingPorts({ ports }: EndpointSlice, portName: string): readonly (number | undefined)[] {
  if (ports === undefined || ports === null || ports.length === 0) return [undefined];
  return ports.filter(({ name = '' }) => name === portName).map(({ port = 0 }) => port);
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function orUnset(text = ''): string {
  return text === '' ? '<unset>' : text;
}
