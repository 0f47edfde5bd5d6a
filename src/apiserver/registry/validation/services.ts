/** Services. Models ValidateService of pkg/apis/core/validation and pkg/api/service/warnings.go (v1.36.3). */
import { portNumberErrors } from '../../../api/meta/keyNames';
import type { Service, ServicePort } from '../../../api/core/service';
import { dns1123LabelErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkPort, checkText, cidrErrors, ipErrors, specialIpErrors, subdomainNameErrors } from './formats';
import { checkLabels } from './labels';

type Spec = Service['spec'];

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const MAX_AFFINITY_SECONDS = 86_400;

/** The spec of a Service, after allocation. */
export function checkService(spec: Spec, errors: FieldError[]): void {
  const isHeadless = spec.clusterIPs?.[0] === 'None';
  const { ports = [] } = spec;
  if (ports.length === 0 && !isHeadless && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  checkExternalName(spec, errors);
  if (isHeadless && (spec.type === 'NodePort' || spec.type === 'LoadBalancer')) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
  ports.forEach((port, index) => checkServicePort(port, ports.length > 1, spec, `spec.ports[${index}]`, errors));
  checkRepeatedPorts(ports, errors);
  checkLabels(spec.selector, 'spec.selector', errors);
  checkAffinity(spec, errors);
  checkAddresses(spec, errors);
  if (!TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES));
  checkLoadBalancer(spec, errors);
  checkPolicies(spec, errors);
}

/** What may not change: the address of a Service that keeps one. */
export function checkServiceUpdate(next: Spec, old: Spec, errors: FieldError[]): void {
  if (old.type === 'ExternalName' || next.type === 'ExternalName') return;
  const [before] = old.clusterIPs ?? [];
  if (before === undefined || next.clusterIPs?.[0] === before) return;
  errors.push(invalid('spec.clusterIPs[0]', next.clusterIPs ?? [], 'may not change once set'));
}

function checkExternalName(spec: Spec, errors: FieldError[]): void {
  if (spec.type !== 'ExternalName') return;
  if ((spec.clusterIPs ?? []).length > 0) {
    errors.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
  }
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required('spec.externalName'));
  else checkText(subdomainNameErrors, name, 'spec.externalName', errors);
}

function checkServicePort(
  port: ServicePort,
  needsName: boolean,
  spec: Spec,
  field: string,
  errors: FieldError[],
): void {
  const { name = '' } = port;
  if (name !== '') checkText(dns1123LabelErrors, name, `${field}.name`, errors);
  else if (needsName) errors.push(required(`${field}.name`));
  for (const complaint of portNumberErrors(port.port ?? 0)) {
    errors.push(invalid(`${field}.port`, port.port ?? 0, complaint));
  }
  if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${field}.protocol`, port.protocol, PROTOCOLS));
  checkPort(port.targetPort, `${field}.targetPort`, errors);
  if (port.appProtocol !== undefined) checkText(qualifiedNameErrors, port.appProtocol, `${field}.appProtocol`, errors);
  if (spec.type === 'ClusterIP' && (port.nodePort ?? 0) !== 0) {
    errors.push(forbidden(`${field}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
  }
}

function checkRepeatedPorts(ports: readonly ServicePort[], errors: FieldError[]): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  ports.forEach((port, index) => {
    const { name = '' } = port;
    const number = `${port.protocol}/${port.port}`;
    if (name !== '' && names.has(name)) errors.push(duplicate(`spec.ports[${index}].name`, name));
    if (numbers.has(number)) {
      const key = { Name: '', Protocol: port.protocol, AppProtocol: null, Port: port.port, TargetPort: 0, NodePort: 0 };
      errors.push(duplicate(`spec.ports[${index}]`, key));
    }
    names.add(name);
    numbers.add(number);
  });
}

function checkAffinity({ sessionAffinity, sessionAffinityConfig }: Spec, errors: FieldError[]): void {
  if (sessionAffinity !== 'None' && sessionAffinity !== 'ClientIP') {
    errors.push(notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None']));
  }
  if (sessionAffinity !== 'ClientIP') return;
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return;
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  errors.push(invalid(field, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`));
}

function checkAddresses({ clusterIPs = [], externalIPs = [], type }: Spec, errors: FieldError[]): void {
  clusterIPs.forEach((address, index) => {
    if (address !== 'None' && type !== 'ExternalName')
      checkText(ipErrors, address, `spec.clusterIPs[${index}]`, errors);
  });
  externalIPs.forEach((address, index) => {
    const field = `spec.externalIPs[${index}]`;
    if (/^0\d|\.0\d/.test(address)) errors.push(invalid(field, address, 'must not have leading 0s'));
    else checkText(specialIpErrors, address, field, errors);
  });
}

/** What only load balancers have. */
function checkLoadBalancer(spec: Spec, errors: FieldError[]): void {
  const { loadBalancerSourceRanges: ranges = [], loadBalancerClass: name, allocateLoadBalancerNodePorts: ports } = spec;
  const isBalanced = spec.type === 'LoadBalancer';
  const only = "may only be used when `type` is 'LoadBalancer'";
  if (ranges.length > 0 && !isBalanced) errors.push(forbidden('spec.LoadBalancerSourceRanges', only));
  else {
    ranges.forEach((range, index) => checkText(cidrErrors, range, `spec.LoadBalancerSourceRanges[${index}]`, errors));
  }
  if (ports !== undefined && !isBalanced) errors.push(forbidden('spec.allocateLoadBalancerNodePorts', only));
  if (name === undefined) return;
  if (!isBalanced) errors.push(forbidden('spec.loadBalancerClass', only));
  else checkText(qualifiedNameErrors, name, 'spec.loadBalancerClass', errors);
}

function checkPolicies(spec: Spec, errors: FieldError[]): void {
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal, trafficDistribution: distribution } = spec;
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  if (external !== undefined && !isOutside) {
    const why = 'may only be set for externally-accessible services';
    errors.push(invalid('spec.externalTrafficPolicy', external, why));
  } else if (external !== undefined && !POLICIES.includes(external)) {
    errors.push(notSupported('spec.externalTrafficPolicy', external, POLICIES));
  }
  const { healthCheckNodePort: port = 0 } = spec;
  if (port !== 0 && !(spec.type === 'LoadBalancer' && external === 'Local')) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', port, why));
  }
  if (internal !== undefined && !POLICIES.includes(internal)) {
    errors.push(notSupported('spec.internalTrafficPolicy', internal, POLICIES));
  }
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution)) {
    errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS));
  }
}

/** Texts of `Warning` headers. */
export function serviceWarnings({ metadata, spec }: Service): readonly string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined) {
    warnings.push(
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    );
  }
  const { loadBalancerIP = '' } = spec as { readonly loadBalancerIP?: string }; // Decoded by the table of fields.
  if (/^[\d.]+$/.test(loadBalancerIP) && /(^|\.)0\d/.test(loadBalancerIP)) {
    const standard = loadBalancerIP.split('.').map(Number).join('.');
    warnings.push(`spec.loadBalancerIP: non-standard IP address "${loadBalancerIP}" is invalid: use "${standard}"`);
  }
  if ((spec.externalIPs ?? []).length > 0) {
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  }
  if (spec.clusterIPs?.[0] === 'None' && spec.sessionAffinity === 'ClientIP') {
    warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}
