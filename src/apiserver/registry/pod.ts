/** How the API server treats pods. Models pkg/registry/core/pod/strategy.go (v1.36.3). */
import type { Pod } from '../../api/core/pod';
import { defaultPod } from './podDefaults';
import type { FieldError } from './fieldError';
import { qosClassOf } from './qosClass';
import type { Strategy } from './strategy';
import { unsimulatedWarnings } from './unsimulated';
import { checkObjectMetaUpdate } from './validation/objectMeta';
import { podWarnings } from './validation/podWarnings';
import { checkPodCreate, checkPodUpdate } from './validation/pods';

export const pod: Strategy<'Pod'> = {
  kind: 'Pod',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: defaultPod,
  prepareForCreate: (given) => ({ ...given, status: { phase: 'Pending', qosClass: qosClassOf(given.spec) } }),
  prepareForUpdate(next, old, target) {
    if (target === 'binding') return next;
    if (target === 'status') return withOnlyStatus(next, old);
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
    'status.nominatedNodeName': ({ status }) => status.nominatedNodeName ?? '',
  },
};

/** The kubelet's endpoint moves neither the spec nor ownership, and the QoS class is for life. */
function withOnlyStatus(next: Pod, old: Pod): Pod {
  const { ownerReferences: _dropped, ...metadata } = next.metadata;
  const owners = old.metadata.ownerReferences;
  const { qosClass } = old.status;
  return {
    ...next,
    spec: old.spec,
    metadata:
      next.metadata.ownerReferences === owners
        ? next.metadata
        : { ...metadata, ...(owners && { ownerReferences: owners }) },
    status: next.status.qosClass === qosClass || qosClass === undefined ? next.status : { ...next.status, qosClass },
  };
}
