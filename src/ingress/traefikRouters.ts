/**
 * The routers that Traefik makes of Ingresses, and which of them takes a request: the one with the longest rule.
 * Models loadConfigurationFromIngresses and loadRouter in pkg/provider/kubernetes/ingress/kubernetes.go and
 * pkg/muxer/http (Traefik 3.6). Left out: middlewares, sticky sessions, native load balancing, custom resources.
 */
import type { Ingress, IngressBackend } from '../api/networking/ingress';
import type { ServiceBackend } from './upstreams';

/** An address that Traefik listens at. */
export interface EntryPoint {
  readonly name: string;
  readonly port: number;
  /** Its routers are for TLS alone. */
  readonly isTls: boolean;
}

export interface Router {
  readonly rule: string;
  /** The longer the rule the earlier, unless an annotation says otherwise. */
  readonly priority: number;
  readonly ingress: Ingress;
  readonly backend: ServiceBackend;
  readonly path: string;
  readonly type: 'Exact' | 'Prefix' | 'defaultBackend';
  readonly isTls: boolean;
  /** Absent: all of them. */
  readonly entryPoints?: readonly string[];
  takes(host: string, path: string): boolean;
}

/** What Traefik's arguments say of rules. */
export interface RouterOptions {
  /** Prefixes end at a slash, as Kubernetes has it; without it `/foo` takes `/foobar`, too. */
  readonly strictPrefixes: boolean;
}

const ANNOTATION = 'traefik.ingress.kubernetes.io/router';
const LAST = -2_147_483_648;

/** In the order in which they are tried. */
export function traefikRouters(ingresses: readonly Ingress[], options: RouterOptions): readonly Router[] {
  const routers: Router[] = [];
  for (const ingress of ingresses) {
    const { rules = [], defaultBackend } = ingress.spec;
    const fallback = rules.length === 0 && defaultBackend && backendOf(ingress, defaultBackend);
    // The first one has it.
    if (fallback && !routers.some(({ type }) => type === 'defaultBackend')) {
      const settings = { ...settingsOf(ingress), priority: LAST };
      const rule = 'PathPrefix(`/`)';
      routers.push({
        ...settings,
        rule,
        ingress,
        backend: fallback,
        path: '/',
        type: 'defaultBackend',
        takes: () => true,
      });
    }
    for (const { host = '', http } of rules) {
      for (const { path = '', pathType, backend } of http?.paths ?? []) {
        const found = backendOf(ingress, backend);
        if (found === undefined) continue;
        const parts = [hostRule(host), pathRule(path, pathType === 'Exact', options)].filter(({ text }) => text !== '');
        const rule = parts.map(({ text }) => text).join(' && ');
        const { priority, ...settings } = settingsOf(ingress);
        routers.push({
          ...settings,
          rule,
          priority: priority === 0 ? rule.length : priority,
          ingress,
          backend: found,
          path: path === '' ? '/' : path,
          type: pathType === 'Exact' ? 'Exact' : 'Prefix',
          takes: (name, asked) => parts.every(({ takes }) => takes(name, asked)),
        });
      }
    }
  }
  return routers.sort((x, y) => y.priority - x.priority);
}

/** The router that takes a request at an entry point. */
export function routerFor(
  routers: readonly Router[],
  entry: EntryPoint,
  isTls: boolean,
  host: string,
  path: string,
): Router | undefined {
  return routers.find(
    (router) =>
      (router.isTls || entry.isTls) === isTls &&
      router.entryPoints?.includes(entry.name) !== false &&
      router.takes(host, path),
  );
}

function settingsOf({ metadata }: Ingress) {
  const given = (name: string) => metadata.annotations?.[`${ANNOTATION}.${name}`];
  const entryPoints = given('entrypoints')?.split(/\s*,\s*/);
  return {
    priority: Number(given('priority') ?? 0) || 0,
    isTls: given('tls') === 'true',
    ...(entryPoints && { entryPoints }),
  };
}

function backendOf({ metadata }: Ingress, { service }: IngressBackend): ServiceBackend | undefined {
  if (service === undefined) return undefined;
  const port = String(service.port?.name ?? service.port?.number ?? '');
  return { namespace: metadata.namespace ?? '', service: service.name, port };
}

interface Part {
  readonly text: string;
  takes(host: string, path: string): boolean;
}

function hostRule(host: string): Part {
  if (host === '') return { text: '', takes: () => true };
  if (!host.startsWith('*.')) return { text: `Host(\`${host}\`)`, takes: (name) => name === host };
  const pattern = `^[a-zA-Z0-9-]+\\.${host.slice(2).replaceAll('.', '\\.')}$`;
  const regex = new RegExp(pattern);
  return { text: `HostRegexp(\`${pattern}\`)`, takes: (name) => regex.test(name) };
}

function pathRule(path: string, isExact: boolean, { strictPrefixes }: RouterOptions): Part {
  if (path === '') return { text: '', takes: () => true };
  if (isExact) return { text: `Path(\`${path}\`)`, takes: (_host, asked) => asked === path };
  if (!strictPrefixes || path === '/') {
    return { text: `PathPrefix(\`${path}\`)`, takes: (_host, asked) => asked.startsWith(path) };
  }
  const bare = path.replace(/\/$/, '');
  return {
    text: `(Path(\`${bare}\`) || PathPrefix(\`${bare}/\`))`,
    takes: (_host, asked) => asked === bare || asked.startsWith(`${bare}/`),
  };
}
