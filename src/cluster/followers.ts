/** Programs in pods that follow the API server as kube-proxy does: the cluster's DNS and its ingress controllers. */
import { storagePrefix } from '../apiserver/storageKey';
import type { Pod } from '../api/core/pod';
import type { Kind } from '../api/kinds';
import type { Store } from '../storage/store';

const OF_INGRESS: readonly Kind[] = ['Ingress', 'IngressClass', 'Service', 'EndpointSlice', 'Secret'];
/** What is in the image's name, what the program is called, and what it watches by default. */
const PROGRAMS: readonly { readonly image: RegExp; readonly name: string; readonly kinds: readonly Kind[] }[] = [
  { image: /(^|\/)coredns:/, name: 'coredns', kinds: ['Service', 'EndpointSlice', 'Namespace'] },
  { image: /ingress-nginx\/controller:/, name: 'ingress-nginx', kinds: [...OF_INGRESS, 'ConfigMap'] },
  { image: /(^|\/)traefik:/, name: 'traefik', kinds: OF_INGRESS },
];

/** Names of those that run now; of those that watch `kind`, if it is given. */
export function followersOf(store: Store, kind?: string): readonly string[] {
  const asked = PROGRAMS.filter(({ kinds }) => kind === undefined || kinds.some((each) => each === kind));
  if (asked.length === 0) return [];
  const running = store.list(storagePrefix('Pod')).entries.map(({ value }) => value as Pod); // That prefix holds pods alone.
  return asked
    .filter(({ image }) =>
      running.some(
        ({ spec, status }) => status.phase === 'Running' && spec.containers.some((each) => image.test(each.image)),
      ),
    )
    .map(({ name }) => name);
}
