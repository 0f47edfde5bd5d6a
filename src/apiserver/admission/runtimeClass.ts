/**
 * What a pod's RuntimeClass adds to it: overhead, node selector, tolerations.
 * Models plugin/pkg/admission/runtimeclass/admission.go (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import type { RuntimeClass } from '../../api/node/runtimeClass';
import { admitsPods } from './podPlugin';
import { refusal } from './refusal';

export const runtimeClass = admitsPods('RuntimeClass', (pod, { reader, name, operation }) => {
  const { runtimeClassName } = pod.spec;
  if (operation !== 'CREATE') return pod;
  if (runtimeClassName === undefined) {
    if (pod.spec.overhead === undefined) return pod;
    throw refusal('Pod', name, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }
  const found = reader.get('RuntimeClass', { name: runtimeClassName });
  if (found === undefined) throw refusal('Pod', name, `pod rejected: RuntimeClass "${runtimeClassName}" not found`);
  return scheduled(withOverhead(pod, found, name), found, name);
});

function withOverhead(pod: Pod, { overhead }: RuntimeClass, name: string): Pod {
  const fixed = overhead?.podFixed;
  const own = pod.spec.overhead;
  if (own !== undefined && !isDeepEqual(own, fixed)) {
    const why = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
    throw refusal('Pod', name, why);
  }
  return own !== undefined || fixed === undefined ? pod : { ...pod, spec: { ...pod.spec, overhead: fixed } };
}

function scheduled(pod: Pod, { scheduling }: RuntimeClass, name: string): Pod {
  if (scheduling === undefined) return pod;
  const { nodeSelector = {}, tolerations = [] } = scheduling;
  const own = pod.spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (own[key] === undefined || own[key] === value) continue;
    const why = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`;
    throw refusal('Pod', name, why);
  }
  const added = tolerations.filter((each) => !(pod.spec.tolerations ?? []).some((known) => isDeepEqual(known, each)));
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector, ...own } }),
      ...(added.length > 0 && { tolerations: [...(pod.spec.tolerations ?? []), ...added] }),
    },
  };
}
