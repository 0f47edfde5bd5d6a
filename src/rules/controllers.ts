/** The rules of the loops of kube-controller-manager. */
import type { Rules } from './rule';

export const controllersRules = {
  missingPods: {
    en: '{owner} wants {wanted} pods and has {active}: it creates {missing}',
    ko: '{owner}에 필요한 파드는 {wanted}개인데 {active}개뿐이므로 {missing}개를 만든다',
    docs: 'docs/concepts/workloads/controllers/replicaset/#how-a-replicaset-works',
    setting: 'spec.replicas',
  },
} as const satisfies Rules;
