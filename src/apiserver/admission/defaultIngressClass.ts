/**
 * Notes the cluster's default class in new Ingresses that name none.
 * Models plugin/pkg/admission/network/defaultingressclass/admission.go (v1.36.3).
 */
import type { Ingress } from '../../api/networking/ingress';
import type { Kind, Kinds } from '../../api/kinds';
import { newestMarked } from '../../api/meta/objectMeta';
import type { AdmissionPlugin, Attributes } from './admission';

/** The way in which classes were named before there was a field. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_MARK = 'ingressclass.kubernetes.io/is-default-class';

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  admit<K extends Kind>({ kind, operation, object, reader, subresource }: Attributes<K>): Kinds[K] {
    if (kind !== 'Ingress' || operation !== 'CREATE' || subresource !== '') return object;
    const ingress = object as unknown as Ingress; // `kind` says so.
    const isChosen = ingress.spec.ingressClassName !== undefined;
    if (isChosen || ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return object;
    const found = newestMarked(reader.list('IngressClass'), [DEFAULT_MARK]);
    if (found === undefined) return object;
    const spec = { ...ingress.spec, ingressClassName: found.metadata.name };
    return { ...ingress, spec } as unknown as Kinds[K]; // As above.
  },
};
