/** How the API server treats pods. Models pkg/registry/core/pod/strategy.go (v1.36.3). */
import type { Pod, PodCondition } from '../../api/core/pod';
import { formatTime } from '../../api/meta/time';
import type { Instant } from '../../sim/clock';
import { defaultPod } from './podDefaults';
import type { FieldError } from './fieldError';
import { withLabelKeys } from './podLabelKeys';
import { qosClassOf } from './qosClass';
import { onlyEphemeralContainers, onlyResources } from './podSubresources';
import type { Strategy } from './strategy';
import { unsimulatedWarnings } from './unsimulated';
import { checkEphemeralContainersUpdate } from './validation/ephemeralContainersUpdate';
import { checkObjectMetaUpdate } from './validation/objectMeta';
import { checkPodResize } from './validation/podResize';
import { podWarnings } from './validation/podWarnings';
import { checkPodCreate, checkPodUpdate } from './validation/pods';

export const pod: Strategy<'Pod'> = {
  kind: 'Pod',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: defaultPod,
  prepareForCreate: (given, { now }) => ({
    ...given,
    spec: withLabelKeys(given),
    status: { ...gatedStatus(given, now), phase: 'Pending', qosClass: qosClassOf(given.spec) },
  }),
  prepareForUpdate(next, old, target) {
    if (target === 'binding') return next;
    if (target === 'status') return withOnlyStatus(next, old);
    if (target === 'resize') return onlyResources(next, old);
    if (target === 'ephemeralcontainers') return onlyEphemeralContainers(next, old);
    return next.status === old.status ? next : { ...next, status: old.status };
  },
  validate(given) {
    const errors: FieldError[] = [];
    checkPodCreate(given, errors);
    return errors;
  },
  validateUpdate(next, old, target) {
    const errors: FieldError[] = [];
    if (target === 'binding') return errors;
    checkObjectMetaUpdate(next.metadata, old.metadata, errors);
    if (target === '') checkPodUpdate(next, old, errors);
    if (target === 'resize') checkPodResize(next, old, errors);
    if (target === 'ephemeralcontainers') checkEphemeralContainersUpdate(next, old, errors);
    return errors;
  },
  warnings(given, old) {
    if (old?.spec === given.spec) return [];
    return [...(old === undefined ? podWarnings(given) : []), ...unsimulatedWarnings('Pod', given)];
  },
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy,
    'spec.schedulerName': ({ spec }) => spec.schedulerName,
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status.phase,
    'status.podIP': ({ status }) => status.podIP ?? '',
    // A known name without a value.
    'status.podIPs': () => '',
    'status.nominatedNodeName': ({ status }) => status.nominatedNodeName ?? '',
  },
};

/** A pod with scheduling gates says so from the start; no scheduler will. */
function gatedStatus({ spec }: Pod, now: Instant): Pick<Pod['status'], 'conditions'> {
  if ((spec.schedulingGates ?? []).length === 0) return {};
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: formatTime(now),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { conditions: [condition] };
}

/** The kubelet's endpoint moves neither the spec nor ownership, and the QoS class is for life. */
function withOnlyStatus(next: Pod, old: Pod): Pod {
  const { ownerReferences: _dropped, ...metadata } = next.metadata;
  const owners = old.metadata.ownerReferences;
  const { qosClass } = old.status;
  const status = withAddresses(next.status);
  return {
    ...next,
    spec: old.spec,
    metadata:
      next.metadata.ownerReferences === owners
        ? next.metadata
        : { ...metadata, ...(owners && { ownerReferences: owners }) },
    status: status.qosClass === qosClass || qosClass === undefined ? status : { ...status, qosClass },
  };
}

/** Of podIP and podIPs either tells the other; podIP wins. Models pkg/apis/core/v1, Convert_v1_PodStatus_To_core_PodStatus. */
function withAddresses(status: Pod['status']): Pod['status'] {
  const { podIP = '', podIPs = [] } = status;
  const [first] = podIPs;
  if (podIP === '') return first?.ip === undefined ? status : { ...status, podIP: first.ip };
  return first?.ip === podIP ? status : { ...status, podIPs: [{ ip: podIP }] };
}
