/**
 * What an update of a pod would change, in the form in which the API server says it: the two internal specs as indented
 * JSON, compared line by line. Internal types have no JSON names, so the keys are Go's fields in Go's order.
 * Models pkg/apis/core/types.go (v1.36.3). Left out: the insides of storage drivers.
 */
import type { JsonObject } from '../../../api/meta/jsonObject';
import type { EphemeralContainer, PodSpec } from '../../../api/core/pod';
import { unifiedDiff } from './unifiedDiff';

const containerFields =
  'Name:s Image:s Command:n Args:n WorkingDir:s Ports:[Port EnvFrom:[EnvFrom Env:[EnvVar Resources:=Resources ' +
  'ResizePolicy:[ResizePolicy RestartPolicy:n RestartPolicyRules:n VolumeMounts:[Mount VolumeDevices:n ' +
  'LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:s ' +
  'TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b';

/** The differences between `old` and `next` with three lines around each. */
export function podSpecDiff(old: PodSpec, next: PodSpec): string {
  return unifiedDiff(internalLines(old), internalLines(next));
}

/** The same for one ephemeral container. */
export function ephemeralContainerDiff(old: EphemeralContainer, next: EphemeralContainer): string {
  const lines = (container: object) => textLines('EphemeralContainer', container as JsonObject); // Decoded by the table of fields.
  return unifiedDiff(lines(old), lines(next));
}

/**
 * Fields of each type: name, colon, kind: s text, i number, b bool, n null when absent, =T struct, *T pointer, [T list.
 * The name in the API is the same with a small first letter, unless it stands in `apiNames`.
 */
const types: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes:[Volume InitContainers:[Container Containers:[Container EphemeralContainers:[EphemeralContainer RestartPolicy:s ' +
    'TerminationGracePeriodSeconds:n ActiveDeadlineSeconds:n DNSPolicy:s NodeSelector:n ServiceAccountName:s ' +
    'AutomountServiceAccountToken:n NodeName:s SecurityContext:*PodSecurityContext ImagePullSecrets:[Name Hostname:s ' +
    'Subdomain:s SetHostnameAsFQDN:n Affinity:*Affinity SchedulerName:s Tolerations:[Toleration HostAliases:[HostAlias ' +
    'PriorityClassName:s Priority:n PreemptionPolicy:n DNSConfig:*PodDNSConfig ReadinessGates:[ReadinessGate ' +
    'RuntimeClassName:n Overhead:n EnableServiceLinks:n TopologySpreadConstraints:[Spread OS:*Name ' +
    'SchedulingGates:[Name ResourceClaims:n Resources:*Resources HostnameOverride:n SchedulingGroup:n',
  Volume:
    'Name:s HostPath:*HostPath EmptyDir:*EmptyDir GCEPersistentDisk:n AWSElasticBlockStore:n GitRepo:n Secret:*Secret ' +
    'NFS:n ISCSI:n Glusterfs:n PersistentVolumeClaim:*Claim RBD:n Quobyte:n FlexVolume:n Cinder:n CephFS:n Flocker:n ' +
    'DownwardAPI:*DownwardAPI FC:n AzureFile:n ConfigMap:*ConfigMap VsphereVolume:n AzureDisk:n ' +
    'PhotonPersistentDisk:n Projected:*Projected PortworxVolume:n ScaleIO:n StorageOS:n CSI:n Ephemeral:n Image:n',
  HostPath: 'Path:s Type:n',
  EmptyDir: 'Medium:s SizeLimit:n',
  Secret: 'SecretName:s Items:[KeyToPath DefaultMode:n Optional:n',
  ConfigMap: 'Name:s Items:[KeyToPath DefaultMode:n Optional:n',
  Claim: 'ClaimName:s ReadOnly:b',
  DownwardAPI: 'Items:[DownwardFile DefaultMode:n',
  DownwardFile: 'Path:s FieldRef:*FieldRef ResourceFieldRef:*ResourceFieldRef Mode:n',
  KeyToPath: 'Key:s Path:s Mode:n',
  Projected: 'Sources:[Projection DefaultMode:n',
  Projection:
    'Secret:*ProjectedFiles DownwardAPI:*ProjectedDownward ConfigMap:*ProjectedFiles ServiceAccountToken:*Token ' +
    'ClusterTrustBundle:n PodCertificate:n',
  ProjectedFiles: 'Name:s Items:[KeyToPath Optional:n',
  ProjectedDownward: 'Items:[DownwardFile',
  Token: 'Audience:s ExpirationSeconds:i Path:s',
  Container: containerFields,
  EphemeralContainer: `${containerFields} TargetContainerName:s`,
  ResizePolicy: 'ResourceName:s RestartPolicy:s',
  Port: 'Name:s HostPort:i ContainerPort:i Protocol:s HostIP:s',
  EnvFrom: 'Prefix:s ConfigMapRef:*OptionalName SecretRef:*OptionalName',
  OptionalName: 'Name:s Optional:n',
  EnvVar: 'Name:s Value:s ValueFrom:*ValueFrom',
  ValueFrom:
    'FieldRef:*FieldRef ResourceFieldRef:*ResourceFieldRef ConfigMapKeyRef:*KeyRef SecretKeyRef:*KeyRef FileKeyRef:n',
  FieldRef: 'APIVersion:s FieldPath:s',
  ResourceFieldRef: 'ContainerName:s Resource:s Divisor:q',
  KeyRef: 'Name:s Key:s Optional:n',
  Resources: 'Limits:n Requests:n Claims:n',
  Mount: 'Name:s ReadOnly:b RecursiveReadOnly:n MountPath:s SubPath:s MountPropagation:n SubPathExpr:s',
  Probe:
    'Exec:*Exec HTTPGet:*HTTPGet TCPSocket:*TCPSocket GRPC:*GRPC InitialDelaySeconds:i TimeoutSeconds:i ' +
    'PeriodSeconds:i SuccessThreshold:i FailureThreshold:i TerminationGracePeriodSeconds:n',
  Exec: 'Command:n',
  HTTPGet: 'Path:s Port:i Host:s Scheme:s HTTPHeaders:[Header',
  Header: 'Name:s Value:s',
  TCPSocket: 'Port:i Host:s',
  GRPC: 'Port:i Service:n',
  Lifecycle: 'PostStart:*Handler PreStop:*Handler StopSignal:n',
  Handler: 'Exec:*Exec HTTPGet:*HTTPGet TCPSocket:*TCPSocket Sleep:*Sleep',
  Sleep: 'Seconds:i',
  SecurityContext:
    'Capabilities:*Capabilities Privileged:n SELinuxOptions:n WindowsOptions:n RunAsUser:n RunAsGroup:n RunAsNonRoot:n ' +
    'ReadOnlyRootFilesystem:n AllowPrivilegeEscalation:n ProcMount:n SeccompProfile:n AppArmorProfile:n',
  Capabilities: 'Add:n Drop:n',
  PodSecurityContext:
    'HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:n HostUsers:n SELinuxOptions:n WindowsOptions:n RunAsUser:n ' +
    'RunAsGroup:n RunAsNonRoot:n SupplementalGroups:n SupplementalGroupsPolicy:n FSGroup:n FSGroupChangePolicy:n ' +
    'Sysctls:[Header SeccompProfile:n AppArmorProfile:n SELinuxChangePolicy:n',
  Name: 'Name:s',
  Affinity: 'NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[Preferred',
  NodeSelector: 'NodeSelectorTerms:[NodeTerm',
  NodeTerm: 'MatchExpressions:[NodeRequirement MatchFields:[NodeRequirement',
  NodeRequirement: 'Key:s Operator:s Values:n',
  Preferred: 'Weight:i Preference:=NodeTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:[PodTerm PreferredDuringSchedulingIgnoredDuringExecution:[WeightedTerm',
  PodTerm: 'LabelSelector:n Namespaces:n TopologyKey:s NamespaceSelector:n MatchLabelKeys:n MismatchLabelKeys:n',
  WeightedTerm: 'Weight:i PodAffinityTerm:=PodTerm',
  Toleration: 'Key:s Operator:s Value:s Effect:s TolerationSeconds:n',
  HostAlias: 'IP:s Hostnames:n',
  PodDNSConfig: 'Nameservers:n Searches:n Options:[DNSOption',
  DNSOption: 'Name:s Value:n',
  ReadinessGate: 'ConditionType:s',
  Spread:
    'MaxSkew:i TopologyKey:s WhenUnsatisfiable:s LabelSelector:n MinDomains:n NodeAffinityPolicy:n NodeTaintsPolicy:n ' +
    'MatchLabelKeys:n',
};

const apiNames: Readonly<Record<string, string>> = {
  DNSPolicy: 'dnsPolicy',
  DNSConfig: 'dnsConfig',
  OS: 'os',
  GCEPersistentDisk: 'gcePersistentDisk',
  AWSElasticBlockStore: 'awsElasticBlockStore',
  NFS: 'nfs',
  ISCSI: 'iscsi',
  RBD: 'rbd',
  CephFS: 'cephfs',
  FC: 'fc',
  StorageOS: 'storageos',
  CSI: 'csi',
  TTY: 'tty',
  APIVersion: 'apiVersion',
  HTTPGet: 'httpGet',
  TCPSocket: 'tcpSocket',
  GRPC: 'grpc',
  HTTPHeaders: 'httpHeaders',
  SELinuxOptions: 'seLinuxOptions',
  FSGroup: 'fsGroup',
  FSGroupChangePolicy: 'fsGroupChangePolicy',
  SELinuxChangePolicy: 'seLinuxChangePolicy',
  IP: 'ip',
};

function internalLines(spec: PodSpec): readonly string[] {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace } = spec;
  // The internal type keeps these four in the security context.
  const securityContext = { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace };
  return textLines('PodSpec', { ...spec, securityContext });
}

function textLines(type: string, given: JsonObject): readonly string[] {
  return JSON.stringify(internal(type, given), undefined, 1).split('\n');
}

function internal(type: string, given: JsonObject): JsonObject {
  const fields = (types[type] ?? '').split(' ').map((field) => {
    const [name = '', kind = ''] = field.split(':');
    const key = apiNames[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
    return [name, internalField(kind, given[key])];
  });
  return Object.fromEntries(fields) as JsonObject; // Pairs of a name and a JSON value.
}

function internalField(kind: string, value: unknown): unknown {
  const type = kind.slice(1);
  switch (kind.charAt(0)) {
    case 's':
      return value ?? '';
    case 'i':
      return value ?? 0;
    case 'q':
      return value ?? '0';
    case 'b':
      return value ?? false;
    case '=':
      return internal(type, asObject(value));
    case '*':
      return value === undefined ? null : internal(type, asObject(value));
    case '[':
      return Array.isArray(value) ? value.map((item) => internal(type, asObject(item))) : null;
    default:
      return value ?? null;
  }
}

function asObject(value: unknown): JsonObject {
  return (value ?? {}) as JsonObject; // Decoding has checked its shape.
}
