/** How the API server treats PriorityClasses. Models pkg/registry/scheduling/priorityclass and pkg/apis/scheduling (v1.36.3). */
import { type PriorityClass, SYSTEM_PRIORITIES } from '../../api/scheduling/priorityClass';
import { type FieldError, forbidden, notSupported } from './fieldError';
import type { Strategy } from './strategy';
import { checkImmutable } from './validation/formats';
import { validations } from './validation/rules';

const SYSTEM: Readonly<Record<string, number>> = SYSTEM_PRIORITIES;
const HIGHEST_USER_PRIORITY = 1_000_000_000;

export const priorityClass: Strategy<'PriorityClass'> = {
  kind: 'PriorityClass',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, preemptionPolicy: given.preemptionPolicy ?? 'PreemptLowerPriority' }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('PriorityClass', { check, checkUpdate }),
};

function check({ metadata: { name }, value, preemptionPolicy: policy }: PriorityClass, errors: FieldError[]): void {
  const policies = ['PreemptLowerPriority', 'Never'];
  if (name.startsWith('system-')) {
    if (SYSTEM[name] === value) return;
    const why = Object.hasOwn(SYSTEM, name)
      ? `value of ${name} PriorityClass must be ${SYSTEM[name]}`
      : `${name} is not a known system priority class`;
    const reserved = "priority class names with 'system-' prefix are reserved for system use only.";
    errors.push(forbidden('metadata.name', `${reserved} error: ${why}`));
  } else if ((value ?? 0) > HIGHEST_USER_PRIORITY) {
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`));
  }
  if (policy !== undefined && !policies.includes(policy))
    errors.push(notSupported('preemptionPolicy', policy, policies));
}

function checkUpdate(next: PriorityClass, old: PriorityClass, errors: FieldError[]): void {
  if (next.value !== old.value) errors.push(forbidden('value', 'may not be changed in an update.'));
  checkImmutable(next.preemptionPolicy, old.preemptionPolicy, 'preemptionPolicy', errors);
}
