/**
 * A pod template as Go prints the server's internal type: every field of the structs, capitalised, null or zero where
 * nothing is set. Models PodTemplateSpec of pkg/apis/core/types.go (v1.36.3).
 * Left out: the order and the empty fields of structs deeper than containers, which are printed as they are sent.
 */
import type { Container, PodSpec, PodTemplateSpec } from '../../../api/core/pod';
import { sortedMap } from './labels';

/** Fields in Go's order with the value of an empty one; those of the security context stand there in the internal type. */
const podFields: Readonly<Record<string, unknown>> = {
  Volumes: null,
  InitContainers: null,
  Containers: null,
  EphemeralContainers: null,
  RestartPolicy: '',
  TerminationGracePeriodSeconds: null,
  ActiveDeadlineSeconds: null,
  DNSPolicy: '',
  NodeSelector: null,
  ServiceAccountName: '',
  AutomountServiceAccountToken: null,
  NodeName: '',
  SecurityContext: null,
  ImagePullSecrets: null,
  Hostname: '',
  Subdomain: '',
  SetHostnameAsFQDN: null,
  Affinity: null,
  SchedulerName: '',
  Tolerations: null,
  HostAliases: null,
  PriorityClassName: '',
  Priority: null,
  PreemptionPolicy: null,
  DNSConfig: null,
  ReadinessGates: null,
  RuntimeClassName: null,
  Overhead: null,
  EnableServiceLinks: null,
  TopologySpreadConstraints: null,
  OS: null,
  SchedulingGates: null,
  ResourceClaims: null,
  Resources: null,
  HostnameOverride: null,
  SchedulingGroup: null,
};
const contextFields: Readonly<Record<string, unknown>> = {
  HostNetwork: false,
  HostPID: false,
  HostIPC: false,
  ShareProcessNamespace: null,
  HostUsers: null,
  SELinuxOptions: null,
  WindowsOptions: null,
  RunAsUser: null,
  RunAsGroup: null,
  RunAsNonRoot: null,
  SupplementalGroups: null,
  SupplementalGroupsPolicy: null,
  FSGroup: null,
  FSGroupChangePolicy: null,
  Sysctls: null,
  SeccompProfile: null,
  AppArmorProfile: null,
  SELinuxChangePolicy: null,
};
const containerFields: Readonly<Record<string, unknown>> = {
  Name: '',
  Image: '',
  Command: null,
  Args: null,
  WorkingDir: '',
  Ports: null,
  EnvFrom: null,
  Env: null,
  Resources: { Limits: null, Requests: null, Claims: null },
  ResizePolicy: null,
  RestartPolicy: null,
  RestartPolicyRules: null,
  VolumeMounts: null,
  VolumeDevices: null,
  LivenessProbe: null,
  ReadinessProbe: null,
  StartupProbe: null,
  Lifecycle: null,
  TerminationMessagePath: '',
  TerminationMessagePolicy: '',
  ImagePullPolicy: '',
  SecurityContext: null,
  Stdin: false,
  StdinOnce: false,
  TTY: false,
};
/** Fields that Go does not spell as the API with a capital letter. */
const names: Readonly<Record<string, string>> = {
  tty: 'TTY',
  os: 'OS',
  dnsPolicy: 'DNSPolicy',
  dnsConfig: 'DNSConfig',
  fsGroup: 'FSGroup',
  fsGroupChangePolicy: 'FSGroupChangePolicy',
  seLinuxOptions: 'SELinuxOptions',
  seLinuxChangePolicy: 'SELinuxChangePolicy',
};
/** Fields of the pod that stand in its security context in the internal type. */
const moved: readonly string[] = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** What `field is immutable` prints of a changed template. */
export function internalTemplate({ metadata, spec }: PodTemplateSpec): unknown {
  const { labels, annotations, ...rest } = metadata;
  return {
    ...rest,
    ...(labels && { labels: sortedMap(labels) }),
    ...(annotations && { annotations: sortedMap(annotations) }),
    Spec: internalSpec(spec),
  };
}

function internalSpec(spec: PodSpec): unknown {
  const { serviceAccount: _alias, containers, initContainers, ephemeralContainers: _none, ...own } = spec;
  const plain = Object.entries(own).filter(([key]) => !moved.includes(key) && key !== 'securityContext');
  const context = Object.entries(own).filter(([key]) => moved.includes(key));
  return filled(podFields, {
    ...Object.fromEntries(plain),
    securityContext: filled(contextFields, { ...Object.fromEntries(context), ...spec.securityContext }),
    containers: containers.map(internalContainer),
    ...(initContainers && { initContainers: initContainers.map(internalContainer) }),
  });
}

function internalContainer({ resources, ...container }: Container): unknown {
  const amounts = filled({ Limits: null, Requests: null, Claims: null }, { ...resources });
  return filled(containerFields, { ...container, resources: amounts });
}

function filled(empty: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>): object {
  const found: Record<string, unknown> = { ...empty };
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined) found[names[key] ?? key.charAt(0).toUpperCase() + key.slice(1)] = value;
  }
  return found;
}
