/**
 * The policies by which a Job fails or succeeds early, and who manages it.
 * Models validatePodFailurePolicy and validateSuccessPolicy of pkg/apis/batch/validation (v1.36.3).
 */
import type { JobSpec, PodFailurePolicyRule, SuccessPolicyRule } from '../../../api/batch/job';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, invalid, notSupported, required, tooLong, tooMany } from '../fieldError';
import { checkText, subdomainNameErrors } from './formats';

const MOST_RULES = 20;
const MOST_PATTERNS = 20;
const MOST_EXIT_CODES = 255;
const MOST_INTERVAL_BYTES = 64 * 1024;
const MANAGED_BY_BYTES = 63;
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

/** A domain, a slash, and a path. */
export function checkManagedBy(name: string, field: string, errors: FieldError[]): void {
  const slash = name.indexOf('/');
  if (slash < 0 || slash === name.length - 1 || slash === 0) {
    errors.push(invalid(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else {
    const [domain, path] = [name.slice(0, slash), name.slice(slash + 1)];
    for (const text of subdomainNameErrors(domain)) errors.push(invalid(field, domain, text));
    if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path)) {
      errors.push(
        invalid(field, path, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"),
      );
    }
  }
  if (name.length > MANAGED_BY_BYTES) errors.push(tooLong(field, MANAGED_BY_BYTES));
}

/** Rules that say what a failed pod means for the job. */
export function checkPodFailurePolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length > MOST_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MOST_RULES));
  const { containers, initContainers = [] } = spec.template.spec;
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  rules.forEach((rule, index) => {
    checkFailureRule(rule, spec, names, `${field}.rules[${index}]`, errors);
  });
}

function checkFailureRule(
  rule: PodFailurePolicyRule,
  spec: JobSpec,
  names: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const { action = '', onExitCodes, onPodConditions = [] } = rule as Partial<PodFailurePolicyRule>;
  if (action === '') errors.push(required(`${field}.action`, validValues(actions)));
  else if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) {
      errors.push(invalid(`${field}.action`, action, 'requires the backoffLimitPerIndex to be set'));
    }
  } else if (!actions.includes(action)) errors.push(notSupported(`${field}.action`, action, actions));
  if (onExitCodes !== undefined) checkExitCodes(onExitCodes, names, `${field}.onExitCodes`, errors);
  checkPodConditions(onPodConditions, `${field}.onPodConditions`, errors);
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(about(field, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(about(field, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
}

/** An invalid value that is not printed. */
function about(field: string, why: string): FieldError {
  return { reason: 'FieldValueInvalid', field, body: `Invalid value: ${why}` };
}

function validValues(words: readonly string[]): string {
  return `valid values: [${words.map((word) => `"${word}"`).join(' ')}]`;
}

function checkPodConditions(
  patterns: NonNullable<PodFailurePolicyRule['onPodConditions']>,
  field: string,
  errors: FieldError[],
): void {
  const statuses = ['False', 'True', 'Unknown'];
  if (patterns.length > MOST_PATTERNS) errors.push(tooMany(field, patterns.length, MOST_PATTERNS));
  patterns.forEach(({ type, status }, index) => {
    checkText(qualifiedNameErrors, type ?? '', `${field}[${index}].type`, errors);
    if (statuses.includes(status)) return;
    errors.push(notSupported(`${field}[${index}].status`, status, statuses));
  });
}

function checkExitCodes(
  requirement: NonNullable<PodFailurePolicyRule['onExitCodes']>,
  names: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const { operator = '', containerName, values = [] } = requirement as Partial<typeof requirement>;
  const operators = ['In', 'NotIn'];
  if (operator === '') errors.push(required(`${field}.operator`, validValues(operators)));
  else if (!operators.includes(operator)) errors.push(notSupported(`${field}.operator`, operator, operators));
  if (containerName !== undefined && !names.has(containerName)) {
    const why = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalid(`${field}.containerName`, containerName, why));
  }
  if (values.length === 0) errors.push(invalid(`${field}.values`, values, 'at least one value is required'));
  else if (values.length > MOST_EXIT_CODES) errors.push(tooMany(`${field}.values`, values.length, MOST_EXIT_CODES));
  values.forEach((value, index) => {
    const at = `${field}.values[${index}]`;
    if (operator === 'In' && value === 0) errors.push(invalid(at, value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < index) errors.push(duplicate(at, value));
  });
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? value) > value)) {
    errors.push(invalid(`${field}.values`, values, 'must be ordered'));
  }
}

/** Rules by which an Indexed job has succeeded before all its indexes have. */
export function checkSuccessPolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  const rules = spec.successPolicy?.rules ?? [];
  if (spec.completionMode !== 'Indexed') {
    const Rules = rules.map(({ succeededIndexes = null, succeededCount = null }) => ({
      SucceededIndexes: succeededIndexes,
      SucceededCount: succeededCount,
    }));
    errors.push(invalid(field, { Rules }, 'requires indexed completion mode'));
    return;
  }
  if (rules.length === 0) {
    errors.push(required(`${field}.rules`, 'at least one rules must be specified when the successPolicy is specified'));
  }
  if (rules.length > MOST_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MOST_RULES));
  rules.forEach((rule, index) => {
    checkSuccessRule(rule, spec.completions ?? 0, `${field}.rules[${index}]`, errors);
  });
}

function checkSuccessRule(rule: SuccessPolicyRule, completions: number, field: string, errors: FieldError[]): void {
  const { succeededCount, succeededIndexes } = rule;
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  let total: number | undefined;
  if (succeededIndexes !== undefined) {
    const at = `${field}.succeededIndexes`;
    if (succeededIndexes.length > MOST_INTERVAL_BYTES) errors.push(tooLong(at, MOST_INTERVAL_BYTES));
    const found = countIndexes(succeededIndexes, completions);
    if (typeof found === 'number') total = found;
    else errors.push(invalid(at, succeededIndexes, `error parsing succeededIndexes: ${found}`));
  }
  if (succeededCount === undefined) return;
  const at = `${field}.succeededCount`;
  if (succeededCount < 0) errors.push(invalid(at, succeededCount, 'must be greater than or equal to 0'));
  if (succeededCount > completions) {
    const why = `must be less than or equal to ${completions} (the number of specified completions)`;
    errors.push(invalid(at, succeededCount, why));
  }
  if (total !== undefined && succeededCount > total) {
    const why = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
    errors.push(invalid(at, succeededCount, why));
  }
}

/** How many indexes a text such as `1,3-5` names, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let total = 0;
  let last: number | undefined;
  for (const interval of text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      return `the fragment "${interval}" violates the requirement that an index interval can have at most two parts separated by '-'`;
    }
    const numbers: number[] = [];
    for (const limit of limits) {
      if (!/^[+-]?\d+$/.test(limit)) {
        return `cannot convert string to integer for index: "${limit}"`;
      }
      const index = Number(limit);
      if (index >= completions) return `too large index: "${limit}"`;
      numbers.push(index);
    }
    const [first = 0, end = first] = numbers;
    if (last !== undefined && first <= last) {
      return `non-increasing order, previous: ${last}, current: ${first}`;
    }
    if (limits.length === 2 && end <= first) {
      return `non-increasing order, previous: ${first}, current: ${end}`;
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}
