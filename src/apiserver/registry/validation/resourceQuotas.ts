/**
 * ResourceQuotas: names and amounts of what is limited, and scopes.
 * Models ValidateResourceQuota of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../../../api/core/resourceQuota';
import { parseQuantity } from '../../../api/meta/quantity';
import { type FieldError, invalid, required } from '../fieldError';
import { notNegative } from './formats';
import { checkAnyResourceName, counted, isHugePage } from './resources';

type Spec = ResourceQuota['spec'];

const WHOLE = 1_000_000_000n;
const compute: readonly string[] = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const ofQuotas: readonly string[] = [
  ...compute,
  ...counted,
  'ephemeral-storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'requests.storage',
];
const podScopes: readonly string[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'CrossNamespacePodAffinity',
];
const scopes: readonly string[] = [...podScopes, 'PriorityClass', 'VolumeAttributesClass'];
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

/** The whole spec. */
export function checkResourceQuota(spec: Spec, errors: FieldError[]): void {
  for (const [name, amount] of Object.entries(spec.hard ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    checkLimit(name, amount, `spec.hard[${name}]`, errors);
  }
  checkScopes(spec, errors);
  spec.scopeSelector?.matchExpressions?.forEach((requirement) => {
    checkRequirement(spec, requirement, 'spec.scopeSelector.matchExpressions', errors);
  });
}

function checkLimit(name: string, amount: string, field: string, errors: FieldError[]): void {
  if (checkAnyResourceName(name, field, errors) && !isOfQuotas(name)) {
    errors.push(invalid(field, name, 'must be a standard resource for quota'));
  }
  const { nano } = parseQuantity(amount);
  if (nano < 0n) errors.push(invalid(field, amount, notNegative));
  if ((counted.includes(name) || name.includes('/')) && nano % WHOLE !== 0n) {
    errors.push(invalid(field, amount, 'must be an integer'));
  }
}

function isOfQuotas(name: string): boolean {
  return ofQuotas.includes(name) || isHugePage(name) || isHugePage(name.replace(/^requests\./, ''));
}

function checkScopes(spec: Spec, errors: FieldError[]): void {
  const given = spec.scopes ?? [];
  const refuse = (why: string) => errors.push(invalid('spec.scopes', given, why));
  for (const scope of given) {
    if (!scopes.includes(scope)) refuse('unsupported scope');
    for (const _name of unfit(scope, spec)) refuse('unsupported scope applied to resource');
  }
  for (const pair of opposites) if (pair.every((scope) => given.includes(scope))) refuse('conflicting scopes');
}

/** The limited resources that `scope` says nothing about. */
function unfit(scope: string, { hard = {} }: Spec): readonly string[] {
  const fit = scope === 'BestEffort' ? ['pods'] : scope === 'VolumeAttributesClass' ? undefined : ['pods', ...compute];
  if (fit === undefined || !scopes.includes(scope)) return [];
  return Object.keys(hard).filter((name) => isOfQuotas(name) && !fit.includes(name));
}

function checkRequirement(
  spec: Spec,
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  field: string,
  errors: FieldError[],
): void {
  if (!scopes.includes(scopeName)) errors.push(invalid(`${field}.scopeName`, scopeName, 'unsupported scope'));
  for (const _name of unfit(scopeName, spec)) {
    errors.push(invalid(field, spec.scopeSelector, 'unsupported scope applied to resource'));
  }
  if (podScopes.includes(scopeName) && operator !== 'Exists') {
    const why =
      "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
    errors.push(invalid(`${field}.operator`, operator, why));
  }
  if (operator === 'In' || operator === 'NotIn') {
    const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) errors.push(required(`${field}.values`, why));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) errors.push(invalid(`${field}.values`, values, why));
  } else {
    errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
}
