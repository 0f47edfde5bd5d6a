/** The rules of kube-scheduler. */
import type { Rules } from './rule';

const SCHEDULER = 'docs/concepts/scheduling-eviction/kube-scheduler/#kube-scheduler-implementation';
const PREEMPTION = 'docs/concepts/scheduling-eviction/pod-priority-preemption/#preemption';
const HINTS = 'docs/concepts/scheduling-eviction/scheduling-framework/#queueinghint';
const VOLUMES = 'docs/concepts/storage/storage-classes/#volume-binding-mode';

export const schedulerRules = {
  onlyNode: {
    en: '{node} is the only one of nodes {nodes} that can take {pod}',
    ko: '노드 {nodes}개 가운데 {pod} 파드를 받을 수 있는 곳은 {node} 하나뿐이다',
    docs: SCHEDULER,
  },
  bestNode: {
    en: '{node} has the highest score for {pod}: {score}, the next one {next}; {fits} of {nodes} nodes fit',
    ko: '노드 {nodes}개 가운데 {fits}개에 {pod} 파드가 들어가고, {node}의 점수가 가장 높다: {score}점, 다음은 {next}점',
    docs: SCHEDULER,
  },
  drawnNode: {
    en: '{node} was drawn for {pod} among {drawn} nodes with the same highest score {score}; {fits} of {nodes} nodes fit',
    ko: '노드 {nodes}개 가운데 {fits}개에 {pod} 파드가 들어가고, 최고점 {score}점이 같은 {drawn}개 중에서 {node} 노드가 뽑혔다',
    docs: SCHEDULER,
  },
  nominatedNode: {
    en: '{node} is where room was made for {pod}, and it fits there',
    ko: '{pod} 파드를 위해 자리를 비워 둔 {node} 노드에 이제 들어간다',
    docs: PREEMPTION,
    setting: 'status.nominatedNodeName',
  },
  noNodeFits: {
    en: '{pod} fits on none of {nodes} nodes: {reasons}',
    ko: '노드 {nodes}개 가운데 {pod} 파드가 들어갈 곳이 없다: {reasons}',
    docs: SCHEDULER,
  },
  noNodes: {
    en: 'The cluster has no node at all for {pod}',
    ko: '{pod} 파드를 둘 노드가 클러스터에 하나도 없다',
    docs: SCHEDULER,
  },
  podIsGoing: {
    en: '{pod} is being deleted: no node is looked for',
    ko: '삭제 중인 {pod} 파드에는 노드를 찾아 주지 않는다',
    docs: SCHEDULER,
  },
  makesRoom: {
    en: '{pod} fits nowhere ({reasons}); pods of lower priority on {node} make room: {victims}',
    ko: '{pod} 파드가 들어갈 곳이 없어({reasons}) 노드 {node}에서 우선순위가 낮은 파드 {victims}개를 내보낸다',
    docs: PREEMPTION,
    setting: 'spec.priorityClassName',
  },
  preempted: {
    en: '{pod} (priority {priority}) makes room on {node} for {by} (priority {byPriority})',
    ko: '우선순위 {priority}인 {pod} 파드가 노드 {node}에서 우선순위 {byPriority}인 {by} 파드에 자리를 내준다',
    docs: PREEMPTION,
    setting: 'spec.priorityClassName',
  },
  nominationLost: {
    en: 'The room on {node} that was kept for {pod} goes to {by}, which is more important',
    ko: '{pod} 파드를 위해 {node} 노드에 비워 둔 자리가 더 중요한 {by} 파드에 넘어간다',
    docs: PREEMPTION,
    setting: 'status.nominatedNodeName',
  },
  waitsForVolumes: {
    en: '{pod} is to go to {node} once its volumes are bound, within {timeoutMs}',
    ko: '볼륨이 바인딩되면 {pod} 파드를 {node} 노드에 둔다(기다리는 한도 {timeoutMs})',
    docs: VOLUMES,
    setting: 'volumeBindingMode',
  },
  volumesBound: {
    en: 'The wait of {pod} for its volumes on {node} is over',
    ko: '노드 {node}에서 쓸 볼륨을 {pod} 파드가 기다리던 일이 끝났다',
    docs: VOLUMES,
    setting: 'volumeBindingMode',
  },
  bindingFailed: {
    en: 'The binding of {pod} came to nothing: {message}',
    ko: '{pod} 파드의 바인딩이 이루어지지 않았다: {message}',
    docs: SCHEDULER,
  },
  gatesGone: {
    en: 'The last scheduling gate of {pod} is gone: the scheduler looks for a node now',
    ko: '{pod} 파드의 마지막 스케줄링 게이트가 없어졌으므로 이제 노드를 찾는다',
    docs: 'docs/concepts/scheduling-eviction/pod-scheduling-readiness/',
    setting: 'spec.schedulingGates',
  },
  wokenByNewNode: {
    en: 'Node {node} is new: pods that fitted nowhere are tried again',
    ko: '노드 {node}의 등장으로, 들어갈 곳이 없던 파드를 다시 시도한다',
    docs: HINTS,
  },
  wokenByNode: {
    en: 'Node {node} has changed so that a waiting pod may fit: it is tried again',
    ko: '노드 {node}의 변화로 기다리던 파드가 들어갈 수 있을지 몰라 다시 시도한다',
    docs: HINTS,
  },
  wokenByNodeGone: {
    en: 'Node {node} is gone, which may help a waiting pod: it is tried again',
    ko: '노드 {node}의 삭제로 기다리던 파드가 들어갈 수 있을지 몰라 다시 시도한다',
    docs: HINTS,
  },
  wokenByPodGone: {
    en: '{pod} has left, and there is room again: a waiting pod is tried again',
    ko: '{pod} 파드가 떠나 자리가 생겼으므로 기다리던 파드를 다시 시도한다',
    docs: HINTS,
  },
  wokenByPod: {
    en: '{pod} on {node} may let a waiting pod fit: it is tried again',
    ko: '노드 {node}에 있는 {pod} 파드의 변화로 기다리던 파드가 들어갈 수 있을지 몰라 다시 시도한다',
    docs: HINTS,
  },
  wokenByStorage: {
    en: '{kind} {object} may let a waiting pod fit: it is tried again',
    ko: '{kind} {object}의 변화로 기다리던 파드가 들어갈 수 있을지 몰라 다시 시도한다',
    docs: HINTS,
  },
  wokenByDetach: {
    en: 'A volume was detached: a waiting pod is tried again',
    ko: '볼륨 하나가 분리되었으므로 기다리던 파드를 다시 시도한다',
    docs: HINTS,
  },
  wokenByItself: {
    en: '{pod} itself was changed so that it may fit now: it is tried again',
    ko: '{pod} 파드 자체가 바뀌어 이제 들어갈 수 있을지 몰라 다시 시도한다',
    docs: HINTS,
  },
  waitedLong: {
    en: '{pod} has waited for {waitedMs} without anything that would help: it is tried again all the same',
    ko: '도움이 되는 변화 없이 {waitedMs} 동안 기다렸지만 {pod} 파드를 한 번 더 시도한다',
    docs: HINTS,
  },
} as const satisfies Rules;
