/**
 * Addresses and node ports of Services, and what a change of type drops. What is taken is read from the stored
 * Services, so nothing can leak.
 * Models pkg/registry/core/service/storage/{alloc.go,storage.go} and pkg/registry/core/service/ipallocator (v1.36.3).
 */
import type { Service, ServicePort } from '../../api/core/service';
import { plainError } from '../errors';
import { invalid, invalidError, type FieldError } from './fieldError';
import type { AllocationContext } from './strategy';
import { ipErrors } from './validation/formats';

type Spec = Service['spec'];

/** 10.96.0.0/12; the first 256 addresses are left to those who ask for one by name. */
const RANGE_START = addressNumber('10.96.0.0');
const RANGE_END = addressNumber('10.111.255.255');
const STATIC_ADDRESSES = 256;
/** The first 86 node ports are left to those who ask for one by number. */
const NODE_PORTS = { first: 30_000, dynamic: 30_086, last: 32_767 };
/** What a dry run answers instead: it takes nothing from the ranges. */
const DRY_RUN = { address: '10.96.0.0', nodePort: 32_769 };

/** Fills in addresses and ports. Throws ApiError 422 with one complaint if one cannot be had. */
export function allocateService(next: Service, old: Service | undefined, context: AllocationContext): Service {
  const others = context.list('Service').filter(({ metadata }) => metadata.uid !== next.metadata.uid);
  const refuse = (error: FieldError): never => {
    throw invalidError('Service', next.metadata.name, [error]);
  };
  const kept = withoutWhatTypeLacks(carryOver(next.spec, old?.spec), old?.spec);
  if (kept.type === 'ExternalName') return { ...next, spec: kept };
  const families = withFamilies(kept, refuse);
  const addressed = withAddress(families, others, context, refuse);
  const held = new Set((old?.spec.ports ?? []).map(({ nodePort }) => nodePort));
  return { ...next, spec: withNodePorts(addressed, { others, held }, context, refuse) };
}

/** What an update may leave out: the address, and node ports of ports that stay. */
function carryOver(next: Spec, old: Spec | undefined): Spec {
  if (old === undefined) return withBothForms(next);
  const isAddressUnset = (next.clusterIP ?? '') === '' && (next.clusterIPs ?? []).length === 0;
  const hadAddress = old.type !== 'ExternalName' && next.type !== 'ExternalName' && old.clusterIPs !== undefined;
  const spec = isAddressUnset && hadAddress ? { ...next, clusterIP: old.clusterIP, clusterIPs: old.clusterIPs } : next;
  // Whoever changes one of the two forms means both.
  const changed =
    spec.clusterIP !== old.clusterIP && spec.clusterIPs?.[0] === old.clusterIPs?.[0] && (spec.clusterIP ?? '') !== ''
      ? { ...spec, clusterIPs: [spec.clusterIP ?? ''] }
      : spec;
  const ports = changed.ports?.map((port) => {
    const before = old.ports?.find((one) => one.port === port.port && one.protocol === port.protocol);
    const isKept = needsNodePorts(changed) && port.nodePort === undefined && before?.nodePort !== undefined;
    return isKept ? { ...port, nodePort: before.nodePort } : port;
  });
  return withBothForms(ports === undefined ? changed : { ...changed, ports });
}

function withBothForms(spec: Spec): Spec {
  const { clusterIP = '', clusterIPs = [] } = spec;
  if (clusterIP !== '' && clusterIPs.length === 0) return { ...spec, clusterIPs: [clusterIP] };
  return spec;
}

/** Models dropTypeDependentFields: what belonged to the old type goes, unless the writer changed it just now. */
function withoutWhatTypeLacks(spec: Spec, old: Spec | undefined): Spec {
  if (old === undefined || old.type === spec.type) return spec;
  let next = spec;
  if (spec.type === 'ExternalName' && spec.clusterIP === old.clusterIP) {
    const {
      clusterIP: _ip,
      clusterIPs: _ips,
      ipFamilies: _f,
      ipFamilyPolicy: _p,
      internalTrafficPolicy: _i,
      ...rest
    } = next;
    next = rest;
  }
  if (!needsNodePorts(spec) && needsNodePorts(old)) {
    const ports = next.ports?.map((port) => {
      const { nodePort, ...rest } = port;
      return old.ports?.some((before) => before.nodePort === nodePort) ? rest : port;
    });
    const { externalTrafficPolicy, ...rest } = next;
    next = externalTrafficPolicy === old.externalTrafficPolicy ? rest : next;
    if (ports !== undefined) next = { ...next, ports };
  }
  if (spec.type !== 'LoadBalancer' && old.type === 'LoadBalancer') {
    const { allocateLoadBalancerNodePorts: _a, healthCheckNodePort: _h, loadBalancerClass: _c, ...rest } = next;
    next = rest;
  }
  return next;
}

function withFamilies(spec: Spec, refuse: (error: FieldError) => never): Spec {
  const isDualOnly = spec.clusterIPs?.[0] === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? (isDualOnly ? 'RequireDualStack' : 'SingleStack');
  const families = spec.ipFamilies ?? (isDualOnly ? ['IPv4', 'IPv6'] : ['IPv4']);
  if (!isDualOnly && policy === 'RequireDualStack') {
    refuse(invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'));
  }
  const foreign = families.findIndex((family) => family !== 'IPv4');
  if (!isDualOnly && foreign >= 0) {
    refuse(invalid(`spec.ipFamilies[${foreign}]`, families[foreign], 'not configured on this cluster'));
  }
  return { ...spec, ipFamilies: families, ipFamilyPolicy: policy };
}

function withAddress(
  spec: Spec,
  others: readonly Service[],
  context: AllocationContext,
  refuse: (error: FieldError) => never,
): Spec {
  const asked = spec.clusterIPs?.[0] ?? '';
  // What is no address is told by validation.
  if (asked === 'None' || (asked !== '' && ipErrors(asked).length > 0)) return spec;
  const taken = new Set(others.flatMap(({ spec: other }) => other.clusterIPs ?? []));
  if (asked !== '') {
    const why = addressRefusal(asked, taken, context.isDryRun);
    if (why !== undefined) refuse(invalid('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: ${why}`));
    return { ...spec, clusterIP: asked, clusterIPs: [asked] };
  }
  if (context.isDryRun) return { ...spec, clusterIP: DRY_RUN.address, clusterIPs: [DRY_RUN.address] };
  const first = RANGE_START + STATIC_ADDRESSES;
  const size = RANGE_END - first;
  let at = Math.floor(context.random('service/address') * size);
  while (taken.has(addressText(first + at))) at = (at + 1) % size;
  const address = addressText(first + at);
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}

/** A dry run only looks whether an address is one of the range. */
function addressRefusal(asked: string, taken: ReadonlySet<string>, isDryRun: boolean): string | undefined {
  const value = addressNumber(asked);
  if (isDryRun) {
    const range = 'The range of valid IPs is 10.96.0.0/12';
    return value < RANGE_START || value > RANGE_END
      ? `the provided IP (${asked}) is not in the valid range. ${range}`
      : undefined;
  }
  if (value <= RANGE_START || value >= RANGE_END) return 'the provided network does not match the current range';
  return taken.has(asked) ? 'provided IP is already allocated' : undefined;
}

interface PortHolders {
  readonly others: readonly Service[];
  /** Ports that the Service itself had before the update. */
  readonly held: ReadonlySet<number | undefined>;
}

function withNodePorts(
  spec: Spec,
  { others, held }: PortHolders,
  context: AllocationContext,
  refuse: (error: FieldError) => never,
): Spec {
  if (!needsNodePorts(spec)) return spec;
  // A dry run asks nobody: only two ports of one Service can be in each other's way.
  const taken = new Set(context.isDryRun ? [] : others.flatMap(({ spec: other }) => (other.ports ?? []).map(portKey)));
  const claim = (port: ServicePort, index: number): ServicePort => {
    const { nodePort: asked = 0 } = port;
    if (asked === 0) return port;
    const field = `spec.ports[${index}].nodePort`;
    if (!context.isDryRun && (asked < NODE_PORTS.first || asked > NODE_PORTS.last)) {
      const range = `The range of valid ports is ${NODE_PORTS.first}-${NODE_PORTS.last}`;
      refuse(invalid(field, asked, `provided port is not in the valid range. ${range}`));
    }
    const isRepeated = spec.ports?.findIndex((other) => portKey(other) === portKey(port)) !== index;
    if (isRepeated && held.has(asked)) throw plainError(`duplicate nodePort: {${port.protocol} ${asked}}`);
    if (taken.has(portKey(port))) refuse(invalid(field, asked, 'provided port is already allocated'));
    taken.add(portKey(port));
    return port;
  };
  const size = NODE_PORTS.last - NODE_PORTS.dynamic + 1;
  let placeholder = DRY_RUN.nodePort;
  const draw = (): number => {
    if (context.isDryRun) return placeholder++;
    let at = Math.floor(context.random('service/nodePort') * size);
    const isFree = (port: number) => !['TCP', 'UDP', 'SCTP'].some((protocol) => taken.has(`${protocol} ${port}`));
    while (!isFree(NODE_PORTS.dynamic + at)) at = (at + 1) % size;
    return NODE_PORTS.dynamic + at;
  };
  const claimed = (spec.ports ?? []).map(claim);
  const isAutomatic = spec.type === 'NodePort' || spec.allocateLoadBalancerNodePorts !== false;
  const ports = claimed.map((port) => {
    if ((port.nodePort ?? 0) !== 0 || !isAutomatic) return port;
    const drawn = { ...port, nodePort: draw() };
    taken.add(portKey(drawn));
    return drawn;
  });
  const isChecked = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  const health = isChecked && (spec.healthCheckNodePort ?? 0) === 0 ? { healthCheckNodePort: draw() } : {};
  return { ...spec, ...(spec.ports === undefined ? {} : { ports }), ...health };
}

const needsNodePorts = ({ type }: Spec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const portKey = ({ protocol, nodePort }: ServicePort): string => `${protocol} ${nodePort ?? 0}`;

function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressText(value: number): string {
  return [16_777_216, 65_536, 256, 1].map((unit) => Math.floor(value / unit) % 256).join('.');
}
