/**
 * Which pods belong to an object, by its selector.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/helpers.go and mapbasedselectorforobject.go (v1.36.3).
 */
import { formatLabelSelector } from '../../api/meta/labels';
import type { LabelSelector, Labels } from '../../api/meta/objectMeta';
import type { Unstructured } from '../resource/access';
import { goTypeOf } from './goType';
import { groupKindOf } from './podTemplate';

/** The selector of workloads, and the map of a ReplicationController or Service. */
interface Selecting {
  readonly selector?: LabelSelector & Labels;
}

/**
 * The selector of the pods of `object` as `-l` spells it. Throws an Error in kubectl's words: `selector for
 * *v1.ConfigMap not implemented`, `invalid service 'x': Service is defined without a selector`.
 */
export function podSelectorOf(object: Unstructured): string {
  const { selector } = (object['spec'] ?? {}) as Selecting; // What the server has in the spec of the kinds below.
  switch (groupKindOf(object)) {
    case 'ReplicaSet.apps':
    case 'StatefulSet.apps':
    case 'DaemonSet.apps':
    case 'Deployment.apps':
    case 'Job.batch':
      return formatLabelSelector(selector ?? {});
    case 'ReplicationController':
      return formatLabelSelector({ matchLabels: selector ?? {} });
    case 'Service':
      if (selector === undefined || Object.keys(selector).length === 0) {
        throw new Error(`invalid service '${object.metadata.name}': Service is defined without a selector`);
      }
      return formatLabelSelector({ matchLabels: selector });
    default:
      throw new Error(`selector for ${goTypeOf(object)} not implemented`);
  }
}

/**
 * The labels that a Service must select to reach the pods of `object`. Throws an Error in kubectl's words where they
 * cannot be had (no labels, or a selector that is no map).
 */
export function labelMapOf(object: Unstructured): Labels {
  const { selector } = (object['spec'] ?? {}) as Selecting; // As above.
  switch (groupKindOf(object)) {
    case 'ReplicationController':
      return selector ?? {};
    case 'Pod': {
      const { labels } = object.metadata;
      if (labels === undefined || Object.keys(labels).length === 0) {
        throw new Error('the pod has no labels and cannot be exposed');
      }
      return labels;
    }
    case 'Service':
      if (selector === undefined) throw new Error('the service has no pod selector set');
      return selector;
    case 'Deployment.apps':
    case 'ReplicaSet.apps':
      return matchLabelsOf(object.kind.toLowerCase(), selector);
    default:
      throw new Error(`cannot extract pod selector from ${goTypeOf(object)}`);
  }
}

function matchLabelsOf(kind: string, selector: LabelSelector | undefined): Labels {
  const { matchLabels, matchExpressions = [] } = selector ?? {};
  if (matchLabels === undefined || Object.keys(matchLabels).length === 0) {
    throw new Error(`invalid ${kind}: no selectors, therefore cannot be exposed`);
  }
  if (matchExpressions.length > 0) {
    const texts = matchExpressions.map(
      ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`,
    );
    throw new Error(`couldn't convert expressions - "[${texts.join(' ')}]" to map-based selector format`);
  }
  return matchLabels;
}
