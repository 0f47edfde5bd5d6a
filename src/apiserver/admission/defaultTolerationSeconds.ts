/**
 * Lets every pod stay for a while on a node that is not ready or cannot be reached.
 * Models plugin/pkg/admission/defaulttolerationseconds/admission.go (v1.36.3).
 */
import type { Pod, Toleration } from '../../api/core/pod';
import { type AdmissionPlugin, admitsPods } from './podPlugin';

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';

export const defaultTolerationSeconds: AdmissionPlugin = admitsPods('DefaultTolerationSeconds', (pod, attributes) => {
  if (attributes.operation === 'DELETE') return pod;
  const given = pod.spec.tolerations ?? [];
  const missing = [notReady, unreachable].filter((key) => !tolerates(given, key));
  if (missing.length === 0) return pod;
  const { defaultTolerationSeconds: seconds } = attributes.settings;
  const tolerations =
    given.length === 0 ? both(seconds) : [...given, ...missing.map((key) => toleration(key, seconds))];
  return { ...pod, spec: { ...pod.spec, tolerations } } satisfies Pod;
});

function tolerates(tolerations: readonly Toleration[], key: string): boolean {
  return tolerations.some(
    (given) => ((given.key ?? '') === '' || given.key === key) && (given.effect ?? 'NoExecute') === 'NoExecute',
  );
}

function toleration(key: string, tolerationSeconds: number): Toleration {
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds };
}

/** Pods without tolerations of their own share one frozen list per setting. */
const shared = new Map<number, readonly Toleration[]>();
function both(seconds: number): readonly Toleration[] {
  const known = shared.get(seconds);
  if (known !== undefined) return known;
  const list = Object.freeze([notReady, unreachable].map((key) => Object.freeze(toleration(key, seconds))));
  shared.set(seconds, list);
  return list;
}
