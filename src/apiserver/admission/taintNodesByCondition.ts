/**
 * A new Node takes no pods until the node lifecycle controller has seen it Ready.
 * Models plugin/pkg/admission/nodetaint/admission.go (v1.36.3).
 */
import type { Kind, Kinds } from '../../api/kinds';
import type { Node, Taint } from '../../api/core/node';
import type { AdmissionPlugin, Attributes } from './admission';

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  admit<K extends Kind>({ operation, kind, object, subresource }: Attributes<K>) {
    if (kind !== 'Node' || operation !== 'CREATE' || subresource !== '') return object;
    const node = object as Node; // `kind` says so; the compiler does not follow it into K.
    const taints = node.spec?.taints ?? [];
    if (taints.some((taint) => taint.key === notReady.key && taint.effect === notReady.effect)) return object;
    const tainted: Node = { ...node, spec: { ...node.spec, taints: [...taints, notReady] } };
    return tainted as Kinds[K];
  },
};
