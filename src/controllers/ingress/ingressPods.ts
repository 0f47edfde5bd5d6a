/**
 * Ingress controllers that are known here, by the images of their pods, and where their Ingresses can be reached.
 * Models runningAddresses in internal/ingress/status/status.go (ingress-nginx 1.14).
 */
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import { type ClassOptions, flagOf, nginxClass, traefikClass } from '../../api/networking/ingressControllers';
import type { IngressLoadBalancerIngress } from '../../api/networking/ingress';
import type { Cache } from '../../client/cache';

export interface IngressController {
  /** Repositories of its image. */
  readonly images: readonly string[];
  classOf(argv: readonly string[]): ClassOptions;
  /** How often its leader looks at the addresses. */
  readonly statusMs: number;
  /** It takes its addresses away when it stops. */
  readonly clearsStatus: boolean;
  readonly tellsOfSync: boolean;
  /** The flag that names the Service whose address counts, and those for fixed addresses. */
  readonly serviceFlag: string;
  readonly addressFlag: string;
  /** Without such a flag: the nodes of its pods. */
  readonly usesNodes: boolean;
}

const known: readonly IngressController[] = [
  {
    images: ['registry.k8s.io/ingress-nginx/controller'],
    classOf: nginxClass,
    statusMs: 60_000,
    clearsStatus: true,
    tellsOfSync: true,
    serviceFlag: 'publish-service',
    addressFlag: 'publish-status-address',
    usesNodes: true,
  },
  {
    images: ['traefik', 'docker.io/traefik', 'docker.io/library/traefik'],
    classOf: traefikClass,
    statusMs: 5_000,
    clearsStatus: false,
    tellsOfSync: false,
    serviceFlag: 'providers.kubernetesingress.ingressendpoint.publishedservice',
    addressFlag: 'providers.kubernetesingress.ingressendpoint.ip',
    usesNodes: false,
  },
];

/** Which controller a pod runs, if it is one. Called for every change of every pod. */
export function controllerOf({ spec }: Pod): IngressController | undefined {
  return known.find(({ images }) =>
    spec.containers.some(({ image }) =>
      images.some((each) => image === each || image.startsWith(`${each}:`) || image.startsWith(`${each}@`)),
    ),
  );
}

/** The command line of its controller. */
export function argvOf({ spec }: Pod): readonly string[] {
  return spec.containers.flatMap(({ command = [], args = [] }) => [...command, ...args]);
}

const OF_A_REVISION = new Set(['pod-template-hash', 'controller-revision-hash', 'pod-template-generation']);

/** Pods of the same namespace with the labels of this one, itself among them. */
export function likes(pod: Pod, cache: Cache): readonly Pod[] {
  const labels = Object.entries(pod.metadata.labels ?? {}).filter(([name]) => !OF_A_REVISION.has(name));
  const { namespace } = pod.metadata;
  return cache
    .list('Pod', namespace)
    .filter(({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value));
}

/** Where the Ingresses of `pod`'s controller can be reached; undefined: that is not its business. */
export function addressesOf(
  controller: IngressController,
  pod: Pod,
  cache: Cache,
): readonly IngressLoadBalancerIngress[] | undefined {
  const argv = argvOf(pod);
  const fixed = flagOf(argv, controller.addressFlag);
  if (fixed !== undefined) return fixed.split(/,\s*/).map(ofText);
  const named = flagOf(argv, controller.serviceFlag)?.replaceAll('$(POD_NAMESPACE)', pod.metadata.namespace ?? '');
  if (named !== undefined) {
    const [namespace = '', name = ''] = named.split('/');
    const service = cache.get('Service', { namespace, name });
    return service && ofService(service);
  }
  if (!controller.usesNodes) return undefined;
  const usesInternal = flagOf(argv, 'report-node-internal-ip-address') === 'true';
  const isReady = ({ status }: Pod) =>
    status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
  const nodes = likes(pod, cache)
    .filter((each) => each.status.phase === 'Running' && isReady(each))
    .map(({ spec }) => nodeAddress(spec.nodeName ?? '', usesInternal, cache));
  return [...new Set(nodes.filter((address) => address !== ''))].sort().map(ofText);
}

const ofText = (text: string): IngressLoadBalancerIngress =>
  /^\d+(\.\d+){3}$/.test(text) ? { ip: text } : { hostname: text };

function ofService({ spec, status }: Service): readonly IngressLoadBalancerIngress[] {
  if (spec.type === 'ExternalName') return [{ hostname: spec.externalName ?? '' }];
  const outside = (spec.externalIPs ?? []).map(ofText);
  if (spec.type === 'LoadBalancer') {
    const given = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ofText(ip ?? hostname ?? ''));
    return [...given, ...outside];
  }
  if (spec.type === 'NodePort' && outside.length > 0) return outside;
  return spec.clusterIP === undefined ? [] : [ofText(spec.clusterIP)];
}

function nodeAddress(name: string, usesInternal: boolean, cache: Cache): string {
  const addresses = cache.get('Node', { name })?.status.addresses ?? [];
  const find = (wanted: string) => addresses.find(({ type }) => type === wanted)?.address;
  return (usesInternal ? undefined : find('ExternalIP')) ?? find('InternalIP') ?? '';
}
