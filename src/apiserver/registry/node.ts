/** How the API server treats Nodes. Models pkg/registry/core/node/strategy.go (v1.36.3). */
import type { Node, NodeSystemInfo } from '../../api/core/node';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkNode, checkNodeUpdate } from './validation/cluster';
import { validations } from './validation/rules';
import { unsimulatedWarnings } from './unsimulated';

export const node: Strategy<'Node'> = {
  kind: 'Node',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  // A kubelet registers its node with its status.
  prepareForCreate: (given) => given,
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given) => unsimulatedWarnings('Node', given),
  ...validations('Node', { check: checkNode, checkUpdateAfter: checkNodeUpdate }),
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
};

/** Structs that the API prints even when nothing is known. */
const noDaemons = Object.freeze({ kubeletEndpoint: Object.freeze({ Port: 0 }) });
const unknownInfo: NodeSystemInfo = Object.freeze({
  machineID: '',
  systemUUID: '',
  bootID: '',
  kernelVersion: '',
  osImage: '',
  containerRuntimeVersion: '',
  kubeletVersion: '',
  kubeProxyVersion: '',
  operatingSystem: '',
  architecture: '',
});

/** Models SetDefaults_NodeStatus: what can be used is all there is, unless the kubelet says otherwise. */
function defaults(given: Node): Node {
  const status = given.status ?? {};
  const allocatable = status.allocatable ?? status.capacity;
  const spec = withAddresses(given.spec ?? {});
  const complete =
    given.spec === spec &&
    given.status !== undefined &&
    status.allocatable === allocatable &&
    status.daemonEndpoints !== undefined &&
    status.nodeInfo !== undefined;
  if (complete) return given;
  return {
    ...given,
    spec,
    status: {
      ...status,
      ...(allocatable && { allocatable }),
      daemonEndpoints: status.daemonEndpoints ?? noDaemons,
      nodeInfo: status.nodeInfo ?? unknownInfo,
    },
  };
}

/** The older `podCIDR` and the newer `podCIDRs` name the same first range: pkg/apis/core/v1/conversion.go. */
function withAddresses(spec: Node['spec']): Node['spec'] {
  const [first = spec.podCIDR] = spec.podCIDRs ?? [];
  if (first === undefined || (spec.podCIDR === first && spec.podCIDRs !== undefined)) return spec;
  return { ...spec, podCIDR: first, podCIDRs: spec.podCIDRs ?? [first] };
}
