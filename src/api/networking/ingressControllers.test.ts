/** Which Ingresses a controller takes. */
import { expect, test } from 'vitest';
import type { Ingress, IngressClass } from './ingress';
import { isMine, nginxClass, traefikClass } from './ingressControllers';

const classes: Readonly<Record<string, string>> = {
  nginx: 'k8s.io/ingress-nginx',
  internal: 'k8s.io/ingress-nginx',
  traefik: 'traefik.io/ingress-controller',
};
const view = {
  get: (_kind: 'IngressClass', { name }: { readonly name: string }) => {
    const controller = classes[name];
    return controller === undefined ? undefined : ({ spec: { controller } } as IngressClass); // Nothing else is read.
  },
};

function ingress(className: string | undefined, annotation: string | undefined): Ingress {
  const annotations = annotation === undefined ? {} : { 'kubernetes.io/ingress.class': annotation };
  return {
    metadata: { name: 'web', annotations },
    spec: { ...(className !== undefined && { ingressClassName: className }) },
  } as Ingress; // Nothing else is read.
}

const nginx = nginxClass(['/nginx-ingress-controller']);
const everything = nginxClass(['/nginx-ingress-controller', '--watch-ingress-without-class=true']);
const traefik = traefikClass(['--providers.kubernetesingress=true']);

test.each<[string, string | undefined, string | undefined, readonly boolean[]]>([
  ['its class', 'nginx', undefined, [true, true, false]],
  ['another class of the same controller', 'internal', undefined, [true, true, false]],
  ['the class of another controller', 'traefik', undefined, [false, false, true]],
  ['a class that does not exist', 'missing', undefined, [false, false, false]],
  ['no class', undefined, undefined, [false, true, true]],
  ['the annotation of old', undefined, 'nginx', [true, true, false]],
  ['the annotation for another one', undefined, 'traefik', [false, false, true]],
  ['a class goes before the annotation', 'traefik', 'nginx', [false, false, true]],
])('an Ingress with %s is taken by those that it is for', (_name, className, annotation, expected) => {
  const one = ingress(className, annotation);
  expect([nginx, everything, traefik].map((options) => isMine(one, options, view))).toEqual(expected);
});
