/**
 * Turns a pod's priority class into the number that the scheduler compares.
 * Models plugin/pkg/admission/priority/admission.go (v1.36.3).
 */
import type { Kind, Kinds } from '../../api/kinds';
import type { Pod } from '../../api/core/pod';
import type { AdmissionPlugin, Attributes, ObjectReader } from './admission';
import { admitsPods } from './podPlugin';
import { refusal } from './refusal';

const POLICY = 'PreemptLowerPriority';
const COMPUTED = 'priority admission controller computed';

/** What a pod gets by its class. */
interface Computed {
  readonly className: string;
  readonly value: number;
  readonly policy: 'PreemptLowerPriority' | 'Never';
}

const ofPods = admitsPods('Priority', (pod, { operation, name, old, reader }) => {
  if (operation === 'DELETE') return pod;
  if (operation === 'UPDATE') return keepPriority(pod, old);
  const { spec } = pod;
  const { className, value, policy } = computedFor(spec.priorityClassName ?? '', name, reader);
  if (spec.priority !== undefined && spec.priority !== value) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${COMPUTED} ${value} from the given PriorityClass name`;
    throw refusal('Pod', name, why);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${COMPUTED} ${policy} from the given PriorityClass name`;
    throw refusal('Pod', name, why);
  }
  const isNamed = (spec.priorityClassName ?? '') === className;
  if (isNamed && spec.priority === value && spec.preemptionPolicy === policy) return pod;
  const named = isNamed ? {} : { priorityClassName: className };
  return { ...pod, spec: { ...spec, ...named, priority: value, preemptionPolicy: policy } };
});

export const priority: AdmissionPlugin = {
  name: 'Priority',
  admit<K extends Kind>(attributes: Attributes<K>): Kinds[K] {
    if (attributes.kind === 'PriorityClass') checkDefault(attributes as Attributes as Attributes<'PriorityClass'>); // `kind` says so.
    return ofPods.admit(attributes);
  },
};

/** The class asked for, else the cluster's default, else none. Throws 403 for a class that is not there. */
function computedFor(className: string, pod: string, reader: ObjectReader): Computed {
  if (className !== '') {
    const found = reader.get('PriorityClass', { name: className });
    if (found === undefined) throw refusal('Pod', pod, `no PriorityClass with name ${className} was found`);
    return { className, value: found.value, policy: found.preemptionPolicy ?? POLICY };
  }
  // Were there several, the lowest would be the safest.
  const [byDefault] = reader
    .list('PriorityClass')
    .filter(({ globalDefault }) => globalDefault === true)
    .sort((a, b) => a.value - b.value);
  if (byDefault === undefined) return { className, value: 0, policy: POLICY };
  return { className: byDefault.metadata.name, value: byDefault.value, policy: byDefault.preemptionPolicy ?? POLICY };
}

function checkDefault({ operation, object, name, reader }: Attributes<'PriorityClass'>): void {
  if (operation === 'DELETE' || object.globalDefault !== true) return;
  const other = reader.list('PriorityClass').find((one) => one.globalDefault === true && one.metadata.name !== name);
  if (other === undefined) return;
  const why = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`;
  throw refusal('PriorityClass', name, why);
}

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
