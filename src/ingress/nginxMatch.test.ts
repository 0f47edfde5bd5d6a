/** Which rule takes a request, and where its path goes: the tables of host, path and precedence. */
import { expect, test } from 'vitest';
import type { HTTPIngressPath, Ingress } from '../api/networking/ingress';
import { configOf } from './nginxAnnotations';
import { goesToCanary, isIn, locationFor, missesSlash, normalized, rewritten, serverFor } from './nginxMatch';
import { nginxServers } from './nginxServers';

const PREFIX = 'nginx.ingress.kubernetes.io';

type Path = readonly [type: 'Exact' | 'Prefix' | 'ImplementationSpecific', path: string, service?: string];

interface Made {
  readonly name?: string;
  readonly host?: string;
  readonly paths?: readonly Path[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly at?: string;
  readonly fallback?: string;
}

function ingress({
  name = 'web',
  host,
  paths = [],
  annotations = {},
  at = '2026-01-01T00:00:00Z',
  fallback,
}: Made): Ingress {
  const backend = (service: string) => ({ service: { name: service, port: { number: 80 } } });
  const given = Object.entries(annotations).map(([key, value]) => [`${PREFIX}/${key}`, value]);
  const rules = [
    {
      ...(host !== undefined && { host }),
      http: {
        paths: paths.map(
          ([pathType, path, service = 's']): HTTPIngressPath => ({ pathType, path, backend: backend(service) }),
        ),
      },
    },
  ];
  return {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: at,
      annotations: Object.fromEntries(given),
    },
    spec: {
      ...(paths.length > 0 && { rules }),
      ...(fallback !== undefined && { defaultBackend: backend(fallback) }),
    },
    status: { loadBalancer: {} },
  };
}

/** The upstream that takes a request, with the path that it sees; `404` where the default backend answers. */
function route(ingresses: readonly Ingress[], host: string, target: string): string {
  const servers = nginxServers(ingresses, PREFIX, configOf());
  const server = serverFor(servers, host);
  const location = server && locationFor(server, normalized(target));
  if (server !== undefined && missesSlash(server, normalized(target))) return '301';
  if (location?.upstream === undefined) return '404';
  return `${location.upstream.replace(/^default-|-80$/g, '')} ${rewritten(location, target)}`;
}

const taken = (paths: readonly Path[], target: string) =>
  route([ingress({ host: 'a.example.com', paths })], 'a.example.com', target).split(' ')[0];

test.each<[string, readonly Path[], string, string]>([
  ['Prefix / takes everything', [['Prefix', '/']], '/any/thing', 's'],
  ['Exact /foo takes /foo', [['Exact', '/foo']], '/foo', 's'],
  ['Exact /foo leaves /bar', [['Exact', '/foo']], '/bar', '404'],
  ['Exact /foo leaves /foo/', [['Exact', '/foo']], '/foo/', '404'],
  ['Exact /foo/ leaves /foo', [['Exact', '/foo/']], '/foo', '404'],
  ['Exact minds case', [['Exact', '/foo']], '/FOO', '404'],
  ['Prefix /foo takes /foo', [['Prefix', '/foo']], '/foo', 's'],
  ['Prefix /foo takes /foo/', [['Prefix', '/foo']], '/foo/', 's'],
  ['Prefix /foo takes /foo/bar', [['Prefix', '/foo']], '/foo/bar', 's'],
  ['Prefix /foo/ takes /foo/', [['Prefix', '/foo/']], '/foo/', 's'],
  // As the API has it, it matches; nginx redirects to the path with the slash.
  ['Prefix /foo/ sends /foo to /foo/', [['Prefix', '/foo/']], '/foo', '301'],
  ['Prefix /aaa/bbb/ sends /aaa/bbb on, too', [['Prefix', '/aaa/bbb/']], '/aaa/bbb', '301'],
  ['Prefix /aaa/bbb takes /aaa/bbb/', [['Prefix', '/aaa/bbb']], '/aaa/bbb/', 's'],
  ['Prefix /aaa/bb leaves /aaa/bbb', [['Prefix', '/aaa/bb']], '/aaa/bbb', '404'],
  ['Prefix /aaa/bbb takes /aaa/bbb', [['Prefix', '/aaa/bbb']], '/aaa/bbb', 's'],
  ['Prefix /aaa/bbb takes /aaa/bbb/ccc', [['Prefix', '/aaa/bbb']], '/aaa/bbb/ccc', 's'],
  ['Prefix /aaa/bbb leaves /aaa/bbbxyz', [['Prefix', '/aaa/bbb']], '/aaa/bbbxyz', '404'],
  ['Prefix minds case', [['Prefix', '/foo']], '/Foo', '404'],
  [
    'the longer one wins',
    [
      ['Prefix', '/', 'root'],
      ['Prefix', '/aaa', 'deep'],
    ],
    '/aaa/ccc',
    'deep',
  ],
  [
    'the shorter one takes the rest',
    [
      ['Prefix', '/', 'root'],
      ['Prefix', '/aaa', 'deep'],
    ],
    '/ccc',
    'root',
  ],
  ['no rule: the default backend', [['Prefix', '/aaa']], '/ccc', '404'],
  [
    'Exact before Prefix',
    [
      ['Prefix', '/foo', 'p'],
      ['Exact', '/foo', 'e'],
    ],
    '/foo',
    'e',
  ],
  [
    'Prefix below an Exact',
    [
      ['Prefix', '/foo', 'p'],
      ['Exact', '/foo', 'e'],
    ],
    '/foo/bar',
    'p',
  ],
  ['the query is no part of the path', [['Exact', '/foo']], '/foo?a=/bar', 's'],
  ['ImplementationSpecific goes by elements, too', [['ImplementationSpecific', '/foo']], '/foobar', '404'],
  ['double slashes are one', [['Exact', '/foo/bar']], '/foo//bar', 's'],
])('%s', (_name, paths, target, expected) => {
  expect(taken(paths, target)).toBe(expected);
});

test.each<[string, string]>([
  ['foo.com', 'exact'],
  ['FOO.com:8080', 'exact'],
  ['bar.foo.com', 'wild'],
  ['www.foo.com', 'www'],
  ['a.b.foo.com', 'any'],
  ['xfoo.com', 'any'],
  ['other.org', 'any'],
])('a request for host %s goes to the rule "%s"', (host, expected) => {
  const all = [
    ingress({ name: '1', host: 'foo.com', paths: [['Prefix', '/', 'exact']] }),
    ingress({ name: '2', host: '*.foo.com', paths: [['Prefix', '/', 'wild']] }),
    ingress({ name: '3', host: 'www.foo.com', paths: [['Prefix', '/', 'www']] }),
    ingress({ name: '4', paths: [['Prefix', '/', 'any']] }),
  ];
  expect(route(all, host, '/').split(' ')[0]).toBe(expected);
});

test('a host that is known does not fall back to rules without a host', () => {
  const all = [
    ingress({ name: '1', host: 'foo.com', paths: [['Prefix', '/a']] }),
    ingress({ name: '2', paths: [['Prefix', '/', 'any']] }),
  ];
  expect(route(all, 'foo.com', '/b')).toBe('404');
});

test('the default backend of an Ingress takes what its hosts have no rule for', () => {
  const all = [ingress({ host: 'foo.com', paths: [['Prefix', '/a']], fallback: 'rest' })];
  expect(route(all, 'foo.com', '/b')).toBe('rest /b');
});

test('an Ingress with nothing but a default backend takes every other host', () => {
  const all = [ingress({ host: 'foo.com', paths: [['Prefix', '/a']] }), ingress({ name: 'all', fallback: 'rest' })];
  expect(route(all, 'other.org', '/b')).toBe('rest /b');
  expect(route(all, 'foo.com', '/b')).toBe('404');
});

test('several Ingresses of one host are merged, and the oldest has a path that two of them claim', () => {
  const all = [
    ingress({ name: 'young', host: 'a.b', paths: [['Prefix', '/x', 'young']], at: '2026-01-02T00:00:00Z' }),
    ingress({
      name: 'old',
      host: 'a.b',
      paths: [
        ['Prefix', '/x', 'old'],
        ['Prefix', '/y', 'y'],
      ],
    }),
  ];
  expect(route(all, 'a.b', '/x')).toBe('old /x');
  expect(route(all, 'a.b', '/y')).toBe('y /y');
});

test.each<[string, string]>([
  ['/something', 's /'],
  ['/something/', 's /'],
  ['/something/new', 's /new'],
  ['/SOMETHING/new?q=1', 's /new?q=1'],
  ['/somethingelse', '404'],
  ['/', '404'],
])('with capture groups %s is asked as "%s"', (target, expected) => {
  const one = ingress({
    host: 'a.b',
    paths: [['ImplementationSpecific', '/something(/|$)(.*)']],
    annotations: { 'rewrite-target': '/$2' },
  });
  expect(route([one], 'a.b', target)).toBe(expected);
});

test.each<[string, string]>([
  ['/foos1', 's1 /'],
  ['/foos1/deep', 's1 /'],
  ['/bars2', 's2 /'],
  ['/bars', '404'],
  // A rewrite makes a pattern of every path of the host: it has no end.
  ['/foos12', 's1 /'],
])('with the constant rewrite / the path %s is asked as "%s"', (target, expected) => {
  const one = ingress({
    host: 'foo.bar.com',
    paths: [
      ['Prefix', '/foos1', 's1'],
      ['Prefix', '/bars2', 's2'],
    ],
    annotations: { 'rewrite-target': '/' },
  });
  expect(route([one], 'foo.bar.com', target)).toBe(expected);
});

test('use-regex makes a pattern of every path of the host, the longest first', () => {
  const one = ingress({
    host: 'a.b',
    paths: [
      ['ImplementationSpecific', '/v[0-9]+/', 'v'],
      ['ImplementationSpecific', '/v1/long.*', 'long'],
    ],
    annotations: { 'use-regex': 'true' },
  });
  const other = ingress({ name: 'other', host: 'a.b', paths: [['Exact', '/plain', 'plain']] });
  expect(route([one, other], 'a.b', '/v1/longer')).toBe('long /v1/longer');
  expect(route([one, other], 'a.b', '/V22/x')).toBe('v /V22/x');
  expect(route([one, other], 'a.b', '/PLAIN/more')).toBe('plain /PLAIN/more');
});

const canary = {
  weight: 20,
  weightTotal: 100,
  header: 'x-canary',
  headerValue: '',
  headerPattern: '',
  cookie: 'canary',
};

test.each<[string, Readonly<Record<string, string>>, number, boolean]>([
  ['a number below the weight', {}, 19, true],
  ['a number that is not', {}, 20, false],
  ['the header says always', { 'x-canary': 'always' }, 99, true],
  ['the header says never', { 'x-canary': 'never', cookie: 'canary=always' }, 0, false],
  ['the header says something else', { 'x-canary': 'maybe' }, 99, false],
  ['the cookie says always', { cookie: 'a=b; canary=always' }, 99, true],
  ['the cookie says never', { cookie: 'canary=never' }, 0, false],
])('a canary is asked by header, then by cookie, then by weight: %s', (_name, headers, drawn, expected) => {
  expect(goesToCanary(canary, { headers, draw: () => drawn })).toBe(expected);
});

test('a canary is never served by itself, and shares the path that it names', () => {
  const main = ingress({ name: 'main', host: 'a.b', paths: [['Prefix', '/', 'main']] });
  const beta = ingress({
    name: 'beta',
    host: 'a.b',
    paths: [['Prefix', '/', 'beta']],
    annotations: { canary: 'true', 'canary-weight': '10' },
    at: '2025-01-01T00:00:00Z',
  });
  expect(route([main, beta], 'a.b', '/')).toBe('main /');
  expect(nginxServers([main, beta], PREFIX, configOf()).upstreams.get('default-main-80')?.alternatives).toEqual([
    'default-beta-80',
  ]);
  expect(route([beta], 'a.b', '/')).toBe('404');
});

test('networks are told apart by their length', () => {
  expect(isIn(['10.0.0.0/8', '192.168.49.1'], '10.244.3.4')).toBe(true);
  expect(isIn(['10.0.0.0/8', '192.168.49.1'], '192.168.49.1')).toBe(true);
  expect(isIn(['10.0.0.0/8', '192.168.49.1'], '192.168.49.2')).toBe(false);
});
