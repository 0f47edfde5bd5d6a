/** The rules of kubelets and what runs on their machines. */
import type { Rules } from './rule';

const LIFECYCLE = 'docs/concepts/workloads/pods/pod-lifecycle/';
const PROBES = 'docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes';
const IMAGES = 'docs/concepts/containers/images/';
const PRESSURE = 'docs/concepts/scheduling-eviction/node-pressure-eviction/';
const STATIC = 'docs/tasks/configure-pod-container/static-pod/';

export const kubeletRules = {
  admitted: {
    en: 'The kubelet of {node} takes {pod} on: it is meant for this node, and fits',
    ko: '{pod} 파드가 이 노드에 배정되었고 자리도 있으므로 {node}의 kubelet이 받아들인다',
    docs: `${LIFECYCLE}#pod-lifetime`,
    setting: 'spec.nodeName',
  },
  rejected: {
    en: 'The kubelet of {node} refuses {pod}: {reason}',
    ko: '{node}의 kubelet이 {pod} 파드를 거절한다: {reason}',
    docs: `${LIFECYCLE}#pod-lifetime`,
  },
  changeSeen: {
    en: 'The kubelet has seen a new version of {pod}',
    ko: 'kubelet이 {pod} 파드의 새 버전을 보았다',
    docs: 'docs/concepts/workloads/pods/#pod-update-and-replacement',
  },
  mountFailed: {
    en: 'No container of {pod} starts before its volumes are there: {message}',
    ko: '볼륨이 준비되기 전에는 {pod} 파드의 컨테이너를 시작하지 않는다: {message}',
    docs: 'docs/concepts/storage/volumes/',
  },
  imagePulling: {
    en: '{image} has to be fetched from its registry before {container} can start (imagePullPolicy {policy})',
    ko: '{container} 컨테이너를 시작하려면 레지스트리에서 {image} 이미지를 받아야 한다(imagePullPolicy {policy})',
    docs: `${IMAGES}#image-pull-policy`,
    setting: 'imagePullPolicy',
  },
  imagePulled: {
    en: '{image} arrived after {tookMs}',
    ko: '{image} 이미지를 {tookMs} 만에 받았다',
    docs: `${IMAGES}#image-pull-policy`,
  },
  imagePullFailed: {
    en: '{image} could not be pulled: {error}',
    ko: '{image} 이미지를 받지 못했다: {error}',
    docs: `${IMAGES}#imagepullbackoff`,
  },
  imageBackOff: {
    en: 'The kubelet waits {backOffMs} before it asks for {image} again; each failure doubles the wait, up to {maxMs}',
    ko: 'kubelet은 {backOffMs} 기다린 뒤에 {image} 이미지를 다시 요청한다. 실패할 때마다 대기 시간이 두 배로 늘어난다(최대 {maxMs})',
    docs: `${IMAGES}#imagepullbackoff`,
  },
  imageNeverPulled: {
    en: '{image} is not on the node, and imagePullPolicy Never forbids to fetch it',
    ko: '노드에 {image} 이미지가 없고 imagePullPolicy가 Never라서 받아 오지도 않는다',
    docs: `${IMAGES}#image-pull-policy`,
    setting: 'imagePullPolicy',
  },
  startFailed: {
    en: '{container} could not be started ({reason}): {message}',
    ko: '{container} 컨테이너를 시작하지 못했다({reason}): {message}',
    docs: `${LIFECYCLE}#container-states`,
  },
  containerStarted: {
    en: 'All is ready for {container}: the kubelet starts it from {image}',
    ko: '준비가 끝나 kubelet이 {image} 이미지로 {container} 컨테이너를 시작한다',
    docs: `${LIFECYCLE}#container-states`,
  },
  restarted: {
    en: 'restartPolicy {policy} has {container} started again in the same pod, {waitedMs} after its end: restart {times}',
    ko: 'restartPolicy({policy})에 따라 {container} 컨테이너를 끝난 지 {waitedMs} 만에 같은 파드 안에서 다시 시작한다: {times}번째 재시작',
    docs: `${LIFECYCLE}#restart-policy`,
    setting: 'restartPolicy',
  },
  crashBackOff: {
    en: '{container} ended again: its next start waits until {backOffMs} after that; the wait doubles up to {maxMs}',
    ko: '{container} 컨테이너가 또 끝났으므로 끝난 때부터 {backOffMs} 동안 기다린 뒤에 다시 시작한다. 대기 시간은 두 배씩 늘어난다(최대 {maxMs})',
    docs: `${LIFECYCLE}#container-restarts`,
  },
  imageBehaviour: {
    en: 'Nobody has broken {container}: its program, simulated after {image}, does so by itself',
    ko: '누가 {container} 컨테이너를 고장 낸 것이 아니다. {image} 이미지를 본떠 시뮬레이션한 프로그램이 스스로 그렇게 동작한다',
    docs: 'docs/concepts/containers/',
  },
  livenessFailed: {
    en: 'The liveness probe of {container} failed {times} of {threshold} times in a row: {answer}',
    ko: '{container} 컨테이너의 활성 프로브(liveness)가 연속 {threshold}번 중 {times}번째로 실패했다: {answer}',
    docs: PROBES,
    setting: 'livenessProbe.failureThreshold',
  },
  startupFailed: {
    en: 'The startup probe of {container} failed {times} of {threshold} times in a row: {answer}',
    ko: '{container} 컨테이너의 시작 프로브(startup)가 연속 {threshold}번 중 {times}번째로 실패했다: {answer}',
    docs: PROBES,
    setting: 'startupProbe.failureThreshold',
  },
  readinessFailed: {
    en: 'The readiness probe of {container} failed {times} of {threshold} times in a row: {answer}',
    ko: '{container} 컨테이너의 준비성 프로브(readiness)가 연속 {threshold}번 중 {times}번째로 실패했다: {answer}',
    docs: PROBES,
    setting: 'readinessProbe.failureThreshold',
  },
  readinessPassed: {
    en: 'The readiness probe of {container} succeeded as often as needed ({times}): it is ready for requests',
    ko: '{container} 컨테이너의 준비성 프로브(readiness)가 필요한 만큼({times}번) 성공하여 요청을 받을 준비가 되었다',
    docs: `${LIFECYCLE}#types-of-probe`,
    setting: 'readinessProbe.successThreshold',
  },
  startupPassed: {
    en: 'The startup probe of {container} succeeded: the other probes begin',
    ko: '{container} 컨테이너의 시작 프로브(startup)가 성공하여 다른 프로브가 시작된다',
    docs: `${LIFECYCLE}#types-of-probe`,
  },
  containerKilled: {
    en: 'The kubelet asks {container} to end and gives it {graceMs} before SIGKILL',
    ko: 'kubelet이 {container} 컨테이너에 종료를 요청하고, SIGKILL을 보내기 전에 {graceMs} 동안 기다린다',
    docs: `${LIFECYCLE}#pod-termination`,
    setting: 'terminationGracePeriodSeconds',
  },
  graceOver: {
    en: '{container} had not ended {graceMs} after it was asked to: SIGKILL ends it',
    ko: '{container} 컨테이너가 종료 요청을 받고도 {graceMs} 동안 끝나지 않아 SIGKILL로 끝낸다',
    docs: `${LIFECYCLE}#pod-termination-flow`,
    setting: 'terminationGracePeriodSeconds',
  },
  exited: {
    en: '{container} ended with exit code {code}',
    ko: '{container} 컨테이너가 끝났다(종료 코드 {code})',
    docs: `${LIFECYCLE}#container-state-terminated`,
  },
  programEnded: {
    en: 'The program of {container}, simulated after {image}, ended by itself after {afterMs} with exit code {code}',
    ko: '{image} 이미지를 본떠 시뮬레이션한 {container} 컨테이너의 프로그램이 {afterMs} 만에 스스로 끝났다(종료 코드 {code})',
    docs: `${LIFECYCLE}#container-state-terminated`,
  },
  oomKilled: {
    en: '{container} took more memory than its limit of {limit}: the kernel killed it',
    ko: '{container} 컨테이너의 메모리가 제한({limit})을 넘어 커널이 종료시켰다',
    docs: 'docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
    setting: 'resources.limits.memory',
  },
  nodeOom: {
    en: 'The node itself had no memory left: its kernel killed {container}',
    ko: '노드의 메모리가 바닥나 커널이 {container} 컨테이너를 종료시켰다',
    docs: `${PRESSURE}#node-out-of-memory-behavior`,
  },
  podFinished: {
    en: 'The containers of {pod} have ended and restartPolicy {policy} starts none again: its phase is {phase}',
    ko: '{pod} 파드의 컨테이너가 끝났고 restartPolicy({policy})에 따라 다시 시작하지 않으므로 phase가 {phase} 상태로 확정된다',
    docs: `${LIFECYCLE}#pod-phase`,
    setting: 'spec.restartPolicy',
  },
  deadlineOver: {
    en: '{pod} has been active for longer than {deadlineMs}: its containers are stopped, and it has failed',
    ko: '{pod} 파드가 정해진 시간({deadlineMs})보다 오래 실행되어 컨테이너를 멈추고 실패로 끝낸다',
    docs: 'docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
    setting: 'spec.activeDeadlineSeconds',
  },
  terminating: {
    en: '{pod} is being deleted: its containers have {graceMs} to end',
    ko: '{pod} 파드가 삭제되는 중이므로 컨테이너는 {graceMs} 안에 끝나야 한다',
    docs: `${LIFECYCLE}#pod-termination`,
    setting: 'terminationGracePeriodSeconds',
  },
  graceShortened: {
    en: '{pod} is to be gone sooner: its containers now have {graceMs} left',
    ko: '{pod} 파드를 더 빨리 없애라고 하므로 컨테이너가 끝낼 시간이 {graceMs}만 남는다',
    docs: `${LIFECYCLE}#pod-termination-forced`,
  },
  objectGone: {
    en: 'The object of {pod} is gone: what still runs of it is stopped',
    ko: '{pod} 파드의 오브젝트가 사라졌으므로 아직 실행 중인 것을 멈춘다',
    docs: `${LIFECYCLE}#pod-termination-forced`,
  },
  podRemoved: {
    en: 'All containers of {pod} have ended: its kubelet has the object removed',
    ko: '{pod} 파드의 컨테이너가 모두 끝났으므로 kubelet이 오브젝트를 지운다',
    docs: `${LIFECYCLE}#pod-termination-flow`,
  },
  hookFailed: {
    en: 'The postStart hook of {container} failed ({message}): the container is stopped',
    ko: '{container} 컨테이너의 postStart 훅이 실패하여({message}) 컨테이너를 멈춘다',
    docs: 'docs/concepts/containers/container-lifecycle-hooks/',
    setting: 'lifecycle.postStart',
  },
  definitionChanged: {
    en: 'The definition of {container} has changed: the running one is replaced in the same pod',
    ko: '{container} 컨테이너의 정의가 바뀌어 같은 파드 안에서 실행 중인 컨테이너를 교체한다',
    docs: 'docs/concepts/workloads/pods/#pod-update-and-replacement',
  },
  allRestarted: {
    en: 'A container of {pod} ended in a way for which a rule asks that all of them start anew',
    ko: '{pod} 파드의 한 컨테이너가 끝났고, 규칙에 따라 모든 컨테이너를 다시 시작한다',
    docs: `${LIFECYCLE}#container-restart-rules`,
    setting: 'restartPolicyRules',
  },
  sandboxChanged: {
    en: 'The sandbox of {pod} is of no use any more, as after a reboot: it is made anew with all containers',
    ko: '{pod} 파드의 샌드박스를 더는 쓸 수 없어(예: 재부팅) 모든 컨테이너와 함께 새로 만든다',
    docs: `${LIFECYCLE}#pod-has-network`,
  },
  resizeStarted: {
    en: '{node} has room for what {pod} now asks for: its containers get it without a new pod',
    ko: '{node}에 {pod} 파드가 새로 요청한 자원이 있으므로 새 파드 없이 컨테이너에 나누어 준다',
    docs: 'docs/tasks/configure-pod-container/resize-container-resources/',
    setting: 'resources',
  },
  resizeRefused: {
    en: '{pod} cannot have what it now asks for on {node} ({reason}): {message}',
    ko: '{node}에서는 {pod} 파드가 새로 요청한 자원을 줄 수 없다({reason}): {message}',
    docs: 'docs/tasks/configure-pod-container/resize-container-resources/',
    setting: 'resources',
  },
  nodeShort: {
    en: '{node} is short of {resource}: {available} available, less than the threshold of {threshold}',
    ko: '{node}의 {resource} 자원이 부족하다: 남은 양 {available}, 임계값 {threshold}',
    docs: `${PRESSURE}#hard-eviction-thresholds`,
    setting: '--eviction-hard',
  },
  evicted: {
    en: '{pod} has to go: first those that use more than they request, then by priority, then by how much more',
    ko: '{pod} 파드를 축출한다. 요청량보다 많이 쓰는 파드, 우선순위가 낮은 파드, 초과량이 큰 파드 순으로 고른다',
    docs: `${PRESSURE}#pod-selection-for-kubelet-eviction`,
  },
  storageLimitPassed: {
    en: '{pod} wrote more than its limit, so its kubelet ends it: {message}',
    ko: '{pod} 파드가 제한보다 많이 써서 kubelet이 끝낸다: {message}',
    docs: 'docs/concepts/storage/ephemeral-storage/',
    setting: 'resources.limits.ephemeral-storage',
  },
  kubeletStarted: {
    en: 'The kubelet of {node} has started: it registers its node, or reports it again, and looks after its pods',
    ko: '{node}의 kubelet이 시작되어 노드를 등록하거나 다시 보고하고 파드를 돌본다',
    docs: 'docs/concepts/architecture/nodes/#self-registration-of-nodes',
  },
  nodeReported: {
    en: 'The kubelet of {node} looks every {everyMs}: it found that {condition} is {status} and reported it',
    ko: '{node}의 kubelet은 {everyMs}마다 노드를 살피며, 컨디션 {condition}={status} 상태를 확인하고 보고했다',
    docs: 'docs/reference/node/node-status/#condition',
    setting: '--node-status-update-frequency',
  },
  shutdownEnds: {
    en: '{node} is shutting down: {pod} has {graceMs} to end',
    ko: '{node} 노드가 종료되는 중이므로 {pod} 파드는 {graceMs} 안에 끝나야 한다',
    docs: 'docs/concepts/cluster-administration/node-shutdown/#graceful-node-shutdown',
    setting: 'shutdownGracePeriod',
  },
  manifestFound: {
    en: 'The kubelet found the manifest {path} and runs {pod} without asking the API server',
    ko: 'kubelet이 매니페스트 {path} 파일을 발견해 API 서버에 묻지 않고 {pod} 파드를 실행한다',
    docs: STATIC,
    setting: 'staticPodPath',
  },
  manifestGone: {
    en: 'The manifest {path} is gone or says something else: {pod} ends',
    ko: '매니페스트 {path} 파일이 없어졌거나 바뀌었으므로 {pod} 파드를 끝낸다',
    docs: STATIC,
    setting: 'staticPodPath',
  },
  mirrorMade: {
    en: 'A file on {node} runs {pod}: the kubelet makes a mirror, by which the API server shows it',
    ko: '{node}의 파일이 {pod} 파드를 실행하므로, API 서버에서 볼 수 있도록 kubelet이 미러 파드를 만든다',
    docs: STATIC,
  },
  mirrorRemoved: {
    en: 'No file on {node} runs {pod} as its mirror says: the mirror is removed',
    ko: '{node}에 이 미러대로 {pod} 파드를 실행하는 파일이 없으므로 미러 파드를 지운다',
    docs: STATIC,
  },
} as const satisfies Rules;
