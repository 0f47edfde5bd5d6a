/**
 * What a debugging container may do: the profiles of `kubectl debug`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/debug/profiles.go (v1.36.3).
 */
import type { Container, Pod, PodSpec } from '../../../api/core/pod';
import type { Flags } from '../../command';
import { CommandError } from '../../errors';

const NAMES = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'] as const;
export type Profile = (typeof NAMES)[number];

/** Reads --profile. Throws CommandError for one that does not exist. */
export function profileOf(flags: Flags): Profile {
  const written = flags.string('profile');
  const found = NAMES.find((name) => name === written);
  if (found === undefined) throw new CommandError(`unknown profile: ${written}`);
  return found;
}

type Security = NonNullable<Container['securityContext']>;

/** What the profile grants its container; undefined: nothing beyond the usual. */
function securityOf(profile: Profile, where: 'pod' | 'node'): Security | undefined {
  switch (profile) {
    case 'legacy':
    case 'baseline':
      return undefined;
    case 'general':
      return where === 'pod' ? { capabilities: { add: ['SYS_PTRACE'] } } : undefined;
    case 'netadmin':
      return { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } };
    case 'restricted':
      return {
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        seccompProfile: { type: 'RuntimeDefault' },
      };
    case 'sysadmin':
      return { privileged: true };
  }
}

/** The debugging container with what the profile grants it in a pod. */
export function withProfile<C extends object>(container: C, profile: Profile): C {
  const securityContext = securityOf(profile, 'pod');
  return securityContext === undefined ? container : { ...container, securityContext };
}

/** The copy of a pod, whose container `name` is for debugging, as the profile wants it. */
export function copyWithProfile(spec: PodSpec, name: string, profile: Profile, flags: Flags): PodSpec {
  if (profile === 'legacy') return spec;
  const containers = spec.containers.map((container) => {
    const kept = withoutProbes(container, flags);
    return kept.name === name ? withProfile(kept, profile) : kept;
  });
  const { initContainers, ...rest } = spec;
  const keepsInit = initContainers !== undefined && flags.bool('keep-init-containers');
  const shares = flags.changed('share-processes') ? flags.bool('share-processes') : true;
  return { ...rest, ...(keepsInit ? { initContainers } : {}), containers, shareProcessNamespace: shares };
}

/** Of a copy: what people look at shall not be restarted. */
function withoutProbes(container: Container, flags: Flags): Container {
  const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  return {
    ...rest,
    ...(livenessProbe !== undefined && flags.bool('keep-liveness') ? { livenessProbe } : {}),
    ...(readinessProbe !== undefined && flags.bool('keep-readiness') ? { readinessProbe } : {}),
    ...(startupProbe !== undefined && flags.bool('keep-startup') ? { startupProbe } : {}),
  };
}

/** Labels and annotations of a copy. */
export function metadataOfCopy({ metadata }: Pod, profile: Profile, flags: Flags): object {
  const { labels, annotations } = metadata;
  const isLegacy = profile === 'legacy';
  return {
    ...(labels !== undefined && (isLegacy || flags.bool('keep-labels')) ? { labels } : {}),
    ...(annotations !== undefined && (isLegacy || flags.bool('keep-annotations')) ? { annotations } : {}),
  };
}

/** What a debugging pod on a node has of that node. */
export function nodeSpecOf(container: object, profile: Profile): object {
  const securityContext = securityOf(profile, 'node');
  const seesDisk = profile === 'legacy' || profile === 'general' || profile === 'sysadmin';
  const seesHost = seesDisk || profile === 'netadmin';
  const mounts = [{ name: 'host-root', mountPath: '/host' }];
  return {
    containers: [
      {
        ...container,
        ...(seesDisk ? { volumeMounts: mounts } : {}),
        ...(securityContext === undefined ? {} : { securityContext }),
      },
    ],
    ...(seesDisk ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
    ...(seesHost ? { hostNetwork: true, hostPID: true, hostIPC: true } : {}),
  };
}
