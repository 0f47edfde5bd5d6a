/**
 * Turns a pod's priority class into the number that the scheduler compares.
 * Models plugin/pkg/admission/priority/admission.go (v1.36.3).
 * Left out: PriorityClass objects; only the two classes that every cluster has are known.
 */
import type { Pod } from '../../api/core/pod';
import { type AdmissionPlugin, admitsPods } from './podPlugin';
import { refusal } from './refusal';

const classes: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};
const policy = 'PreemptLowerPriority';
const computed = 'priority admission controller computed';

export const priority: AdmissionPlugin = admitsPods('Priority', (pod, { operation, name, old }) => {
  if (operation === 'DELETE') return pod;
  if (operation === 'UPDATE') return keepPriority(pod, old);
  const { spec } = pod;
  const className = spec.priorityClassName ?? '';
  const known = Object.hasOwn(classes, className) ? classes[className] : undefined;
  const value = className === '' ? 0 : known;
  if (value === undefined) throw refusal('Pod', name, `no PriorityClass with name ${className} was found`);
  if (spec.priority !== undefined && spec.priority !== value) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${computed} ${value} from the given PriorityClass name`;
    throw refusal('Pod', name, why);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${computed} ${policy} from the given PriorityClass name`;
    throw refusal('Pod', name, why);
  }
  if (spec.priority === value && spec.preemptionPolicy === policy) return pod;
  return { ...pod, spec: { ...spec, priority: value, preemptionPolicy: policy } };
});

/** A client that has never heard of the two fields may send a pod without them. */
function keepPriority(pod: Pod, old: Pod | undefined): Pod {
  if (old === undefined) return pod;
  const { priority: value, preemptionPolicy } = old.spec;
  const spec = {
    ...pod.spec,
    ...(pod.spec.priority === undefined && value !== undefined ? { priority: value } : {}),
    ...(pod.spec.preemptionPolicy === undefined && preemptionPolicy !== undefined ? { preemptionPolicy } : {}),
  };
  return spec.priority === pod.spec.priority && spec.preemptionPolicy === pod.spec.preemptionPolicy
    ? pod
    : { ...pod, spec };
}
