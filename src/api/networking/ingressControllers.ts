/**
 * Which Ingresses a controller takes for its own: by class, by the annotation of old, or without either.
 * Models internal/ingress/controller/ingressclass and the store of ingress-nginx 1.14; pkg/provider/kubernetes/ingress of
 * Traefik 3.
 */
import type { ObjectKey } from '../meta/objectMeta';
import type { Ingress, IngressClass } from './ingress';

/** What a controller was told on its command line. */
export interface ClassOptions {
  /** As an IngressClass names the controller: `k8s.io/ingress-nginx`. */
  readonly controller: string;
  /** Value of the annotation `kubernetes.io/ingress.class` that it takes as well. */
  readonly annotation: string;
  /** Takes what names no class, too. */
  readonly withoutClass: boolean;
}

const ANNOTATION = 'kubernetes.io/ingress.class';

/** What a controller needs of a cluster to know its classes. */
export interface ClassView {
  get(kind: 'IngressClass', key: ObjectKey): IngressClass | undefined;
}

/** Whether `ingress` is for the controller that `options` describe. */
export function isMine({ metadata, spec }: Ingress, options: ClassOptions, view: ClassView): boolean {
  const name = spec.ingressClassName;
  if (name !== undefined) {
    return view.get('IngressClass', { name })?.spec.controller === options.controller;
  }
  const old = metadata.annotations?.[ANNOTATION];
  return old === undefined ? options.withoutClass : old === options.annotation;
}

/** Value of a flag of ingress-nginx or Traefik: `--name=value`; `true` for one without a value. */
export function flagOf(argv: readonly string[], name: string): string | undefined {
  for (const word of argv) {
    const [flag, ...value] = word.split('=');
    if (flag?.toLowerCase() === `--${name}`) return value.length === 0 ? 'true' : value.join('=');
  }
  return undefined;
}

/** What ingress-nginx was told by its arguments. */
export function nginxClass(argv: readonly string[]): ClassOptions {
  return {
    controller: flagOf(argv, 'controller-class') ?? 'k8s.io/ingress-nginx',
    annotation: flagOf(argv, 'ingress-class') ?? 'nginx',
    withoutClass: flagOf(argv, 'watch-ingress-without-class') === 'true',
  };
}

/** What Traefik was told: without a class of its own on the command line it takes Ingresses without one as well. */
export function traefikClass(argv: readonly string[]): ClassOptions {
  const own = flagOf(argv, 'providers.kubernetesingress.ingressclass');
  return { controller: 'traefik.io/ingress-controller', annotation: own ?? 'traefik', withoutClass: own === undefined };
}
