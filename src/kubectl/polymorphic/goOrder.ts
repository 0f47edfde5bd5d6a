/**
 * The order in which Go writes the fields of objects that kubectl decodes into structs: `create`, `run`, `expose`, `set`
 * and others print their -o json so, whatever order the server's answer has.
 * Models the structs of k8s.io/api (v1.36.3): fields in order, `field:Struct` where the field holds one or a list of it.
 * Left out: structs that these commands seldom show; their fields stay as they came.
 */
import { isJsonObject } from '../../api/meta/jsonObject';

const structs: Readonly<Record<string, string>> = {
  Pod: 'kind apiVersion metadata:ObjectMeta spec:PodSpec status:PodStatus',
  Service: 'kind apiVersion metadata:ObjectMeta spec:ServiceSpec status:ServiceStatus',
  ConfigMap: 'kind apiVersion metadata:ObjectMeta immutable data binaryData',
  Secret: 'kind apiVersion metadata:ObjectMeta immutable data stringData type',
  Namespace: 'kind apiVersion metadata:ObjectMeta spec status',
  ServiceAccount: 'kind apiVersion metadata:ObjectMeta secrets imagePullSecrets automountServiceAccountToken',
  ResourceQuota: 'kind apiVersion metadata:ObjectMeta spec status',
  Node: 'kind apiVersion metadata:ObjectMeta spec:NodeSpec status:NodeStatus',
  ReplicationController:
    'kind apiVersion metadata:ObjectMeta spec:ReplicationControllerSpec status:ReplicationControllerStatus',
  Deployment: 'kind apiVersion metadata:ObjectMeta spec:DeploymentSpec status:DeploymentStatus',
  ReplicaSet: 'kind apiVersion metadata:ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus',
  DaemonSet: 'kind apiVersion metadata:ObjectMeta spec:DaemonSetSpec status:DaemonSetStatus',
  StatefulSet: 'kind apiVersion metadata:ObjectMeta spec:StatefulSetSpec status:StatefulSetStatus',
  Job: 'kind apiVersion metadata:ObjectMeta spec:JobSpec status:JobStatus',
  CronJob: 'kind apiVersion metadata:ObjectMeta spec:CronJobSpec status:CronJobStatus',
  Ingress: 'kind apiVersion metadata:ObjectMeta spec:IngressSpec status',
  Role: 'kind apiVersion metadata:ObjectMeta rules',
  ClusterRole: 'kind apiVersion metadata:ObjectMeta rules aggregationRule',
  RoleBinding: 'kind apiVersion metadata:ObjectMeta subjects roleRef',
  ClusterRoleBinding: 'kind apiVersion metadata:ObjectMeta subjects roleRef',
  PodDisruptionBudget:
    'kind apiVersion metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus',
  PriorityClass: 'kind apiVersion metadata:ObjectMeta value globalDefault description preemptionPolicy',
  HorizontalPodAutoscaler:
    'kind apiVersion metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec status:HorizontalPodAutoscalerStatus',
  ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences:OwnerReference finalizers managedFields:ManagedFieldsEntry',
  OwnerReference: 'apiVersion kind name uid controller blockOwnerDeletion',
  PodSpec:
    'volumes:Volume initContainers:Container containers:Container ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname subdomain affinity schedulerName tolerations:Toleration hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources:ResourceRequirements hostnameOverride schedulingGroup',
  Container:
    'name image command args workingDir ports:ContainerPort envFrom env:EnvVar resources:ResourceRequirements resizePolicy restartPolicy restartPolicyRules volumeMounts:VolumeMount volumeDevices livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty',
  ContainerPort: 'name hostPort containerPort protocol hostIP',
  EnvVar: 'name value valueFrom:EnvVarSource',
  EnvVarSource: 'fieldRef:ObjectFieldSelector resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef',
  ResourceRequirements: 'limits requests claims',
  VolumeMount: 'name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr',
  Volume:
    'name hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk photonPersistentDisk projected:ProjectedVolumeSource portworxVolume scaleIO storageos csi ephemeral image',
  ProjectedVolumeSource: 'sources:VolumeProjection defaultMode',
  VolumeProjection:
    'secret downwardAPI:DownwardAPIProjection configMap:ConfigMapProjection serviceAccountToken:ServiceAccountTokenProjection clusterTrustBundle podCertificate',
  ServiceAccountTokenProjection: 'audience expirationSeconds path',
  ConfigMapProjection: 'name items:KeyToPath optional',
  KeyToPath: 'key path mode',
  DownwardAPIProjection: 'items:DownwardAPIVolumeFile',
  DownwardAPIVolumeFile: 'path fieldRef:ObjectFieldSelector resourceFieldRef mode',
  ObjectFieldSelector: 'apiVersion fieldPath',
  Toleration: 'key operator value effect tolerationSeconds',
  Probe:
    'exec httpGet tcpSocket grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds',
  PodStatus:
    'observedGeneration phase conditions:PodCondition message reason nominatedNodeName hostIP hostIPs podIP podIPs startTime initContainerStatuses:ContainerStatus containerStatuses:ContainerStatus qosClass ephemeralContainerStatuses:ContainerStatus resize resourceClaimStatuses extendedResourceClaimStatus allocatedResources resources:ResourceRequirements nodeAllocatableResourceClaimStatuses',
  PodCondition: 'type observedGeneration status lastProbeTime lastTransitionTime reason message',
  ContainerStatus:
    'name state:ContainerState lastState:ContainerState ready restartCount image imageID containerID started allocatedResources resources:ResourceRequirements volumeMounts:VolumeMountStatus user allocatedResourcesStatus stopSignal',
  ContainerState: 'waiting:ContainerStateWaiting running:ContainerStateRunning terminated:ContainerStateTerminated',
  ContainerStateRunning: 'startedAt',
  ContainerStateTerminated: 'exitCode signal reason message startedAt finishedAt containerID',
  ContainerStateWaiting: 'reason message',
  VolumeMountStatus: 'name mountPath readOnly recursiveReadOnly volumeStatus',
  ServiceSpec:
    'ports:ServicePort selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution',
  ServicePort: 'name protocol appProtocol port targetPort nodePort',
  DeploymentSpec:
    'replicas selector:LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds',
  DeploymentStrategy: 'type rollingUpdate:RollingUpdateDeployment',
  RollingUpdateDeployment: 'maxUnavailable maxSurge',
  DeploymentStatus:
    'observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas conditions:DeploymentCondition collisionCount',
  DeploymentCondition: 'type status lastUpdateTime lastTransitionTime reason message',
  ReplicaSetSpec: 'replicas minReadySeconds selector:LabelSelector template:PodTemplateSpec',
  ReplicaSetStatus:
    'replicas fullyLabeledReplicas readyReplicas availableReplicas terminatingReplicas observedGeneration conditions',
  ReplicationControllerSpec: 'replicas minReadySeconds selector template:PodTemplateSpec',
  ReplicationControllerStatus:
    'replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration conditions',
  DaemonSetSpec:
    'selector:LabelSelector template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds revisionHistoryLimit',
  DaemonSetStatus:
    'currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable collisionCount conditions',
  DaemonSetUpdateStrategy: 'type rollingUpdate',
  StatefulSetSpec:
    'replicas selector:LabelSelector template:PodTemplateSpec volumeClaimTemplates serviceName podManagementPolicy updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals',
  StatefulSetStatus:
    'observedGeneration replicas readyReplicas currentReplicas updatedReplicas currentRevision updateRevision collisionCount conditions availableReplicas',
  StatefulSetUpdateStrategy: 'type rollingUpdate',
  JobSpec:
    'parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex maxFailedIndexes selector:LabelSelector manualSelector template:PodTemplateSpec ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy',
  JobStatus:
    'conditions startTime completionTime active succeeded failed terminating completedIndexes failedIndexes uncountedTerminatedPods ready',
  CronJobSpec:
    'schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate:JobTemplateSpec successfulJobsHistoryLimit failedJobsHistoryLimit',
  CronJobStatus: 'active lastScheduleTime lastSuccessfulTime',
  JobTemplateSpec: 'metadata:ObjectMeta spec:JobSpec',
  PodTemplateSpec: 'metadata:ObjectMeta spec:PodSpec',
  LabelSelector: 'matchLabels matchExpressions',
  NodeSpec: 'podCIDR podCIDRs providerID unschedulable taints:Taint configSource externalID',
  NodeStatus:
    'capacity allocatable phase conditions:NodeCondition addresses daemonEndpoints nodeInfo images volumesInUse volumesAttached config runtimeHandlers features declaredFeatures',
  Taint: 'key value effect timeAdded',
  HorizontalPodAutoscalerSpec: 'scaleTargetRef minReplicas maxReplicas metrics behavior',
  HorizontalPodAutoscalerStatus:
    'observedGeneration lastScaleTime currentReplicas desiredReplicas currentMetrics conditions',
  PodDisruptionBudgetSpec: 'minAvailable selector:LabelSelector maxUnavailable unhealthyPodEvictionPolicy',
  PodDisruptionBudgetStatus:
    'observedGeneration disruptedPods disruptionsAllowed currentHealthy desiredHealthy expectedPods conditions',
  ServiceStatus: 'loadBalancer conditions',
  IngressSpec: 'ingressClassName defaultBackend tls rules',
  ManagedFieldsEntry: 'manager operation apiVersion time fieldsType fieldsV1 subresource',
  NodeCondition: 'type status lastHeartbeatTime lastTransitionTime reason message',
};

/** `object` with the fields of its structs in Go's order; those that the table does not name stand last, as they came. */
export function inGoOrder(object: object): object {
  const { kind } = object as { readonly kind?: unknown }; // Looked at in the next line.
  const sorted = typeof kind === 'string' ? ordered(object, kind) : object;
  return typeof sorted === 'object' && sorted !== null ? sorted : object;
}

function ordered(value: unknown, struct: string): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, struct));
  if (!isJsonObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [field, type] of fieldsOf(struct)) {
    if (Object.hasOwn(value, field)) result[field] = type === undefined ? value[field] : ordered(value[field], type);
  }
  for (const [field, rest] of Object.entries(value)) if (!Object.hasOwn(result, field)) result[field] = rest;
  return result;
}

function fieldsOf(struct: string): readonly (readonly [string, string | undefined])[] {
  return (structs[struct] ?? '').split(' ').map((field) => {
    const [name = '', type] = field.split(':');
    return [name, type];
  });
}
