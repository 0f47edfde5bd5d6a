/** A pod as the checks of its security read it, and the grammar of what they say. */
import type { Container, Pod } from '../../../api/core/pod';

/** Fields of securityContext, of a pod or of a container. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
  readonly sysctls?: readonly { readonly name: string }[];
}

/** A container with its context. */
export interface SecuredContainer {
  readonly name: string;
  readonly container: Container;
  readonly context: SecurityContext;
}

/** What the checks look at. */
export interface SecuredPod {
  readonly spec: Pod['spec'];
  readonly context: SecurityContext;
  /** Init containers first, ephemeral ones last. */
  readonly containers: readonly SecuredContainer[];
  readonly isWindows: boolean;
}

/** Reads a pod, or the template of one. */
export function secured(spec: Pod['spec']): SecuredPod {
  const { os } = spec as { readonly os?: { readonly name?: string } }; // Decoded by the table of fields.
  return {
    spec,
    context: contextOf(spec.securityContext),
    containers: [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(
      (container) => ({
        name: container.name,
        container,
        context: contextOf(container.securityContext),
      }),
    ),
    isWindows: os?.name === 'windows',
  };
}

function contextOf(given: object | undefined): SecurityContext {
  return (given ?? {}) as SecurityContext; // Decoded by the table of fields.
}

/** `container "a"` or `containers "a", "b"`. */
export function named(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? '' : 's'} ${quoted(names)}`;
}

/** `"a", "b"`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Each once, in order. */
export function sortedOnce(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Names of the containers for which `holds`. */
export function containersWhere(
  { containers }: SecuredPod,
  holds: (context: SecurityContext, container: Container) => boolean,
): readonly string[] {
  return containers.filter(({ context, container }) => holds(context, container)).map(({ name }) => name);
}

/** Who set what: `pod`, `container "a"`, or `pod and container "a"`; undefined if nobody did. */
export function setters(pod: SecuredPod, isBad: (context: SecurityContext) => boolean): string | undefined {
  const names = containersWhere(pod, isBad);
  const all = [...(isBad(pod.context) ? ['pod'] : []), ...(names.length === 0 ? [] : [named('container', names)])];
  return all.length === 0 ? undefined : all.join(' and ');
}
