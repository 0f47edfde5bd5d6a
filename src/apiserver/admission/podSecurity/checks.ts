/**
 * The pod security standards: what `baseline` and `restricted` forbid.
 * Models staging/src/k8s.io/pod-security-admission/policy/check_*.go (v1.36.3).
 * Left out: rules of older versions; annotations that came before the fields; what user namespaces make harmless.
 */
import type { Container } from '../../../api/core/pod';
import { type SecuredPod, type SecurityContext, containersWhere, named, quoted, setters, sortedOnce } from './reading';

/** A rule that was broken. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** Hands back what is wrong, if anything is. */
export type Check = (pod: SecuredPod) => Violation | undefined;

const CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];
const SELINUX_TYPES: readonly string[] = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];
const VOLUMES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const PROFILES: readonly string[] = ['RuntimeDefault', 'Localhost'];

/** `violation` if `detail` says something. */
function broken(reason: string, detail: string | undefined): Violation | undefined {
  return detail === undefined ? undefined : { reason, detail };
}

/** `who` must not do `what`, if there is anybody. */
function mustNot(who: string | undefined, what: string): string | undefined {
  return who === undefined ? undefined : `${who} must not ${what}`;
}

function listed(noun: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : named(noun, names);
}

function appArmor(pod: SecuredPod): Violation | undefined {
  const typeOf = ({ appArmorProfile }: SecurityContext) => appArmorProfile?.type;
  const isBad = (context: SecurityContext) =>
    typeOf(context) !== undefined && !PROFILES.includes(typeOf(context) ?? '');
  const values = valuesOf(pod, (context) => (isBad(context) ? [typeOf(context) ?? ''] : []));
  const reason = `forbidden AppArmor profile${values.length === 1 ? '' : 's'}`;
  return broken(reason, mustNot(setters(pod, isBad), `set AppArmor profile type to ${quoted(values)}`));
}

/** What the contexts of pod and containers hold, each once, in order. */
function valuesOf(pod: SecuredPod, read: (context: SecurityContext) => readonly string[]): readonly string[] {
  return sortedOnce([pod.context, ...pod.containers.map(({ context }) => context)].flatMap(read));
}

function addedBeyond(pod: SecuredPod, allowed: readonly string[]): string | undefined {
  const beyond = ({ capabilities }: SecurityContext) =>
    (capabilities?.add ?? []).filter((each) => !allowed.includes(each));
  const who = listed(
    'container',
    containersWhere(pod, (context) => beyond(context).length > 0),
  );
  return mustNot(who, `include ${quoted(valuesOf(pod, beyond))} in securityContext.capabilities.add`);
}

function baselineCapabilities(pod: SecuredPod): Violation | undefined {
  return broken('non-default capabilities', addedBeyond(pod, CAPABILITIES));
}

function hostNamespaces({ spec }: SecuredPod): Violation | undefined {
  const given = spec as unknown as Readonly<Record<string, unknown>>; // Not every field has a type here.
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => given[name] === true);
  return broken('host namespaces', shared.length === 0 ? undefined : shared.map((name) => `${name}=true`).join(', '));
}

function hostPaths({ spec }: SecuredPod): Violation | undefined {
  const names = (spec.volumes ?? []).filter((volume) => 'hostPath' in volume).map(({ name }) => name ?? '');
  return broken('hostPath volumes', listed('volume', names));
}

function hostPorts(pod: SecuredPod): Violation | undefined {
  const portsOf = ({ ports = [] }: Container) =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [hostPort]));
  const names = containersWhere(pod, (_context, container) => portsOf(container).length > 0);
  const ports = sortedOnce(pod.containers.flatMap(({ container }) => portsOf(container).map(String)));
  const verb = names.length === 1 ? 'uses' : 'use';
  const noun = ports.length === 1 ? 'hostPort' : 'hostPorts';
  return broken(
    'hostPort',
    names.length === 0 ? undefined : `${named('container', names)} ${verb} ${noun} ${ports.join(', ')}`,
  );
}

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

function probeHosts(pod: SecuredPod): Violation | undefined {
  const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container) => {
    const handlers: readonly (Handler | undefined)[] = [
      livenessProbe,
      readinessProbe,
      startupProbe,
      lifecycle?.postStart,
      lifecycle?.preStop,
    ] as readonly (Handler | undefined)[]; // Types of handlers leave out the host.
    return handlers
      .flatMap((handler) => [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''])
      .filter((host) => host !== '');
  };
  const names = containersWhere(pod, (_context, container) => hostsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const hosts = sortedOnce(pod.containers.flatMap(({ container }) => hostsOf(container)));
  const verb = names.length === 1 ? 'uses' : 'use';
  return broken(
    'probe or lifecycle host',
    `${named('container', names)} ${verb} ${named('probe or lifecycle host', hosts)}`,
  );
}

function privileged(pod: SecuredPod): Violation | undefined {
  const names = containersWhere(pod, (context) => context.privileged === true);
  return broken('privileged', mustNot(listed('container', names), 'set securityContext.privileged=true'));
}

function procMount(pod: SecuredPod): Violation | undefined {
  const isBad = ({ procMount: mount = 'Default' }: SecurityContext) => mount !== 'Default';
  const values = valuesOf(pod, (context) => (isBad(context) ? [context.procMount ?? ''] : []));
  const who = listed('container', containersWhere(pod, isBad));
  return broken('procMount', mustNot(who, `set securityContext.procMount to ${quoted(values)}`));
}

function seLinux(pod: SecuredPod): Violation | undefined {
  const types = valuesOf(pod, ({ seLinuxOptions }) =>
    SELINUX_TYPES.includes(seLinuxOptions?.type ?? '') ? [] : [seLinuxOptions?.type ?? ''],
  );
  const hasAny = (part: 'user' | 'role') =>
    valuesOf(pod, ({ seLinuxOptions }) => [seLinuxOptions?.[part] ?? '']).join('') !== '';
  const who = setters(pod, ({ seLinuxOptions: { type = '', user = '', role = '' } = {} }) => {
    return !SELINUX_TYPES.includes(type) || user !== '' || role !== '';
  });
  const what = [
    ...(types.length === 0 ? [] : [named('type', types)]),
    ...(['user', 'role'] as const).filter(hasAny).map((part) => `${part} may not be set`),
  ].join('; ');
  return broken('seLinuxOptions', who && `${who} set forbidden securityContext.seLinuxOptions: ${what}`);
}

function seccomp(pod: SecuredPod): Violation | undefined {
  const typeOf = ({ seccompProfile }: SecurityContext) => seccompProfile?.type;
  const isBad = (context: SecurityContext) =>
    typeOf(context) !== undefined && !PROFILES.includes(typeOf(context) ?? '');
  const values = valuesOf(pod, (context) => (isBad(context) ? [typeOf(context) ?? ''] : []));
  const what = `set securityContext.seccompProfile.type to ${quoted(values)}`;
  return broken('seccompProfile', mustNot(setters(pod, isBad), what));
}

function sysctls({ context }: SecuredPod): Violation | undefined {
  const names = (context.sysctls ?? []).map(({ name }) => name).filter((name) => !SYSCTLS.includes(name));
  return broken('forbidden sysctls', names.length === 0 ? undefined : names.join(', '));
}

function hostProcess(pod: SecuredPod): Violation | undefined {
  const who = setters(pod, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  return broken('hostProcess', mustNot(who, 'set securityContext.windowsOptions.hostProcess=true'));
}

function privilegeEscalation(pod: SecuredPod): Violation | undefined {
  if (pod.isWindows) return undefined;
  const who = listed(
    'container',
    containersWhere(pod, (context) => context.allowPrivilegeEscalation !== false),
  );
  const detail = who && `${who} must set securityContext.allowPrivilegeEscalation=false`;
  return broken('allowPrivilegeEscalation != false', detail);
}

function restrictedCapabilities(pod: SecuredPod): Violation | undefined {
  if (pod.isWindows) return undefined;
  const keeping = containersWhere(pod, ({ capabilities }) => !(capabilities?.drop ?? []).includes('ALL'));
  const details = [
    keeping.length === 0
      ? undefined
      : `${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`,
    addedBeyond(pod, ['NET_BIND_SERVICE']),
  ].filter((detail) => detail !== undefined);
  return broken('unrestricted capabilities', details.length === 0 ? undefined : details.join('; '));
}

function restrictedVolumes({ spec }: SecuredPod): Violation | undefined {
  const typesOf = (volume: object) => Object.keys(volume).filter((key) => key !== 'name' && !VOLUMES.includes(key));
  const bad = (spec.volumes ?? []).filter((volume) => typesOf(volume).length > 0);
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name ?? '');
  const types = named('restricted volume type', sortedOnce(bad.flatMap(typesOf)));
  return broken('restricted volume types', `${named('volume', names)} ${bad.length === 1 ? 'uses' : 'use'} ${types}`);
}

function runAsNonRoot(pod: SecuredPod): Violation | undefined {
  const explicit = setters(pod, (context) => context.runAsNonRoot === false);
  const unset =
    pod.context.runAsNonRoot === true ? [] : containersWhere(pod, (context) => context.runAsNonRoot === undefined);
  const implicit = listed('container', unset);
  const detail =
    mustNot(explicit, 'set securityContext.runAsNonRoot=false') ??
    (implicit && `pod or ${implicit} must set securityContext.runAsNonRoot=true`);
  return broken('runAsNonRoot != true', detail);
}

function runAsUser(pod: SecuredPod): Violation | undefined {
  return broken(
    'runAsUser=0',
    mustNot(
      setters(pod, (context) => context.runAsUser === 0),
      'set runAsUser=0',
    ),
  );
}

function restrictedSeccomp(pod: SecuredPod): Violation | undefined {
  if (pod.isWindows) return undefined;
  const explicit = seccomp(pod);
  if (explicit !== undefined || pod.context.seccompProfile?.type !== undefined) return explicit;
  const unset = listed(
    'container',
    containersWhere(pod, ({ seccompProfile }) => seccompProfile?.type === undefined),
  );
  const wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return broken('seccompProfile', unset && `pod or ${unset} ${wanted}`);
}

/** In the order of the names that the checks have upstream, in which they are reported. */
export const baseline: readonly Check[] = [
  appArmor,
  baselineCapabilities,
  hostNamespaces,
  hostPaths,
  hostPorts,
  probeHosts,
  privileged,
  procMount,
  seLinux,
  seccomp,
  sysctls,
  hostProcess,
];

/** Those of `baseline` that are not replaced by something stricter, and then the stricter ones. */
export const restricted: readonly Check[] = [
  ...baseline.filter((check) => ![baselineCapabilities, hostPaths, seccomp].includes(check)),
  privilegeEscalation,
  restrictedCapabilities,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  restrictedSeccomp,
];
