/** Describes a Service. Models describeService of kubectl's describe.go (v1.36.3). */
import type { LoadBalancerIngress, Service, ServicePort } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { ApiError } from '../../api/meta/status';
import { formatLabels, orNone } from '../../printers/cells';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { endpointsText } from './endpoints';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

export async function describeService(service: Service, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec } = service;
  const slices = await slicesOf(service, context);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Selector:\t${formatLabels(spec.selector)}`);
  d.line(0, `Type:\t${spec.type}`);
  if (spec.ipFamilyPolicy !== undefined) d.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  d.line(0, `IP Families:\t${orNone((spec.ipFamilies ?? []).join(','))}`);
  d.line(0, `IP:\t${spec.clusterIP ?? ''}`);
  d.line(0, `IPs:\t${orNone((spec.clusterIPs ?? []).join(','))}`);
  describeOutside(d, service);
  for (const port of spec.ports ?? []) describePort(d, port, slices);
  describePolicies(d, service);
  await describeEvents(d, service, context);
}

/** A server that does not tell of endpoints counts as one without. */
async function slicesOf({ metadata }: Service, { related }: DescribeContext): Promise<readonly EndpointSlice[]> {
  const labelSelector = `kubernetes.io/service-name=${metadata.name}`;
  try {
    return await related.list<EndpointSlice>('EndpointSlice', metadata.namespace, { labelSelector });
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

function describeOutside(d: Description, { spec, status }: Service): void {
  const { externalIPs = [], loadBalancerIP = '', externalName = '' } = spec;
  const ingress = status.loadBalancer?.ingress ?? [];
  if (externalIPs.length > 0) d.line(0, `External IPs:\t${externalIPs.join(',')}`);
  if (loadBalancerIP !== '') d.line(0, `Desired LoadBalancer IP:\t${loadBalancerIP}`);
  if (externalName !== '') d.line(0, `External Name:\t${externalName}`);
  if (ingress.length > 0) d.line(0, `LoadBalancer Ingress:\t${ingress.map(ingressText).join(', ')}`);
}

function ingressText({ ip = '', ipMode, hostname = '' }: LoadBalancerIngress): string {
  if (ip === '') return hostname;
  return ipMode === undefined ? ip : `${ip} (${ipMode})`;
}

function describePort(d: Description, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const { name = '', protocol, appProtocol, nodePort = 0 } = port;
  const shownName = name === '' ? '<unset>' : name;
  d.line(0, `Port:\t${shownName}\t${port.port}/${protocol}`);
  d.line(0, `TargetPort:\t${port.targetPort}/${protocol}`);
  if (appProtocol !== undefined) d.line(0, `AppProtocol:\t${appProtocol}`);
  if (nodePort !== 0) d.line(0, `NodePort:\t${shownName}\t${nodePort}/${protocol}`);
  d.line(0, `Endpoints:\t${endpointsText(slices, name)}`);
}

function describePolicies(d: Description, { spec }: Service): void {
  const { externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort = 0, trafficDistribution = '' } = spec;
  const { loadBalancerSourceRanges = [] } = spec;
  d.line(0, `Session Affinity:\t${spec.sessionAffinity}`);
  if (externalTrafficPolicy !== undefined) d.line(0, `External Traffic Policy:\t${externalTrafficPolicy}`);
  if (internalTrafficPolicy !== undefined) d.line(0, `Internal Traffic Policy:\t${internalTrafficPolicy}`);
  if (healthCheckNodePort !== 0) d.line(0, `HealthCheck NodePort:\t${healthCheckNodePort}`);
  if (loadBalancerSourceRanges.length > 0) {
    d.line(0, `LoadBalancer Source Ranges:\t${loadBalancerSourceRanges.join(',')}`);
  }
  if (trafficDistribution !== '') d.line(0, `Traffic Distribution:\t${trafficDistribution}`);
}
