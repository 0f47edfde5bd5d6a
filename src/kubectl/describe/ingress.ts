/** Describes Ingresses and IngressClasses. Models describeIngressV1 and describeIngressClassV1 of kubectl's describe.go (v1.36.3). */
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { ApiError } from '../../api/meta/status';
import type { Ingress, IngressBackend, IngressClass } from '../../api/networking/ingress';
import { ingressAddresses } from '../../printers/services';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { endpointsText } from './endpoints';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

export async function describeIngress(ingress: Ingress, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = ingress;
  const namespace = metadata.namespace ?? '';
  const backend =
    spec.defaultBackend === undefined ? '<default>' : await backendText(spec.defaultBackend, namespace, context);
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  d.line(0, `Namespace:\t${namespace}`);
  d.line(0, `Address:\t${ingressAddresses(status.loadBalancer?.ingress).join(',')}`);
  d.line(0, `Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
  d.line(0, `Default backend:\t${backend}`);
  describeTLS(d, ingress);
  d.line(0, 'Rules:\n  Host\tPath\tBackends');
  d.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host = '', http } of rules) {
    d.line(1, `${host === '' ? '*' : host}\t`);
    for (const path of http?.paths ?? []) {
      d.line(2, `\t${path.path ?? ''} \t${await backendText(path.backend, namespace, context)}`);
    }
  }
  if (rules.length === 0) d.line(1, `*\t*\t${backend}`);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  await describeEvents(d, ingress, context);
}

function describeTLS(d: Description, { spec }: Ingress): void {
  const { tls = [] } = spec;
  if (tls.length === 0) return;
  d.line(0, 'TLS:');
  for (const { secretName = '', hosts = [] } of tls) {
    d.line(1, secretName === '' ? `SNI routes ${hosts.join(',')}` : `${secretName} terminates ${hosts.join(',')}`);
  }
}

async function backendText(backend: IngressBackend, namespace: string, context: DescribeContext): Promise<string> {
  const { service, resource } = backend;
  if (service !== undefined) {
    const { number = 0, name = '' } = service.port ?? {};
    const reference = `${service.name}:${number === 0 ? name : number}`;
    return `${reference} (${await addressesText(service.name, namespace, { number, name }, context)})`;
  }
  if (resource === undefined) return '';
  return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
}

async function addressesText(
  serviceName: string,
  namespace: string,
  { number, name }: { readonly number: number; readonly name: string },
  { related }: DescribeContext,
): Promise<string> {
  try {
    const labelSelector = `kubernetes.io/service-name=${serviceName}`;
    const slices = await related.list<EndpointSlice>('EndpointSlice', namespace, { labelSelector });
    const service = await related.get<Service>('Service', namespace, serviceName);
    let portName = '';
    for (const port of service.spec.ports ?? []) {
      if ((number !== 0 && number === port.port) || (name !== '' && name === port.name)) portName = port.name ?? '';
    }
    return endpointsText(slices, portName);
  } catch (error) {
    if (error instanceof ApiError) return `<error: ${error.message}>`;
    throw error;
  }
}

export async function describeIngressClass(
  ingressClass: IngressClass,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec } = ingressClass;
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Controller:\t${spec.controller}`);
  if (spec.parameters !== undefined) {
    const { apiGroup, kind, name } = spec.parameters;
    d.line(0, 'Parameters:');
    if (apiGroup !== undefined) d.line(1, `APIGroup:\t${apiGroup}`);
    d.line(1, `Kind:\t${kind}`);
    d.line(1, `Name:\t${name}`);
  }
  await describeEvents(d, ingressClass, context);
}
