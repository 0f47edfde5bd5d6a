/**
 * labelSelector and fieldSelector of a list, watch or deletecollection, as one predicate.
 * Models staging/src/k8s.io/apiserver/pkg/storage/selection_predicate.go and each kind's field labels (v1.36.3).
 */
import { infoOf, type Kind } from '../api/kinds';
import { type FieldRequirement, parseFieldSelector } from '../api/meta/fieldSelector';
import { SelectorError, parseLabelSelector } from '../api/meta/labelSelectorParser';
import { type Requirement, requirementsMatch } from '../api/meta/labels';
import type { KubeObject } from '../api/meta/objectMeta';
import { badRequest } from './errors';
import { strategyOf } from './resourceStrategy';

/** Which objects of a kind a request is about. */
export interface Selection {
  /** Names the selection: equal texts select the same objects. Empty selects everything. */
  readonly text: string;
  readonly matches: (object: KubeObject) => boolean;
  /** The value that the one field of an equality must have, for indexes. */
  readonly nodeName?: string;
  readonly name?: string;
}

type FieldReader = (object: KubeObject) => string;

const everything: Selection = Object.freeze({ text: '', matches: () => true });

/** Selections are parsed once; derived data only, bounded. */
const memo = new Map<string, Selection>();

/** The selection that the parameters describe. Throws 400 in Kubernetes' words. */
export function selectionOf(kind: Kind, labelSelector = '', fieldSelector = ''): Selection {
  if (labelSelector === '' && fieldSelector === '') return everything;
  const text = `${kind}\n${labelSelector}\n${fieldSelector}`;
  let selection = memo.get(text);
  if (selection === undefined) {
    selection = parseSelection(kind, text, labelSelector, fieldSelector);
    if (memo.size >= 1024) memo.clear();
    memo.set(text, selection);
  }
  return selection;
}

function parseSelection(kind: Kind, text: string, labelSelector: string, fieldSelector: string): Selection {
  const { labels, fields } = parsed(labelSelector, fieldSelector);
  const equal = (field: string): string | undefined =>
    fields.find((requirement) => requirement.field === field && requirement.operator === '=')?.value;
  const nodeName = equal('spec.nodeName');
  const name = equal('metadata.name');
  return {
    text,
    matches: both(fieldPredicate(kind, fields), labelPredicate(labels)),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(name === undefined ? {} : { name }),
  };
}

type Predicate = (object: KubeObject) => boolean;

function both(first: Predicate | undefined, second: Predicate | undefined): Predicate {
  if (first === undefined) return second ?? everything.matches;
  return second === undefined ? first : (object) => first(object) && second(object);
}

/** The commonest selector, one equality, gets the shortest way: lists and watches try it on every object. */
function labelPredicate(labels: readonly Requirement[]): Predicate | undefined {
  const [first, ...others] = labels;
  if (first === undefined) return undefined;
  const { key, operator, values } = first;
  const [value] = values;
  if (others.length === 0 && value !== undefined && (operator === '=' || operator === '==')) {
    return ({ metadata }) => metadata.labels !== undefined && metadata.labels[key] === value;
  }
  return ({ metadata }) => requirementsMatch(labels, metadata.labels);
}

function fieldPredicate(kind: Kind, fields: readonly FieldRequirement[]): Predicate | undefined {
  const predicates = fields.map(({ field, operator, value }): Predicate => {
    const read = readerOf(kind, field);
    return operator === '=' ? (object) => read(object) === value : (object) => read(object) !== value;
  });
  const [first, ...others] = predicates;
  return first === undefined ? undefined : others.reduce(both, first);
}

function parsed(
  labelSelector: string,
  fieldSelector: string,
): { readonly labels: readonly Requirement[]; readonly fields: readonly FieldRequirement[] } {
  try {
    return { labels: parseLabelSelector(labelSelector), fields: parseFieldSelector(fieldSelector) };
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

function readerOf(kind: Kind, field: string): FieldReader {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name;
  const { selectableFields } = strategyOf(kind);
  // Kinds of the cluster with fields of their own know nothing of namespaces.
  const hasNamespace = selectableFields === undefined || infoOf(kind).namespaced;
  if (field === 'metadata.namespace' && hasNamespace) return ({ metadata }) => metadata.namespace ?? '';
  const isKnown = selectableFields !== undefined && Object.hasOwn(selectableFields, field);
  const reader = isKnown ? selectableFields[field] : undefined;
  if (reader !== undefined) return reader;
  throw badRequest(
    selectableFields === undefined
      ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
      : (refusals[kind]?.(field) ?? `field label not supported: ${field}`),
  );
}

/** Kinds whose refusals have words of their own. */
const refusals: { readonly [K in Kind]?: (field: string) => string } = {
  Job: (field) => `field label "${field}" not supported for Job`,
  ResourceSlice: (field) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
};
