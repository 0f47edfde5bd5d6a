/** The rules of the API server. */
import type { Rules } from './rule';

const TERMINATION = 'docs/concepts/workloads/pods/pod-lifecycle/';
const FINALIZERS = 'docs/concepts/overview/working-with-objects/finalizers/';
const EVICTION = 'docs/concepts/scheduling-eviction/api-eviction/';
const CUSTOM = 'docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/';
const SERVICES = 'docs/concepts/services-networking/';

export const apiserverRules = {
  gracefulDeletion: {
    en: '{pod} is only marked as deleted: its object stays until its kubelet has ended it, within a grace period of {graceMs}',
    ko: '{pod} 파드에는 삭제 표시만 한다. kubelet이 끝낼 때까지 오브젝트가 남는다(유예 기간 {graceMs})',
    docs: `${TERMINATION}#pod-termination`,
    setting: 'terminationGracePeriodSeconds',
  },
  forcedDeletion: {
    en: 'A grace period of 0 removes {pod} at once, without waiting for its kubelet',
    ko: '유예 기간이 0이므로 kubelet을 기다리지 않고 {pod} 파드를 바로 없앤다',
    docs: `${TERMINATION}#pod-termination-forced`,
    setting: '--grace-period',
  },
  promptDeletion: {
    en: '{pod} has no node yet, or has ended: nobody has to be waited for',
    ko: '{pod} 파드는 아직 노드가 없거나 이미 끝났으므로 기다릴 것 없이 지운다',
    docs: `${TERMINATION}#pod-termination`,
  },
  finalizersWait: {
    en: '{kind} {name} stays until its finalizers are taken away: {finalizers}',
    ko: '{kind} {name} 오브젝트는 파이널라이저가 없어질 때까지 남는다: {finalizers}',
    docs: `${FINALIZERS}#how-finalizers-work`,
    setting: 'metadata.finalizers',
  },
  lastFinalizer: {
    en: 'The last finalizer of {kind} {name} is gone, and it was to be deleted',
    ko: '삭제를 기다리던 {kind} {name} 오브젝트의 마지막 파이널라이저가 없어졌다',
    docs: `${FINALIZERS}#how-finalizers-work`,
    setting: 'metadata.finalizers',
  },
  namespaceTerminating: {
    en: 'The namespace {namespace} stays, Terminating, until everything in it is gone',
    ko: '네임스페이스 {namespace} 안의 모든 것이 없어질 때까지 Terminating 상태로 남는다',
    docs: 'docs/tasks/administer-cluster/namespaces/#deleting-a-namespace',
    setting: 'spec.finalizers',
  },
  evictionAllowed: {
    en: 'No disruption budget keeps {pod} from being evicted: it is deleted',
    ko: '{pod} 파드의 축출을 막는 PodDisruptionBudget이 없으므로 파드를 지운다',
    docs: `${EVICTION}#how-api-initiated-eviction-works`,
  },
  budgetCharged: {
    en: '{budget} lets {pod} go and allows {left} more disruptions',
    ko: '{budget} 예산이 {pod} 파드의 축출을 허용하며, 앞으로 {left}번 더 허용한다',
    docs: 'docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets',
    setting: 'status.disruptionsAllowed',
  },
  quotaCharged: {
    en: 'What is written counts against the quota {quota}',
    ko: '쓰는 만큼 {quota} 쿼터에서 차감한다',
    docs: 'docs/concepts/policy/resource-quotas/',
  },
  addressDrawn: {
    en: 'The Service {service} asks for no address and is given a free one of {range}: {clusterIP}',
    ko: '{service} 서비스가 주소를 지정하지 않아 {range} 범위에서 비어 있는 주소를 준다: {clusterIP}',
    docs: `${SERVICES}cluster-ip-allocation/`,
    setting: '--service-cluster-ip-range',
  },
  nodePortDrawn: {
    en: 'The Service {service} asks for no node port and is given a free one of {range}: {nodePort}',
    ko: '{service} 서비스가 노드 포트를 지정하지 않아 {range} 범위에서 비어 있는 포트를 준다: {nodePort}',
    docs: `${SERVICES}service/#type-nodeport`,
    setting: '--service-node-port-range',
  },
  definitionServed: {
    en: 'The names of {crd} are looked at: free ones are accepted, and the new kind is served',
    ko: '{crd} 정의의 이름을 검사해 비어 있으면 받아들이고 새 종류를 제공한다',
    docs: CUSTOM,
  },
  definitionEmptied: {
    en: '{crd} is being deleted: its objects go first, then the definition',
    ko: '{crd} 정의를 지우는 중이므로 그 오브젝트를 먼저 지우고 정의를 지운다',
    docs: `${CUSTOM}#finalizers`,
  },
  eventExpired: {
    en: 'Nobody has written the Event for {ttlMs}: Events are kept no longer',
    ko: '이벤트가 {ttlMs} 동안 새로 쓰이지 않았다. 이벤트는 그 이상 보관하지 않는다',
    docs: 'docs/reference/command-line-tools-reference/kube-apiserver/',
    setting: '--event-ttl',
  },
} as const satisfies Rules;
