/**
 * Labels and label selectors.
 * Models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (v1.36.3).
 */
import type { LabelSelector, LabelSelectorRequirement, Labels } from '../../../api/meta/objectMeta';
import { labelValueErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, forbidden, invalid, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkText } from './formats';

const soundLabels = new WeakSet<object>();
const soundSelectors = new WeakSet<object>();

/** Complaints name the map, never the key. */
export function checkLabels(labels: Labels | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundLabels, labels, errors, () => {
    for (const [key, value] of Object.entries(labels ?? {})) {
      checkText(qualifiedNameErrors, key, field, errors);
      checkText(labelValueErrors, value, field, errors);
    }
  });
}

/** matchLabels and matchExpressions of an object's selector. */
export function checkLabelSelector(selector: LabelSelector | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundSelectors, selector, errors, () => {
    checkLabels(selector?.matchLabels, `${field}.matchLabels`, errors);
    selector?.matchExpressions?.forEach((requirement, index) => {
      checkRequirement(requirement, `${field}.matchExpressions[${index}]`, errors);
    });
  });
}

function checkRequirement(requirement: LabelSelectorRequirement, field: string, errors: FieldError[]): void {
  const { key, operator, values = [] } = requirement;
  if (!checkValues(operator, values, field, errors)) {
    errors.push(invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator'));
  }
  checkText(qualifiedNameErrors, key ?? '', `${field}.key`, errors);
  values.forEach((value, index) => {
    checkText(labelValueErrors, value, `${field}.values[${index}]`, errors);
  });
}

/** True if `selector` can be turned into requirements at all. */
export function isUsableSelector(selector: LabelSelector): boolean {
  const errors: FieldError[] = [];
  checkLabelSelector(selector, '', errors);
  return errors.length === 0;
}

/** True if `selector` selects everything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/** A selector as Go prints it: fields in their order, labels by key. */
export function selectorValue(selector: LabelSelector): LabelSelector {
  const { matchLabels, matchExpressions } = selector;
  return {
    ...(matchLabels && { matchLabels: sortedMap(matchLabels) }),
    ...(matchExpressions && {
      matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
        key,
        operator,
        ...(values && { values }),
      })),
    }),
  };
}

/** A map as Go prints it: by key; an absent one is null. */
export function sortedMap<V>(map: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many values the operators of every selector take. False if `operator` is none of them: the caller knows more, or refuses it. */
export function checkValues(
  operator: string | undefined,
  values: readonly string[],
  field: string,
  errors: FieldError[],
): boolean {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      return true;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
      return true;
    default:
      return false;
  }
}
