/**
 * Where a pod may run: affinity, tolerations, spread, taints of nodes.
 * Models validateAffinity, ValidateTolerations and validateTopologySpreadConstraints of pkg/apis/core/validation (v1.36.3).
 */
import type { Taint } from '../../../api/core/node';
import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from '../../../api/core/affinity';
import type { Toleration } from '../../../api/core/pod';
import { dns1123SubdomainErrors, labelValueErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkText, labelNameErrors } from './formats';
import { checkLabelSelector, checkValues } from './labels';

const soundAffinity = new WeakSet<object>();
const soundTolerations = new WeakSet<object>();
const soundSpread = new WeakSet<object>();
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const hardTerms = 'requiredDuringSchedulingIgnoredDuringExecution';
const softTerms = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Node affinity, pod affinity, pod anti-affinity. */
export function checkAffinity(affinity: Affinity | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundAffinity, affinity, errors, () => {
    const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
    if (nodeAffinity !== undefined) checkNodeAffinity(nodeAffinity, `${field}.nodeAffinity`, errors);
    if (podAffinity !== undefined) checkPodAffinity(podAffinity, `${field}.podAffinity`, errors);
    if (podAntiAffinity !== undefined) checkPodAffinity(podAntiAffinity, `${field}.podAntiAffinity`, errors);
  });
}

function checkNodeAffinity(affinity: NonNullable<Affinity['nodeAffinity']>, field: string, errors: FieldError[]): void {
  const hard = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (hard !== undefined) {
    const at = `${field}.${hardTerms}.nodeSelectorTerms`;
    const terms = hard.nodeSelectorTerms ?? [];
    if (terms.length === 0) errors.push(required(at, 'must have at least one node selector term'));
    terms.forEach((term, index) => checkNodeTerm(term, true, `${at}[${index}]`, errors));
  }
  affinity.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ weight, preference }, index) => {
    const at = `${field}.${softTerms}[${index}]`;
    checkWeight(weight, at, errors);
    checkNodeTerm(preference ?? {}, false, `${at}.preference`, errors);
  });
}

function checkWeight(weight: number | undefined, field: string, errors: FieldError[]): void {
  const given = weight ?? 0;
  if (given < 1 || given > 100) errors.push(invalid(`${field}.weight`, given, 'must be in the range 1-100'));
}

/** Preferences may name values that no label can have: a real server lets them pass. */
function checkNodeTerm(term: NodeSelectorTerm, checksValues: boolean, field: string, errors: FieldError[]): void {
  term.matchExpressions?.forEach((requirement, index) => {
    const at = `${field}.matchExpressions[${index}]`;
    checkNodeRequirement(requirement, at, errors);
    if (!checksValues) return;
    requirement.values?.forEach((value, position) =>
      checkText(labelValueErrors, value, `${at}.values[${position}]`, errors),
    );
  });
  term.matchFields?.forEach(({ key = '', operator, values = [] }, index) => {
    const at = `${field}.matchFields[${index}]`;
    if (operator !== 'In' && operator !== 'NotIn') {
      errors.push(invalid(`${at}.operator`, operator ?? '', 'not a valid selector operator'));
    } else if (values.length !== 1) {
      const why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      errors.push(required(`${at}.values`, why));
    }
    if (key !== 'metadata.name') errors.push(invalid(`${at}.key`, key, 'not a valid field selector key'));
    else {
      values.forEach((value, position) =>
        checkText(dns1123SubdomainErrors, value, `${at}.values[${position}]`, errors),
      );
    }
  });
}

function checkNodeRequirement(requirement: NodeSelectorRequirement, field: string, errors: FieldError[]): void {
  const { key = '', operator, values = [] } = requirement;
  if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) {
      errors.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    }
  } else if (!checkValues(operator, values, field, errors)) {
    errors.push(invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator'));
  }
  checkText(qualifiedNameErrors, key, `${field}.key`, errors);
}

function checkPodAffinity(affinity: PodAffinity, field: string, errors: FieldError[]): void {
  affinity.requiredDuringSchedulingIgnoredDuringExecution?.forEach((term, index) =>
    checkPodTerm(term, `${field}.${hardTerms}[${index}]`, errors),
  );
  affinity.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ weight, podAffinityTerm }, index) => {
    const at = `${field}.${softTerms}[${index}]`;
    checkWeight(weight, at, errors);
    checkPodTerm(podAffinityTerm ?? { topologyKey: '' }, `${at}.podAffinityTerm`, errors);
  });
}

function checkPodTerm(term: PodAffinityTerm, field: string, errors: FieldError[]): void {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  checkLabelSelector(labelSelector, `${field}.labelSelector`, errors);
  checkLabelSelector(namespaceSelector, `${field}.namespaceSelector`, errors);
  for (const namespace of namespaces) checkText(labelNameErrors, namespace, `${field}.namespace`, errors);
  checkLabelKeys(term, field, errors);
  if (topologyKey === '') errors.push(required(`${field}.topologyKey`, 'can not be empty'));
  checkText(qualifiedNameErrors, topologyKey, `${field}.topologyKey`, errors);
}

/** A pod's selector has the keys in it already: one that is there twice was also in the selector that came. */
function checkLabelKeys(
  term: Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>,
  field: string,
  errors: FieldError[],
): void {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  checkKeyNames(matchLabelKeys, labelSelector, `${field}.matchLabelKeys`, errors);
  checkKeyNames(mismatchLabelKeys, labelSelector, `${field}.mismatchLabelKeys`, errors);
  const seen = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const index = matchLabelKeys.lastIndexOf(key);
    if (index >= 0 && seen.has(key)) {
      errors.push(invalid(`${field}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    }
    seen.add(key);
  }
  matchLabelKeys.forEach((key, index) => {
    if (!mismatchLabelKeys.includes(key)) return;
    const why = 'exists in both matchLabelKeys and mismatchLabelKeys';
    errors.push(invalid(`${field}.matchLabelKeys[${index}]`, key, why));
  });
}

function checkKeyNames(
  keys: readonly string[],
  labelSelector: PodAffinityTerm['labelSelector'],
  field: string,
  errors: FieldError[],
): void {
  if (keys.length === 0) return;
  if (labelSelector === undefined) {
    errors.push(forbidden(field, 'must not be specified when labelSelector is not set'));
    return;
  }
  keys.forEach((key, index) => checkText(qualifiedNameErrors, key, `${field}[${index}]`, errors));
}

/** The taints that a pod puts up with. */
export function checkTolerations(
  tolerations: readonly Toleration[] | undefined,
  field: string,
  errors: FieldError[],
): void {
  checkOnce(soundTolerations, tolerations, errors, () => {
    tolerations?.forEach((toleration, index) => checkToleration(toleration, `${field}[${index}]`, errors));
  });
}

function checkToleration(toleration: Toleration, field: string, errors: FieldError[]): void {
  const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
  if (key !== '') checkText(qualifiedNameErrors, key, `${field}.key`, errors);
  if (key === '' && operator !== 'Exists') {
    const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(`${field}.operator`, operator, why));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    const why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.push(invalid(`${field}.effect`, effect, why));
  }
  if (operator === '' || operator === 'Equal') {
    const complaints = labelValueErrors(value);
    if (complaints.length > 0) errors.push(invalid(`${field}.operator`, value, complaints.join(';')));
  } else if (operator === 'Exists') {
    if (value !== '') {
      errors.push(invalid(`${field}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    }
  } else errors.push(notSupported(`${field}.operator`, operator, ['Equal', 'Exists']));
  if (effect !== '' && !effects.includes(effect)) errors.push(notSupported(`${field}.effect`, effect, effects));
}

/** The taints of a node. A real server reports them under metadata. */
export function checkTaints(taints: readonly Taint[], field: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  taints.forEach(({ key = '', value = '', effect, timeAdded }, index) => {
    const at = `${field}[${index}]`;
    const given: string = effect ?? '';
    checkText(qualifiedNameErrors, key, `${at}.key`, errors);
    const complaints = labelValueErrors(value);
    if (complaints.length > 0) errors.push(invalid(`${at}.value`, value, complaints.join(';')));
    if (given === '') errors.push(required(`${at}.effect`));
    else if (!effects.includes(given)) errors.push(notSupported(`${at}.effect`, given, effects));
    const pair = `${key}:${given}`;
    if (seen.has(pair)) {
      const taint = { Key: key, Value: value, Effect: given, TimeAdded: timeAdded ?? null };
      errors.push(duplicate(at, taint, 'taints must be unique by key and effect pair'));
    }
    seen.add(pair);
  });
}

/** How evenly pods are to be spread. */
export function checkSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  field: string,
  errors: FieldError[],
): void {
  checkOnce(soundSpread, constraints, errors, () => {
    constraints?.forEach((constraint, index) => {
      const at = `${field}[${index}]`;
      const { maxSkew = 0, topologyKey = '', whenUnsatisfiable, minDomains, labelSelector } = constraint;
      if (maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero'));
      if (topologyKey === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
      const when: string = whenUnsatisfiable ?? '';
      if (when !== 'DoNotSchedule' && when !== 'ScheduleAnyway') {
        errors.push(notSupported(`${at}.whenUnsatisfiable`, when, ['DoNotSchedule', 'ScheduleAnyway']));
      }
      // The earlier of two alike is told of, as the real server does.
      const pair = `{${topologyKey}, ${when}}`;
      const isRepeated = constraints
        .slice(index + 1)
        .some((other) => `{${other.topologyKey}, ${other.whenUnsatisfiable}}` === pair);
      if (isRepeated) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair));
      if (minDomains !== undefined && minDomains <= 0) {
        errors.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'));
      }
      if (minDomains !== undefined && when !== 'DoNotSchedule') {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${when}`;
        errors.push(invalid(`${at}.minDomains`, minDomains, why));
      }
      checkPolicy(constraint.nodeAffinityPolicy, `${at}.nodeAffinityPolicy`, errors);
      checkPolicy(constraint.nodeTaintsPolicy, `${at}.nodeTaintsPolicy`, errors);
      checkLabelKeys(constraint, at, errors);
      checkLabelSelector(labelSelector, `${at}.labelSelector`, errors);
    });
  });
}

function checkPolicy(policy: string | undefined, field: string, errors: FieldError[]): void {
  if (policy === undefined || policy === 'Honor' || policy === 'Ignore') return;
  errors.push(notSupported(field, policy, ['Honor', 'Ignore']));
}
