/**
 * Security contexts of pods and containers.
 * Models ValidateSecurityContext and validatePodSpecSecurityContext of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: SELinux and Windows, which nothing here runs.
 */
import type { PodSpec } from '../../../api/core/pod';
import { type FieldError, invalid } from '../fieldError';
import { checkOnce } from './accepted';
import { checkPodOnlyContext, checkProcMount, checkProfiles } from './securityProfiles';

const sound = new WeakSet<object>();
type Context = Readonly<Record<string, unknown>>;

/** The context of one container. */
export function checkSecurityContext(context: Context | undefined, field: string, errors: FieldError[]): void {
  checkOnce(sound, context, errors, () => {
    if (context === undefined) return;
    checkId(context.runAsUser, `${field}.runAsUser`, errors);
    checkId(context.runAsGroup, `${field}.runAsGroup`, errors);
    checkProcMount(context, field, errors);
    checkProfiles(context, field, errors);
    if (context.allowPrivilegeEscalation !== false) return;
    if (context.privileged === true) {
      const why = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
      errors.push(invalid(field, internalContext(context), why));
    }
    const { add } = (context.capabilities ?? {}) as { readonly add?: readonly string[] }; // Decoding has checked its shape.
    if (add?.includes('CAP_SYS_ADMIN') === true) {
      const why = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
      errors.push(invalid(field, internalContext(context), why));
    }
  });
}

/** The context of a whole pod, and what it shares with its node. */
export function checkPodSecurityContext(spec: PodSpec, field: string, errors: FieldError[]): void {
  const context = spec.securityContext ?? {};
  checkId(context.fsGroup, `${field}.fsGroup`, errors);
  checkId(context.runAsUser, `${field}.runAsUser`, errors);
  checkId(context.runAsGroup, `${field}.runAsGroup`, errors);
  const groups = (context.supplementalGroups ?? []) as readonly number[]; // Decoding has checked its shape.
  groups.forEach((group, index) => checkId(group, `${field}.supplementalGroups[${index}]`, errors));
  checkPodOnlyContext(context, field, errors);
  checkProfiles(context, field, errors);
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalid(`${field}.shareProcessNamespace`, true, why));
  }
}

function checkId(id: unknown, field: string, errors: FieldError[]): void {
  if (typeof id !== 'number' || (id >= 0 && id <= 2_147_483_647)) return;
  errors.push(invalid(field, id, 'must be between 0 and 2147483647, inclusive'));
}

/** The context as the server's internal type prints it. */
function internalContext(context: Context): object {
  const { capabilities } = context as { readonly capabilities?: { readonly add?: unknown; readonly drop?: unknown } };
  return {
    Capabilities:
      capabilities === undefined ? null : { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null },
    Privileged: context.privileged ?? null,
    SELinuxOptions: null,
    WindowsOptions: null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: null,
    AppArmorProfile: null,
  };
}
