/** The rules of those loops that look after sets with names, schedules, Services, volumes, namespaces and what is left over. */
import type { Rules } from './rule';

const STATEFULSET = 'docs/concepts/workloads/controllers/statefulset/';
const CRONJOB = 'docs/concepts/workloads/controllers/cron-jobs/';
const COLLECTION = 'docs/concepts/architecture/garbage-collection/';
const VOLUMES = 'docs/concepts/storage/persistent-volumes/';
const SLICES = 'docs/concepts/services-networking/endpoint-slices/';
const NAMESPACES = 'docs/concepts/overview/working-with-objects/namespaces/';

export const upkeepRules = {
  ordinalMissing: {
    en: '{owner} wants {wanted} and has none with ordinal {ordinal}: it creates {pod}',
    ko: '{owner}에 필요한 파드 {wanted}개 가운데 순번 {ordinal}번이 없으므로 {pod} 파드를 만든다',
    docs: `${STATEFULSET}#deployment-and-scaling-guarantees`,
    setting: 'spec.replicas',
  },
  ordinalEnded: {
    en: '{pod} of {owner} has ended: it makes room for one of the same name',
    ko: '{owner}의 파드 {pod}의 실행이 끝났으므로 같은 이름의 파드에 자리를 내준다',
    docs: `${STATEFULSET}#deployment-and-scaling-guarantees`,
  },
  ordinalSurplus: {
    en: '{owner} wants only {wanted}: {pod} has the highest ordinal beyond that and goes first',
    ko: '{owner}에 필요한 파드는 {wanted}개뿐이므로 순번이 가장 높은 {pod} 파드부터 삭제한다',
    docs: `${STATEFULSET}#deployment-and-scaling-guarantees`,
    setting: 'spec.replicas',
  },
  ordinalOldRevision: {
    en: '{pod} of {owner} is of an old revision: it is replaced, from the highest ordinal down',
    ko: '{owner}의 파드 {pod}의 리비전이 옛것이므로, 순번이 높은 것부터 차례로 바꾼다',
    docs: `${STATEFULSET}#rolling-updates`,
    setting: 'spec.updateStrategy.rollingUpdate.partition',
  },
  claimRestored: {
    en: '{pod} of {owner} waits for a claim that is missing: it is made again',
    ko: '{owner}의 파드 {pod}에 필요한 클레임이 없으므로 다시 만든다',
    docs: `${STATEFULSET}#stable-storage`,
    setting: 'spec.volumeClaimTemplates',
  },
  claimRetention: {
    en: '{owner} notes on claim {claim} with whom it is to be deleted',
    ko: '{owner}에서 클레임 {claim}의 삭제 시점을 소유자 참조로 적어 둔다',
    docs: `${STATEFULSET}#persistentvolumeclaim-retention`,
    setting: 'spec.persistentVolumeClaimRetentionPolicy',
  },
  membersCounted: {
    en: '{owner} counts its pods anew: {active} there, {ready} ready, {updated} updated, {wanted} wanted',
    ko: '{owner}의 파드를 다시 센다: 현재 {active}개, 준비됨 {ready}개, 갱신됨 {updated}개, 필요 {wanted}개',
    docs: `${STATEFULSET}#deployment-and-scaling-guarantees`,
    setting: 'status.replicas',
  },

  runDue: {
    en: 'The schedule {schedule} of {owner} has come to {scheduled}: a Job is created',
    ko: '{owner}의 일정 {schedule}에 따라 {scheduled} 차례가 되어 잡을 만든다',
    docs: `${CRONJOB}#schedule-syntax`,
    setting: 'spec.schedule',
  },
  runMissed: {
    en: '{owner} is more than {deadlineMs} late for its schedule: this run is left out',
    ko: '{owner}의 일정보다 {deadlineMs} 넘게 늦었으므로 이번 실행은 건너뛴다',
    docs: `${CRONJOB}#starting-deadline`,
    setting: 'spec.startingDeadlineSeconds',
  },
  runForbidden: {
    en: 'A Job of {owner} still runs and concurrencyPolicy is Forbid: this run is left out',
    ko: '{owner}의 잡이 아직 돌고 있고 concurrencyPolicy 값이 Forbid이므로 이번 실행은 건너뛴다',
    docs: `${CRONJOB}#concurrency-policy`,
    setting: 'spec.concurrencyPolicy',
  },
  runReplaced: {
    en: 'The next run of {owner} is due and concurrencyPolicy is Replace: {job} goes',
    ko: '{owner}의 다음 실행 차례이고 concurrencyPolicy 값이 Replace이므로 {job} 잡을 삭제한다',
    docs: `${CRONJOB}#concurrency-policy`,
    setting: 'spec.concurrencyPolicy',
  },
  runHistory: {
    en: '{owner} keeps {complete} complete and {failed} failed Jobs: {job} is one too many',
    ko: '{owner}에서 남기는 잡은 성공 {complete}개, 실패 {failed}개까지이므로 {job} 잡부터 삭제한다',
    docs: `${CRONJOB}#jobs-history-limits`,
    setting: 'spec.successfulJobsHistoryLimit',
  },
  runsNoted: {
    en: '{owner} notes its runs: {active} active',
    ko: '{owner}의 실행 상황을 적는다: 활성 {active}개',
    docs: CRONJOB,
    setting: 'status.active',
  },
  runEnded: {
    en: 'Job {job} of {owner} has ended: {condition}',
    ko: '{owner}의 잡 {job}의 실행이 끝났다: {condition}',
    docs: CRONJOB,
    setting: 'status.active',
  },
  runVanished: {
    en: 'Job {job} of {owner} was active and is gone',
    ko: '{owner}의 활성 잡 {job}의 오브젝트가 없어졌다',
    docs: CRONJOB,
    setting: 'status.active',
  },
  jobExpired: {
    en: '{owner} ended {ttlMs} ago: it is deleted with its pods',
    ko: '{owner}의 실행이 끝난 지 {ttlMs} 지났으므로 파드와 함께 삭제한다',
    docs: 'docs/concepts/workloads/controllers/ttlafterfinished/',
    setting: 'spec.ttlSecondsAfterFinished',
  },

  ownerGone: {
    en: '{ownerKind} {owner} is gone and nobody else owns {kind} {object}: it is deleted',
    ko: '소유자인 {ownerKind} {owner}의 오브젝트가 없어졌고 다른 소유자도 없으므로 {kind} {object}의 삭제를 요청한다',
    docs: `${COLLECTION}#background-deletion`,
    setting: 'metadata.ownerReferences',
  },
  ownerGoing: {
    en: '{ownerKind} {owner} is deleted in the foreground: it waits until {kind} {object} is gone',
    ko: '{ownerKind} {owner}의 포그라운드 삭제가 진행 중이므로 종속된 {kind} {object}부터 삭제한다',
    docs: `${COLLECTION}#foreground-deletion`,
    setting: 'metadata.ownerReferences',
  },
  ownerDropped: {
    en: '{kind} {object} has other owners: the reference to {owner}, which is gone, goes',
    ko: '{kind} {object}에 다른 소유자가 있으므로 없어진 {owner}에 대한 참조만 뗀다',
    docs: `${COLLECTION}#owners-dependents`,
    setting: 'metadata.ownerReferences',
  },
  dependentsGone: {
    en: 'Nothing holds {kind} {object} back any more: its foreground deletion ends',
    ko: '{kind} {object}에 종속된 것이 모두 없어졌으므로 포그라운드 삭제를 마친다',
    docs: `${COLLECTION}#foreground-deletion`,
    setting: 'metadata.finalizers',
  },
  orphaned: {
    en: '{kind} {object} is deleted without its dependents: they lose their owner and stay',
    ko: '{kind} {object}만 삭제하고 종속된 것은 소유자 참조를 떼어 남긴다',
    docs: `${COLLECTION}#orphaned-dependents`,
    setting: 'metadata.finalizers',
  },
  namespaceGoes: {
    en: 'Namespace {namespace} is being deleted, and {kind} {object} with it',
    ko: '네임스페이스 {namespace}의 삭제로 그 안의 {kind} {object}도 삭제한다',
    docs: NAMESPACES,
  },
  namespaceTells: {
    en: 'Namespace {namespace} tells what is still in it: {left}',
    ko: '네임스페이스 {namespace}에 아직 남은 것을 상태에 적는다: {left}개',
    docs: NAMESPACES,
  },
  namespaceEmpty: {
    en: 'Namespace {namespace} is empty: its finalizer goes',
    ko: '네임스페이스 {namespace}의 내용이 비었으므로 파이널라이저를 뗀다',
    docs: NAMESPACES,
    setting: 'spec.finalizers',
  },

  slicesFollow: {
    en: 'Service {service} selects {pods} pods, of which are ready: {ready}; its EndpointSlices follow',
    ko: '서비스 {service}의 셀렉터에 맞는 파드 {pods}개 가운데 {ready}개의 준비가 끝났다: EndpointSlice를 맞춘다',
    docs: `${SLICES}#conditions`,
    setting: 'spec.selector',
  },
  slicesMirror: {
    en: 'Service {service} has no selector: what somebody wrote into its Endpoints is mirrored',
    ko: '서비스 {service}에 셀렉터가 없으므로 Endpoints에 적힌 것을 EndpointSlice에 옮긴다',
    docs: `${SLICES}#endpointslice-mirroring`,
  },
  endpointsFollow: {
    en: 'Service {service} selects {pods} pods, of which are ready: {ready}; its Endpoints follow',
    ko: '서비스 {service}의 셀렉터에 맞는 파드 {pods}개 가운데 {ready}개의 준비가 끝났다: Endpoints를 맞춘다',
    docs: 'docs/concepts/services-networking/service/#endpoints',
    setting: 'spec.selector',
  },
  serviceGone: {
    en: 'Service {service} is gone, and its Endpoints with it',
    ko: '서비스 {service}의 오브젝트가 없어졌으므로 그 Endpoints도 삭제한다',
    docs: 'docs/concepts/services-networking/service/#endpoints',
  },
  addressTaken: {
    en: 'The address {address} is noted as that of Service {service}',
    ko: '주소 {address}의 임자로 서비스 {service}의 이름을 적어 둔다',
    docs: 'docs/concepts/services-networking/cluster-ip-allocation/',
    setting: 'spec.clusterIPs',
  },
  addressFreed: {
    en: 'Service {service} no longer has the address {address}: it is free again',
    ko: '서비스 {service}에서 더는 쓰지 않는 주소 {address}의 자리를 비운다',
    docs: 'docs/concepts/services-networking/cluster-ip-allocation/',
    setting: 'spec.clusterIPs',
  },
  balancerOrdered: {
    en: 'Service {service} is of type LoadBalancer: the cloud is asked for one',
    ko: '서비스 {service}의 유형이 LoadBalancer이므로 클라우드에 하나를 요청한다',
    docs: 'docs/concepts/services-networking/service/#loadbalancer',
    setting: 'spec.type',
  },
  balancerReady: {
    en: 'The load balancer of Service {service} is set up after {setupMs}: its address is {address}',
    ko: '{setupMs} 만에 서비스 {service}의 로드 밸런서가 준비되었다: 주소는 {address}',
    docs: 'docs/concepts/services-networking/service/#loadbalancer',
    setting: 'status.loadBalancer',
  },
  balancerGone: {
    en: 'Service {service} wants no load balancer any more: the cloud takes it back',
    ko: '서비스 {service}에 로드 밸런서가 더는 필요 없으므로 클라우드에 돌려준다',
    docs: 'docs/concepts/services-networking/service/#loadbalancer',
    setting: 'spec.type',
  },
  ingressTold: {
    en: 'The ingress controller tells where {ingress} is reached: {address}',
    ko: '인그레스 컨트롤러에서 {ingress}의 주소를 적는다: {address}',
    docs: 'docs/concepts/services-networking/ingress-controllers/',
    setting: 'status.loadBalancer',
  },
  ingressCleared: {
    en: 'No ingress controller is left: {ingress} loses its address',
    ko: '인그레스 컨트롤러가 남지 않았으므로 {ingress}의 주소를 지운다',
    docs: 'docs/concepts/services-networking/ingress-controllers/',
    setting: 'status.loadBalancer',
  },
  certificateMade: {
    en: '{pod} makes the certificate of an admission webhook: Secret {secret}',
    ko: '파드 {pod}에서 어드미션 웹훅의 인증서를 만들어 시크릿 {secret}에 둔다',
    docs: 'docs/reference/access-authn-authz/extensible-admission-controllers/',
  },

  claimWaits: {
    en: 'Claim {claim} is not bound, {reason}: {message}',
    ko: '클레임 {claim}의 바인딩이 되지 않았다({reason}): {message}',
    docs: `${VOLUMES}#binding`,
    setting: 'spec.storageClassName',
  },
  claimBound: {
    en: 'Volume {volume} is what claim {claim} asks for: they are bound to each other',
    ko: '볼륨 {volume}의 조건이 클레임 {claim}의 요구에 맞으므로 서로 바인딩한다',
    docs: `${VOLUMES}#binding`,
    setting: 'spec.volumeName',
  },
  volumeUnbound: {
    en: 'Volume {volume} is free again: its claim uses another one',
    ko: '클레임에서 다른 볼륨을 쓰므로 볼륨 {volume}의 바인딩을 푼다',
    docs: `${VOLUMES}#binding`,
    setting: 'spec.claimRef',
  },
  volumePhase: {
    en: 'Volume {volume} is {phase} from now on',
    ko: '볼륨 {volume}의 단계를 {phase} 값으로 적는다',
    docs: `${VOLUMES}#phase`,
    setting: 'status.phase',
  },
  claimPhase: {
    en: 'Claim {claim} is {phase} from now on',
    ko: '클레임 {claim}의 단계를 {phase} 값으로 적는다',
    docs: `${VOLUMES}#binding`,
    setting: 'status.phase',
  },
  defaultClass: {
    en: 'Claim {claim} names no class: it takes the default one, {storageClass}',
    ko: '클레임 {claim}에 클래스가 없으므로 기본 클래스 {storageClass}의 이름을 넣는다',
    docs: 'docs/concepts/storage/storage-classes/#default-storageclass',
    setting: 'spec.storageClassName',
  },
  provisionerAsked: {
    en: 'No volume fits claim {claim}: {provisioner} of class {storageClass} is to make one',
    ko: '클레임 {claim}에 맞는 볼륨이 없으므로 클래스 {storageClass}의 {provisioner} 프로비저너에 맡긴다',
    docs: `${VOLUMES}#dynamic`,
    setting: 'spec.storageClassName',
  },
  volumeProvisioned: {
    en: '{provisioner} makes volume {volume} for claim {claim}',
    ko: '{provisioner} 프로비저너에서 클레임 {claim}에 줄 볼륨 {volume} 하나를 만든다',
    docs: `${VOLUMES}#dynamic`,
    setting: 'spec.storageClassName',
  },
  volumeReclaimed: {
    en: 'The claim of volume {volume} is gone and its reclaim policy is Delete',
    ko: '볼륨 {volume}의 클레임이 없어졌고 반환 정책이 Delete이므로 삭제한다',
    docs: `${VOLUMES}#reclaiming`,
    setting: 'spec.persistentVolumeReclaimPolicy',
  },
  claimUnused: {
    en: 'No pod uses claim {claim} any more: its deletion may end',
    ko: '클레임 {claim}의 볼륨을 쓰는 파드가 더는 없으므로 삭제를 마친다',
    docs: `${VOLUMES}#storage-object-in-use-protection`,
    setting: 'metadata.finalizers',
  },
  volumeUnused: {
    en: 'Volume {volume} is bound to no claim any more: its deletion may end',
    ko: '볼륨 {volume}에 바인딩된 클레임이 더는 없으므로 삭제를 마친다',
    docs: `${VOLUMES}#storage-object-in-use-protection`,
    setting: 'metadata.finalizers',
  },
  ephemeralClaim: {
    en: '{pod} has an ephemeral volume: its claim {claim} is made',
    ko: '파드 {pod}에 임시 볼륨이 있으므로 그 클레임 {claim}부터 만든다',
    docs: 'docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes',
    setting: 'spec.volumes[].ephemeral',
  },
  claimGrows: {
    en: 'Claim {claim} asks for {wanted} and has {had}: its driver is to expand it',
    ko: '클레임 {claim}의 요청은 {wanted}, 현재 크기는 {had}: 드라이버에서 늘려야 한다',
    docs: `${VOLUMES}#expanding-persistent-volumes-claims`,
    setting: 'spec.resources.requests.storage',
  },

  autoscaled: {
    en: '{autoscaler} takes {target} from {current} to {replicas} (between {minReplicas} and {maxReplicas}): {why}',
    ko: '{autoscaler}에서 {target}의 크기를 {current}에서 {replicas}까지 바꾼다({minReplicas}~{maxReplicas} 안에서): {why}',
    docs: 'docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details',
    setting: 'spec.metrics',
  },
  autoscalerLooked: {
    en: '{autoscaler} looks every {periodMs}: it sees {current} and wants {desired}',
    ko: '{autoscaler}에서 {periodMs} 간격으로 살핀다: 현재 {current}개, 목표 {desired}개',
    docs: 'docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details',
    setting: '--horizontal-pod-autoscaler-sync-period',
  },
  budgetCounted: {
    en: '{budget} counts its pods anew: {healthy} healthy, {wanted} wanted, so many may be evicted: {allowed}',
    ko: '{budget}의 파드를 다시 센다: 정상 {healthy}개, 필요 {wanted}개, 축출해도 되는 파드 {allowed}개',
    docs: 'docs/tasks/run-application/configure-pdb/',
    setting: 'spec.minAvailable',
  },
  budgetUncountable: {
    en: '{budget} cannot tell how many pods there should be: {message}',
    ko: '{budget}에서 파드가 몇 개여야 하는지 알 수 없다: {message}',
    docs: 'docs/tasks/run-application/configure-pdb/',
    setting: 'spec.minAvailable',
  },
  autoscalerCannot: {
    en: '{autoscaler} cannot tell a size, {reason}: {message}',
    ko: '{autoscaler}에서 크기를 정할 수 없다({reason}): {message}',
    docs: 'docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details',
    setting: 'spec.metrics',
  },
  quotaCounted: {
    en: '{quota} counts anew what its namespace uses',
    ko: '{quota}에서 네임스페이스의 사용량을 다시 센다',
    docs: 'docs/concepts/policy/resource-quotas/',
    setting: 'spec.hard',
  },
  rangeGiven: {
    en: '{node} has no addresses for pods yet: it gets {podCIDR}',
    ko: '노드 {node}에 파드용 주소 범위가 없으므로 {podCIDR} 범위를 준다',
    docs: 'docs/concepts/architecture/nodes/#node-controller',
    setting: 'spec.podCIDR',
  },
  defaultAccount: {
    en: 'Namespace {namespace} has no ServiceAccount default: it gets one',
    ko: '네임스페이스 {namespace}에 default 서비스어카운트가 없으므로 만든다',
    docs: 'docs/concepts/security/service-accounts/#default-service-accounts',
  },
  rootCertificate: {
    en: 'Pods of namespace {namespace} need the certificate of the API server: ConfigMap kube-root-ca.crt',
    ko: '네임스페이스 {namespace}의 파드에 API 서버의 인증서가 필요하므로 컨피그맵 kube-root-ca.crt에 둔다',
    docs: 'docs/concepts/configuration/configmap/',
  },
  rolesGathered: {
    en: '{role} gathers the rules of ClusterRoles that its selectors find',
    ko: '{role}의 셀렉터에 맞는 클러스터롤의 규칙을 모은다',
    docs: 'docs/reference/access-authn-authz/rbac/#aggregated-clusterroles',
    setting: 'aggregationRule',
  },
  serviceJudged: {
    en: 'APIService {object} is judged, {reason}: {message}',
    ko: 'APIService {object}의 가용 여부를 판단한다({reason}): {message}',
    docs: 'docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/',
    setting: 'spec.service',
  },
} as const satisfies Rules;
