/**
 * Profiles that confine a process, kernel parameters and file ownership of pods and containers.
 * Models validateSeccompProfileField, ValidateAppArmorProfileField, validateSysctls (v1.36.3).
 */
import { type FieldError, duplicate, invalid, notSupported, required } from '../fieldError';

type Context = Readonly<Record<string, unknown>>;

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const SYSCTL = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

/** seccompProfile and appArmorProfile of a context. */
export function checkProfiles(context: Context, field: string, errors: FieldError[]): void {
  const { seccompProfile, appArmorProfile } = context as {
    readonly seccompProfile?: Profile;
    readonly appArmorProfile?: Profile;
  }; // Decoding has checked their shape.
  if (seccompProfile !== undefined) checkProfile(seccompProfile, 'seccomp', `${field}.seccompProfile`, errors);
  if (appArmorProfile !== undefined) checkProfile(appArmorProfile, 'AppArmor', `${field}.appArmorProfile`, errors);
}

function checkProfile(
  { type = '', localhostProfile }: Profile,
  noun: string,
  field: string,
  errors: FieldError[],
): void {
  if (type === '') errors.push(required(`${field}.type`, 'type is required when seccompProfile is set'));
  else if (!PROFILES.includes(type)) errors.push(notSupported(`${field}.type`, type, PROFILES));
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    if ((localhostProfile ?? '') === '') errors.push(required(at, `must be set when ${noun} type is Localhost`));
    else if (noun === 'seccomp' && localhostProfile?.startsWith('/') === true) {
      errors.push(invalid(at, localhostProfile, 'must be a relative path'));
    }
  } else if ((localhostProfile ?? '') !== '') {
    const value = { Type: type, LocalhostProfile: localhostProfile };
    errors.push(
      invalid(at, noun === 'seccomp' ? value : localhostProfile, `can only be set when ${noun} type is Localhost`),
    );
  }
}

/** What only the context of a whole pod says. */
export function checkPodOnlyContext(context: Context, field: string, errors: FieldError[]): void {
  const { sysctls, fsGroupChangePolicy, supplementalGroupsPolicy } = context as {
    readonly sysctls?: readonly { readonly name?: string }[];
    readonly fsGroupChangePolicy?: string;
    readonly supplementalGroupsPolicy?: string;
  }; // As above.
  if (sysctls !== undefined) checkSysctls(sysctls, `${field}.sysctls`, errors);
  checkChoice(fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${field}.fsGroupChangePolicy`, errors);
  checkChoice(supplementalGroupsPolicy, ['Merge', 'Strict'], `${field}.supplementalGroupsPolicy`, errors);
}

function checkChoice(word: string | undefined, words: readonly string[], field: string, errors: FieldError[]): void {
  if (word !== undefined && !words.includes(word)) errors.push(notSupported(field, word, words));
}

function checkSysctls(sysctls: readonly { readonly name?: string }[], field: string, errors: FieldError[]): void {
  const names = new Set<string>();
  sysctls.forEach(({ name = '' }, index) => {
    const at = `${field}[${index}].name`;
    if (name === '') errors.push(required(at));
    else if (name.length > 253 || !new RegExp(SYSCTL).test(name)) {
      errors.push(invalid(at, name, `must have at most 253 characters and match regex ${SYSCTL}`));
    } else if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
  });
}

/** How much of /proc a container sees. */
export function checkProcMount(context: Context, field: string, errors: FieldError[]): void {
  checkChoice(context.procMount as string | undefined, ['Default', 'Unmasked'], `${field}.procMount`, errors); // As above.
}
