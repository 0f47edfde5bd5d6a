/**
 * How the API server treats Ingresses and IngressClasses. Without an ingress controller they are only kept, as in a
 * real cluster. Models pkg/registry/networking/{ingress,ingressclass}/strategy.go (v1.36.3).
 */
import type { IngressClass } from '../../api/networking/ingress';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkIngress, checkIngressClass, checkIngressCreate, ingressWarnings } from './validation/ingresses';
import { checkImmutable } from './validation/formats';
import { validations } from './validation/rules';

export const ingress: Strategy<'Ingress'> = {
  kind: 'Ingress',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: given.spec ?? {}, status: given.status ?? { loadBalancer: {} } }),
  prepareForCreate: (given) => ({ ...given, status: { loadBalancer: {} } }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: ingressWarnings,
  ...validations('Ingress', {
    check: (object, errors) => {
      // A class named twice is a mistake of whoever creates it; old objects are left alone.
      checkIngressCreate(object, errors);
      checkIngress(object.spec, errors);
    },
  }),
};

export const ingressClass: Strategy<'IngressClass'> = {
  kind: 'IngressClass',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults(given: IngressClass): IngressClass {
    const spec = given.spec ?? ({} as IngressClass['spec']); // Validation refuses a missing controller.
    const { parameters } = spec;
    if (parameters === undefined || parameters.scope !== undefined) return { ...given, spec };
    return { ...given, spec: { ...spec, parameters: { ...parameters, scope: 'Cluster' } } };
  },
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('IngressClass', {
    check: ({ spec }, errors) => checkIngressClass(spec, errors),
    checkUpdate: (next, old, errors) =>
      checkImmutable(next.spec.controller, old.spec.controller, 'spec.controller', errors),
  }),
};
