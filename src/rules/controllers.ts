/** The rules of the loops of kube-controller-manager that keep pods running. */
import type { Rules } from './rule';

const REPLICASET = 'docs/concepts/workloads/controllers/replicaset/';
const DEPLOYMENT = 'docs/concepts/workloads/controllers/deployment/';
const DAEMONSET = 'docs/concepts/workloads/controllers/daemonset/';
const DAEMONSET_UPDATE = 'docs/tasks/manage-daemon/update-daemon-set/#daemonset-update-strategy';
const JOB = 'docs/concepts/workloads/controllers/job/';

/** Pods that go because there are too many: the criterion decides which. */
const surplus = (en: string, ko: string, setting = 'spec.replicas') =>
  ({
    en: `{owner} wants {wanted} and has {active}: {pod} is deleted, ${en}`,
    ko: `{owner}에 필요한 파드는 {wanted}개인데 {active}개가 있다: ${ko} {pod}부터 삭제한다`,
    docs: `${REPLICASET}#scaling-a-replicaset`,
    setting,
  }) as const;

export const controllersRules = {
  missingPods: {
    en: '{owner} wants {wanted} and has {active}: it creates {missing}',
    ko: '{owner}에 필요한 파드는 {wanted}개인데 {active}개뿐이므로 {missing}개를 만든다',
    docs: `${REPLICASET}#how-a-replicaset-works`,
    setting: 'spec.replicas',
  },
  surplusPods: surplus('because all of them have to go', '모두 없어져야 하므로'),
  surplusUnassigned: surplus('first because it has no node yet', '아직 노드가 없는'),
  surplusPending: surplus('first because it is not Running', 'Running이 아닌'),
  surplusNotReady: surplus('first because it is not ready', '준비되지 않은'),
  surplusCost: surplus(
    'first because its deletion cost is lower',
    '삭제 비용이 더 낮은',
    'controller.kubernetes.io/pod-deletion-cost',
  ),
  surplusCrowded: surplus(
    'first because its node runs more pods of the same owner',
    '같은 소유자의 파드가 더 많은 노드에 있는',
  ),
  surplusReadyLater: surplus('first because it has been ready for a shorter time', '준비된 지 더 짧은'),
  surplusRestarts: surplus('first because its containers were restarted more often', '컨테이너가 더 자주 재시작된'),
  surplusYounger: surplus('first because it is younger', '더 늦게 만들어진'),
  surplusUid: surplus(
    'first because all else is about equal and its UID comes first',
    '다른 조건이 거의 같고 UID가 앞서는',
  ),
  podsCounted: {
    en: '{owner} counts its pods anew: {active} there, {ready} ready, {available} available, {wanted} wanted',
    ko: '{owner}의 파드를 다시 센다: 현재 {active}개, 준비됨 {ready}개, 가용 {available}개, 필요 {wanted}개',
    docs: `${REPLICASET}#how-a-replicaset-works`,
    setting: 'status.replicas',
  },
  adopted: {
    en: '{owner} adopts {object}: its labels match the selector and nobody controls it',
    ko: '레이블이 셀렉터와 맞고 관리하는 소유자가 없으므로, {owner}에서 {object}의 소유자 참조를 넣어 획득한다',
    docs: `${REPLICASET}#non-template-pod-acquisitions`,
    setting: 'spec.selector',
  },
  released: {
    en: '{owner} releases {object}: its labels no longer match the selector',
    ko: '레이블이 더는 셀렉터와 맞지 않으므로, {owner}에서 {object}의 소유자 참조를 떼어 놓아준다',
    docs: `${REPLICASET}#isolating-pods-from-a-replicaset`,
    setting: 'spec.selector',
  },
  revisionRecorded: {
    en: '{owner} keeps its present template as revision {revision}',
    ko: '{owner}의 현재 템플릿을 리비전 {revision}번으로 남겨 둔다',
    docs: DAEMONSET_UPDATE,
    setting: 'spec.template',
  },
  revisionAgain: {
    en: 'The template of {owner} is that of revision {was} again, which becomes revision {revision}',
    ko: '{owner}의 템플릿이 리비전 {was}번과 다시 같아져 그 리비전의 번호가 {revision}번이 된다',
    docs: 'docs/tasks/manage-daemon/rollback-daemon-set/',
    setting: 'spec.template',
  },
  historyLimit: {
    en: '{owner} keeps {limit} old revisions: {object} is one too many',
    ko: '{owner}에서 남기는 옛 리비전은 {limit}개까지이므로 {object}부터 삭제한다',
    docs: `${DEPLOYMENT}#clean-up-policy`,
    setting: 'spec.revisionHistoryLimit',
  },

  firstReplicaSet: {
    en: '{owner} has no ReplicaSet for its template yet: it creates {replicaSet} with replicas {count} of {wanted}',
    ko: '{owner}의 템플릿을 위한 레플리카셋이 아직 없으므로 레플리카 {count}개(전체 {wanted}개)로 {replicaSet} 레플리카셋을 만든다',
    docs: `${DEPLOYMENT}#creating-a-deployment`,
    setting: 'spec.template',
  },
  newTemplate: {
    en: 'The pod template of {owner} has changed: revision {revision} is {replicaSet}, which begins with replicas {count} (wanted {wanted}, maxSurge {surge})',
    ko: '{owner}의 파드 템플릿이 바뀌었다: 리비전 {revision}번 {replicaSet} 레플리카셋을 레플리카 {count}개로 시작한다(필요 {wanted}, maxSurge {surge})',
    docs: `${DEPLOYMENT}#updating-a-deployment`,
    setting: 'spec.template',
  },
  rolledBack: {
    en: 'The pod template of {owner} is that of {replicaSet} (revision {was}) again: it becomes revision {revision}',
    ko: '{owner}의 파드 템플릿이 {replicaSet}(리비전 {was}번)의 것과 다시 같아져 그 레플리카셋의 번호가 {revision}번이 된다',
    docs: `${DEPLOYMENT}#rolling-back-a-deployment`,
    setting: 'spec.template',
  },
  annotationsCopied: {
    en: '{replicaSet} takes over annotations and minReadySeconds of {owner}',
    ko: '{owner}의 어노테이션과 minReadySeconds를 {replicaSet}에 옮겨 적는다',
    docs: `${DEPLOYMENT}#updating-a-deployment`,
  },
  rolloutUp: {
    en: '{replicaSet} grows from {from} to {to}: at most {wanted} plus maxSurge {surge} in all',
    ko: '{replicaSet}의 크기를 {from}에서 {to}까지 늘린다: 모두 합해 {wanted} + maxSurge {surge}개까지 된다',
    docs: `${DEPLOYMENT}#max-surge`,
    setting: 'spec.strategy.rollingUpdate.maxSurge',
  },
  rolloutDown: {
    en: '{replicaSet} shrinks from {from} to {to}: {available} are available and {minAvailable} must stay so (maxUnavailable {unavailable})',
    ko: '{replicaSet}의 크기를 {from}에서 {to}까지 줄인다: 가용 파드는 {available}개이고 {minAvailable}개만 남으면 된다(maxUnavailable {unavailable})',
    docs: `${DEPLOYMENT}#max-unavailable`,
    setting: 'spec.strategy.rollingUpdate.maxUnavailable',
  },
  rolloutDownUnhealthy: {
    en: '{replicaSet} shrinks from {from} to {to}: pods of the old template that are not available go first',
    ko: '{replicaSet}의 크기를 {from}에서 {to}까지 줄인다: 옛 템플릿의 파드 가운데 가용하지 않은 것이 먼저 없어진다',
    docs: `${DEPLOYMENT}#rolling-update-deployment`,
    setting: 'spec.strategy.rollingUpdate.maxUnavailable',
  },
  recreateDown: {
    en: 'Strategy Recreate: {replicaSet} goes from {from} to 0 before the first new pod comes',
    ko: 'Recreate 전략: 새 파드를 만들기 전에 {replicaSet}의 크기를 {from}에서 0으로 줄인다',
    docs: `${DEPLOYMENT}#recreate-deployment`,
    setting: 'spec.strategy.type',
  },
  recreateUp: {
    en: 'Strategy Recreate: all old pods are gone, so {replicaSet} goes from {from} to {to}',
    ko: 'Recreate 전략: 옛 파드가 모두 없어졌으므로 {replicaSet}의 크기를 {from}에서 {to}까지 늘린다',
    docs: `${DEPLOYMENT}#recreate-deployment`,
    setting: 'spec.strategy.type',
  },
  scaledAlong: {
    en: '{owner} wants {wanted}: {replicaSet} goes from {from} to {to}',
    ko: '{owner}에 필요한 파드가 {wanted}개이므로 {replicaSet}의 크기를 {from}에서 {to}까지 바꾼다',
    docs: `${DEPLOYMENT}#scaling-a-deployment`,
    setting: 'spec.replicas',
  },
  scaledInProportion: {
    en: '{owner} is scaled in the middle of a rollout, to at most {allowed}: {replicaSet} takes its share and goes from {from} to {to}',
    ko: '롤아웃 도중에 {owner}의 크기가 바뀌었다(최대 {allowed}개): {replicaSet}의 몫을 {from}에서 {to}까지 바꾼다',
    docs: `${DEPLOYMENT}#proportional-scaling`,
    setting: 'spec.replicas',
  },
  oldNoLongerNeeded: {
    en: 'The new ReplicaSet has all of its {wanted} available: {replicaSet} goes from {from} to 0',
    ko: '새 레플리카셋의 파드 {wanted}개가 모두 가용하므로 {replicaSet}의 크기를 {from}에서 0으로 줄인다',
    docs: `${DEPLOYMENT}#rolling-update-deployment`,
    setting: 'spec.replicas',
  },
  sizeNoted: {
    en: '{owner} notes on {replicaSet} the size that it was made for: {wanted}',
    ko: '{replicaSet}에 {owner}의 크기({wanted})를 어노테이션으로 적어 둔다',
    docs: `${DEPLOYMENT}#proportional-scaling`,
  },
  replicaSetsCounted: {
    en: '{owner} sums up its ReplicaSets: {replicas} in all, {updated} updated, {available} available, {wanted} wanted',
    ko: '{owner}의 레플리카셋을 합해 본다: 모두 {replicas}개, 갱신됨 {updated}개, 가용 {available}개, 필요 {wanted}개',
    docs: `${DEPLOYMENT}#deployment-status`,
    setting: 'status.replicas',
  },
  progressDeadline: {
    en: 'The rollout of {owner} has not moved for {deadlineMs}: {updated} updated and {available} available of {wanted}',
    ko: '{deadlineMs} 동안 {owner}의 롤아웃에 진전이 없다: {wanted}개 가운데 갱신됨 {updated}개, 가용 {available}개',
    docs: `${DEPLOYMENT}#failed-deployment`,
    setting: 'spec.progressDeadlineSeconds',
  },
  selectsAll: {
    en: 'The selector of {owner} is empty: it would take every pod, so nothing is done',
    ko: '{owner}의 셀렉터가 비어 있어 모든 파드를 고르게 되므로 아무것도 하지 않는다',
    docs: `${DEPLOYMENT}#selector`,
    setting: 'spec.selector',
  },

  nodeWithoutDaemon: {
    en: '{owner} is for node {node}, which has no pod of it',
    ko: '{owner}의 대상인 노드 {node}에 이 데몬셋의 파드가 없으므로 만든다',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
    setting: 'spec.template.spec.nodeSelector',
  },
  daemonSurge: {
    en: '{owner} puts a pod of the new template beside the old one on {node}',
    ko: '{owner}의 새 템플릿 파드를 노드 {node}의 옛 파드 옆에 먼저 만든다',
    docs: DAEMONSET_UPDATE,
    setting: 'spec.updateStrategy.rollingUpdate.maxSurge',
  },
  nodeTurnsAway: {
    en: '{owner} is not for node {node} any more: labels or a NoExecute taint rule it out, so {pod} goes',
    ko: '레이블이나 NoExecute 테인트 때문에 노드 {node}에서는 더는 {owner}의 파드가 돌 수 없으므로 {pod} 파드를 삭제한다',
    docs: `${DAEMONSET}#taints-and-tolerations`,
    setting: 'spec.template.spec.nodeSelector',
  },
  daemonFailed: {
    en: '{pod} of {owner} on {node} has failed: it is deleted and made anew',
    ko: '노드 {node}에 있던 {owner}의 파드 {pod}의 상태가 Failed이므로 지우고 다시 만든다',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
  },
  daemonEnded: {
    en: '{pod} of {owner} on {node} has ended, which a daemon should not: it is deleted and made anew',
    ko: '노드 {node}에 있던 {owner}의 파드 {pod}의 실행이 끝났다: 데몬은 계속 돌아야 하므로 지우고 다시 만든다',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
  },
  daemonTwice: {
    en: '{owner} has more than one pod on {node}: all but the oldest go, among them {pod}',
    ko: '노드 {node}에 {owner}의 파드가 둘 이상이므로 가장 오래된 것만 남기고 {pod} 파드를 삭제한다',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
  },
  daemonNodeGone: {
    en: 'Node {node} is gone, and {pod} of {owner} with it',
    ko: '노드 {node}의 오브젝트가 없어졌으므로 거기 있던 {owner}의 파드 {pod}도 삭제한다',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
  },
  daemonOldBroken: {
    en: '{pod} of {owner} on {node} is of the old template and not available: it goes at once',
    ko: '노드 {node}에 있는 {owner}의 파드 {pod}의 템플릿은 옛것이고 가용하지도 않으므로 곧바로 삭제한다',
    docs: DAEMONSET_UPDATE,
    setting: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
  },
  daemonOldTemplate: {
    en: '{pod} of {owner} on {node} is of the old template; maxUnavailable {maxUnavailable} lets it go now',
    ko: '노드 {node}에 있는 {owner}의 파드 {pod}의 템플릿은 옛것이고, maxUnavailable {maxUnavailable} 안에서 지금 삭제할 수 있다',
    docs: DAEMONSET_UPDATE,
    setting: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
  },
  daemonReplaced: {
    en: 'The new pod of {owner} on {node} is available: the old one, {pod}, goes',
    ko: '노드 {node}에서 {owner}의 새 파드가 가용해졌으므로 옛 파드 {pod}의 삭제를 요청한다',
    docs: DAEMONSET_UPDATE,
    setting: 'spec.updateStrategy.rollingUpdate.maxSurge',
  },
  daemonsCounted: {
    en: '{owner} counts its pods anew: {desired} nodes wanted, {current} with a pod, {ready} ready, {available} available, {updated} updated',
    ko: '{owner}의 파드를 다시 센다: 대상 노드 {desired}개, 파드 있음 {current}개, 준비됨 {ready}개, 가용 {available}개, 갱신됨 {updated}개',
    docs: `${DAEMONSET}#how-daemon-pods-are-scheduled`,
    setting: 'status.currentNumberScheduled',
  },

  jobMissing: {
    en: '{owner} wants completions {completions}, has {succeeded}, and may run {parallelism} at a time: beside {active} active ones it creates {count}',
    ko: '{owner}에 필요한 완료는 {completions}번인데 {succeeded}번 되었고 한 번에 {parallelism}개까지 돈다: 활성 파드 {active}개에 더해 {count}개를 만든다',
    docs: `${JOB}#parallel-jobs`,
    setting: 'spec.parallelism',
  },
  jobQueue: {
    en: '{owner} works off a queue, {parallelism} at a time: beside {active} active ones it creates {count}',
    ko: '{owner}의 작업 큐를 한 번에 {parallelism}개의 파드가 처리한다: 활성 파드 {active}개에 더해 {count}개를 만든다',
    docs: `${JOB}#parallel-jobs`,
    setting: 'spec.parallelism',
  },
  jobRetries: {
    en: '{owner} tries again after failures: {failed} so far, backoffLimit {backoffLimit}; it creates {count}',
    ko: '지금까지 실패 {failed}번(backoffLimit {backoffLimit}): {owner}에서 파드 {count}개를 다시 만든다',
    docs: `${JOB}#pod-backoff-failure-policy`,
    setting: 'spec.backoffLimit',
  },
  jobSurplus: {
    en: '{owner} has {active} active and may run {parallelism}: {pod} goes',
    ko: '{owner}의 활성 파드가 {active}개인데 {parallelism}개까지만 돌 수 있으므로 {pod} 파드를 삭제한다',
    docs: `${JOB}#parallel-jobs`,
    setting: 'spec.parallelism',
  },
  jobSuspended: {
    en: '{owner} is suspended: its active pod {pod} goes',
    ko: '{owner}의 실행이 일시 중지되었으므로 활성 파드 {pod}의 삭제를 요청한다',
    docs: `${JOB}#suspending-a-job`,
    setting: 'spec.suspend',
  },
  jobSuspends: {
    en: '{owner} tells that it is suspended',
    ko: '{owner}의 상태에 일시 중지되었음을 적는다',
    docs: `${JOB}#suspending-a-job`,
    setting: 'spec.suspend',
  },
  jobResumes: {
    en: '{owner} tells that it goes on; its active time begins anew',
    ko: '{owner}의 상태에 재개되었음을 적는다. 활성 시간은 처음부터 다시 잰다',
    docs: `${JOB}#suspending-a-job`,
    setting: 'spec.suspend',
  },
  jobEnding: {
    en: '{owner} is over: its pod {pod}, which still runs, goes',
    ko: '{owner}의 실행이 끝났으므로 아직 돌고 있는 파드 {pod}의 삭제를 요청한다',
    docs: `${JOB}#job-termination-and-cleanup`,
  },
  jobPodCounted: {
    en: '{pod} is written down in the status of {owner}, so its finalizer may go',
    ko: '파드 {pod}의 결과를 {owner}의 상태에 적었으므로 파이널라이저를 뗀다',
    docs: `${JOB}#job-tracking-with-finalizers`,
  },
  jobCounted: {
    en: '{owner} counts its pods anew: {active} active, {ready} ready, {succeeded} succeeded, {failed} failed',
    ko: '{owner}의 파드를 다시 센다: 활성 {active}개, 준비됨 {ready}개, 성공 {succeeded}개, 실패 {failed}개',
    docs: `${JOB}#job-tracking-with-finalizers`,
    setting: 'status.active',
  },
  jobComplete: {
    en: '{owner} has reached completions {completions}',
    ko: '{owner}에 필요한 완료 {completions}번을 채웠다',
    docs: `${JOB}#job-termination-and-cleanup`,
    setting: 'spec.completions',
  },
  jobBackOffLimit: {
    en: '{owner} has failed more often than backoffLimit {backoffLimit} allows',
    ko: '{owner}의 실패 횟수가 backoffLimit {backoffLimit}의 한도를 넘었다',
    docs: `${JOB}#pod-backoff-failure-policy`,
    setting: 'spec.backoffLimit',
  },
  jobDeadline: {
    en: '{owner} was active for longer than {deadlineMs}',
    ko: '{owner}의 활성 시간이 한도({deadlineMs})를 넘었다',
    docs: `${JOB}#job-termination-and-cleanup`,
    setting: 'spec.activeDeadlineSeconds',
  },
  jobEnds: {
    en: '{owner} ends, {reason}: {message}',
    ko: '{owner}의 실행이 끝난다({reason}): {message}',
    docs: `${JOB}#job-termination-and-cleanup`,
  },
  jobGone: {
    en: 'The Job of {pod} is gone or over: nobody will count it, so its finalizer goes',
    ko: '파드 {pod}의 잡이 없어졌거나 끝나 더는 셀 곳이 없으므로 파이널라이저를 뗀다',
    docs: `${JOB}#job-tracking-with-finalizers`,
  },
} as const satisfies Rules;
