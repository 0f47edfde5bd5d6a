/**
 * Matching of labels: equality maps, label selectors of objects, and requirements as `-l` and labelSelector spell them.
 * Models staging/src/k8s.io/apimachinery/pkg/labels/selector.go (v1.36.3). The parser is in labelSelectorParser.ts.
 */
import type { LabelSelector, Labels } from './objectMeta';

/** One term of a label selector; all terms of a selector must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | '=' | '==' | '!=' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/**
 * True if `labels` has every pair of `selector`. An empty or absent selector matches everything:
 * a caller for whom it means nothing (a Service without selector) must ask first.
 */
export function matchesLabels(selector: Labels | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return true;
  for (const key in selector) {
    if (labels === undefined || labels[key] !== selector[key]) return false;
  }
  return true;
}

/** True if `labels` meets matchLabels and matchExpressions. Absent (nil) matches nothing, empty matches everything. */
export function labelSelectorMatches(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  if (!matchesLabels(selector.matchLabels, labels)) return false;
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    if (!requirementMatches({ key, operator, values }, labels)) return false;
  }
  return true;
}

/** True if all of `requirements` hold for `labels`. */
export function requirementsMatch(requirements: readonly Requirement[], labels: Labels | undefined): boolean {
  for (const requirement of requirements) {
    if (!requirementMatches(requirement, labels)) return false;
  }
  return true;
}

/** True if `requirement` holds. `!=` and NotIn also hold where the label is absent; Gt and Lt compare whole numbers. */
export function requirementMatches(requirement: Requirement, labels: Labels | undefined): boolean {
  const { key, operator, values } = requirement;
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'NotIn':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return compareNumbers(value, values[0], operator);
    default:
      return operator satisfies never;
  }
}

function compareNumbers(value: string | undefined, bound: string | undefined, operator: 'Gt' | 'Lt'): boolean {
  if (value === undefined || bound === undefined) return false;
  if (!/^[+-]?\d+$/.test(value) || !/^[+-]?\d+$/.test(bound)) return false;
  return operator === 'Gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}

/** The terms of an object's selector. */
export function requirementsOf(selector: LabelSelector): readonly Requirement[] {
  const equal = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: '=', values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }): Requirement => ({ key, operator, values }),
  );
  return [...equal, ...expressions];
}

/** Writes a selector as labels.Selector.String does: terms by key, values sorted. `a=b,c in (x,y),!d`. */
export function formatRequirements(requirements: readonly Requirement[]): string {
  const sorted = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.map(formatRequirement).join(',');
}

/** Writes an object's selector in the form that scale.status.selector and `kubectl get -o wide` show. */
export function formatLabelSelector(selector: LabelSelector): string {
  return formatRequirements(requirementsOf(selector));
}

function formatRequirement({ key, operator, values }: Requirement): string {
  const list = [...values].sort().join(',');
  switch (operator) {
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${list}`;
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} notin (${list})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${list}`;
    case 'Lt':
      return `${key}<${list}`;
    default:
      return operator satisfies never;
  }
}
