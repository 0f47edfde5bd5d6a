/** Where Traefik's rules differ from those of ingress-nginx. */
import { expect, test } from 'vitest';
import type { Ingress } from '../api/networking/ingress';
import { routerFor, traefikRouters } from './traefikRouters';

const WEB = { name: 'web', port: 80, isTls: false };

type Rule = readonly [host: string | undefined, type: 'Exact' | 'Prefix', path: string, service: string];

function ingress(rules: readonly Rule[], annotations: Readonly<Record<string, string>> = {}): Ingress {
  return {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name: 'web', namespace: 'default', uid: '1', resourceVersion: '1', creationTimestamp: '', annotations },
    spec: {
      rules: rules.map(([host, pathType, path, name]) => ({
        ...(host !== undefined && { host }),
        http: { paths: [{ pathType, path, backend: { service: { name, port: { number: 80 } } } }] },
      })),
    },
    status: { loadBalancer: {} },
  };
}

const taken = (one: Ingress, host: string, path: string, strictPrefixes = false, isTls = false) =>
  routerFor(traefikRouters([one], { strictPrefixes }), WEB, isTls, host, path)?.backend.service;

const RULES: readonly Rule[] = [
  ['foo.com', 'Prefix', '/', 'root'],
  ['foo.com', 'Prefix', '/api', 'api'],
  ['foo.com', 'Exact', '/api', 'exact'],
  ['*.foo.com', 'Prefix', '/', 'wild'],
  [undefined, 'Prefix', '/any', 'any'],
];

test.each<[string, string, string | undefined]>([
  ['foo.com', '/', 'root'],
  ['foo.com', '/api/x', 'api'],
  // Character by character, unless it is told to mind the slash.
  ['foo.com', '/apiary', 'api'],
  // PathPrefix is the longer word.
  ['foo.com', '/api', 'api'],
  ['a.foo.com', '/', 'wild'],
  ['a.b.foo.com', '/', undefined],
  // A host that is known falls back to rules without a host.
  ['b.org', '/any', 'any'],
])('a request for %s%s goes to "%s"', (host, path, service) => {
  expect(taken(ingress(RULES), host, path)).toBe(service);
});

test('strict prefixes end at a slash', () => {
  expect(taken(ingress(RULES), 'foo.com', '/apiary', true)).toBe('root');
  expect(taken(ingress(RULES), 'foo.com', '/api/x', true)).toBe('api');
});

test('an annotation gives the priority, and the entry point', () => {
  const first = ingress([['foo.com', 'Prefix', '/', 'first']], {
    'traefik.ingress.kubernetes.io/router.priority': '1000',
  });
  const all = traefikRouters([ingress(RULES), first], { strictPrefixes: false });
  expect(routerFor(all, WEB, false, 'foo.com', '/api/x')?.backend.service).toBe('first');
  const secure = ingress([['foo.com', 'Prefix', '/', 's']], { 'traefik.ingress.kubernetes.io/router.tls': 'true' });
  expect(taken(secure, 'foo.com', '/')).toBeUndefined();
  expect(taken(secure, 'foo.com', '/', false, true)).toBe('s');
});
