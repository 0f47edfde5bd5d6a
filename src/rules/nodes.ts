/** The rules of the loops that watch over nodes, and of what becomes of pods on lost ones. */
import type { Rules } from './rule';

const NODES = 'docs/concepts/architecture/nodes/';
const TAINTS = 'docs/concepts/scheduling-eviction/taint-and-toleration/';
const POD_GC = 'docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection';

export const nodesRules = {
  nodeWelcomed: {
    en: 'The node controller sees {node} for the first time',
    ko: '노드 컨트롤러에서 {node} 노드를 처음 본다',
    docs: `${NODES}#node-controller`,
  },
  nodeRemoved: {
    en: 'The node controller no longer sees {node}',
    ko: '노드 컨트롤러에서 {node} 노드가 더는 보이지 않는다',
    docs: `${NODES}#node-controller`,
  },
  nodeNotHeardOf: {
    en: 'No heartbeat of {node} for {silentMs}, the grace period is {graceMs}: its conditions become Unknown',
    ko: '{silentMs} 동안 노드 {node}의 하트비트가 없다(유예 기간 {graceMs}): 컨디션을 Unknown으로 바꾼다',
    docs: `${NODES}#node-controller`,
    setting: '--node-monitor-grace-period',
  },
  nodeLost: {
    en: '{node} was Ready and is not any more',
    ko: '노드 {node}의 상태가 Ready에서 벗어났다',
    docs: `${NODES}#node-controller`,
  },
  podOfLostNode: {
    en: '{node} is not Ready, so {pod} on it counts as not ready: no Service sends it anything',
    ko: '노드 {node}의 상태가 Ready가 아니므로 그 위의 {pod} 파드도 준비되지 않은 것으로 표시해 서비스의 요청을 받지 않게 한다',
    docs: `${NODES}#node-controller`,
  },
  conditionTaints: {
    en: 'The conditions of {node} and its spec.unschedulable ask for these NoSchedule taints: {taints}',
    ko: '노드 {node}의 컨디션과 spec.unschedulable에 맞추어 NoSchedule 테인트를 다음과 같이 둔다: {taints}',
    docs: `${TAINTS}#taint-nodes-by-condition`,
    setting: 'spec.taints',
  },
  nodeTainted: {
    en: '{node} is not Ready: it gets the NoExecute taint {taint}',
    ko: '노드 {node}의 상태가 Ready가 아니므로 NoExecute 테인트 {taint} 값을 단다',
    docs: `${TAINTS}#taint-based-evictions`,
    setting: 'spec.taints',
  },
  nodeIsBack: {
    en: '{node} is Ready again: the NoExecute taint {taint} goes',
    ko: '노드 {node}의 상태가 다시 Ready이므로 NoExecute 테인트 {taint} 값을 뗀다',
    docs: `${TAINTS}#taint-based-evictions`,
    setting: 'spec.taints',
  },
  allNodesLost: {
    en: 'No node is Ready: rather the control plane is cut off, so nothing is evicted and {node} loses its taint',
    ko: 'Ready인 노드가 하나도 없다: 컨트롤 플레인이 끊긴 것으로 보고 축출을 멈추며 {node} 노드의 테인트를 뗀다',
    docs: `${NODES}#rate-limits-on-eviction`,
  },
  podEvictionTimeout: {
    en: '{node} has been ill for longer than {timeoutMs}: {pod} on it is given up',
    ko: '{timeoutMs}보다 오래 {node} 노드의 상태가 나쁘므로 그 위의 {pod} 파드를 포기한다',
    docs: `${NODES}#node-controller`,
    setting: '--pod-eviction-timeout',
  },

  tolerationOver: {
    en: '{pod} tolerates the taint {taint} of {node} for {toleratedMs}, which are over: it is evicted',
    ko: '파드 {pod}의 톨러레이션으로 노드 {node}의 테인트 {taint}에서 버틸 수 있는 시간({toleratedMs})이 지나 축출한다',
    docs: `${TAINTS}#taint-based-evictions`,
    setting: 'spec.tolerations[].tolerationSeconds',
  },
  taintNotTolerated: {
    en: '{pod} does not tolerate the NoExecute taint {taint} of {node}: it is evicted at once',
    ko: '파드 {pod}에 노드 {node}의 NoExecute 테인트 {taint}에 대한 톨러레이션이 없으므로 곧바로 축출한다',
    docs: `${TAINTS}#taint-based-evictions`,
    setting: 'spec.tolerations',
  },
  evictionCancelled: {
    en: 'No taint asks {pod} to leave any more: its eviction is called off',
    ko: '파드 {pod}에 떠나라는 테인트가 더는 없으므로 예정된 축출을 취소한다',
    docs: `${TAINTS}#taint-based-evictions`,
  },
  neverScheduled: {
    en: '{pod} is being deleted and never had a node: no kubelet will finish it, so it is removed',
    ko: '삭제 중인 {pod} 파드는 노드를 받은 적이 없어 마무리할 kubelet이 없으므로 바로 없앤다',
    docs: POD_GC,
  },
  tooManyEnded: {
    en: 'More than {limit} pods have ended: {pod} is among the oldest and goes',
    ko: '끝난 파드가 {limit}개를 넘었으므로 오래된 {pod} 파드부터 없앤다',
    docs: POD_GC,
    setting: '--terminated-pod-gc-threshold',
  },
  nodeOutOfService: {
    en: '{node} carries the taint out-of-service: {pod}, which is being deleted, need not wait for it',
    ko: '노드 {node}에 out-of-service 테인트가 있으므로 삭제 중인 {pod} 파드는 그 노드를 기다리지 않고 없앤다',
    docs: POD_GC,
    setting: 'node.kubernetes.io/out-of-service',
  },
  podOfGoneNode: {
    en: 'Node {node} has been gone for {quarantineMs}: {pod} on it is removed',
    ko: '{quarantineMs} 동안 노드 {node}의 오브젝트가 없으므로 그 위의 {pod} 파드를 없앤다',
    docs: POD_GC,
  },
} as const satisfies Rules;
