/** Seeded requests that no honest client sends: broken HTTP, and sound HTTP about nonsense. */
import { Random } from '../../simulation/random';

/** What stands where anything may stand. */
const JUNK: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  '',
  'x',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '%s%n',
  'ä三🙂',
  'a'.repeat(5_000),
  [],
  [[]],
  [null],
  {},
  { '': '' },
  { constructor: { prototype: {} } },
];

const PATHS = [
  '/api/v1/pods',
  '/api/v1/namespaces/default/pods',
  '/api/v1/namespaces/default/pods/target',
  '/api/v1/namespaces/default/pods/target/status',
  '/api/v1/namespaces/default/pods/target/log',
  '/api/v1/namespaces/default/pods/target/exec',
  '/api/v1/namespaces/default/pods/target/portforward',
  '/api/v1/namespaces/default/pods/target/eviction',
  '/api/v1/namespaces/default/pods/target/binding',
  '/api/v1/namespaces/default/pods/target/resize',
  '/api/v1/namespaces/default/pods/target/proxy/',
  '/api/v1/namespaces/default/services',
  '/api/v1/namespaces/default/services/kubernetes/proxy/a/b',
  '/api/v1/namespaces/default/configmaps',
  '/api/v1/namespaces/default/serviceaccounts/default/token',
  '/api/v1/namespaces/fuzz/finalize',
  '/api/v1/nodes',
  '/api/v1/watch/pods',
  '/apis/apps/v1/namespaces/default/deployments',
  '/apis/apps/v1/namespaces/default/deployments/web/scale',
  '/apis/batch/v1/namespaces/default/jobs',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  '/apis/authentication.k8s.io/v1/tokenreviews',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/metrics.k8s.io/v1beta1/nodes',
  '/openapi/v2',
  '/openapi/v3/apis/apps/v1',
  '/apis',
  '/version',
  '/metrics',
  '/healthz/../metrics',
  '/api/v1/namespaces//pods',
  '/api/v1/namespaces/%2e%2e/pods',
  '/api/v1/namespaces/default/pods/%00',
  '/api/v1/namespaces/default/pods/%zz',
  '//api//v1',
  '/%E0%A4%A',
  '/constructor/prototype',
  '/api/__proto__/pods',
];

const QUERIES = [
  '',
  'limit=-1',
  'limit=99999999999999999999',
  'limit=1&continue=%7B%7D',
  'continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ',
  'resourceVersion=-5',
  'resourceVersion=99999999999999999999999',
  'watch=1&resourceVersion=zz',
  'watch=1&timeoutSeconds=-1',
  'watch=1&timeoutSeconds=1&sendInitialEvents=maybe',
  'watch&timeoutSeconds=1',
  'labelSelector=%21%21%21',
  'labelSelector=a+in+(b',
  `labelSelector=${'a,'.repeat(500)}`,
  'fieldSelector=%5C%5C,,=',
  'fieldSelector=metadata.name%3D%3D%3D',
  'dryRun=None',
  'fieldValidation=Maybe',
  'fieldManager=%00',
  `fieldManager=${'m'.repeat(200)}`,
  'force=perhaps',
  'pretty=1&pretty=2',
  '=&&=&%zz=%zz',
  '__proto__=1&constructor=2&toString=3',
  'gracePeriodSeconds=1e9&propagationPolicy=Sideways',
  'tailLines=-1&sinceSeconds=x&limitBytes=0',
  'command=%00&stdin=maybe&container=%20',
  'ports=0&ports=99999&ports=x',
];

const TYPES = [
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
  'application/vnd.kubernetes.protobuf',
  'application/cbor',
  'text/plain; charset="',
  ';;;',
  '*/*',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
];

const ACCEPTS = [
  'application/json',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v9;g=nowhere',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/vnd.kubernetes.protobuf',
  'application/yaml',
  'text/html;q=2,*/*;q=abc',
  ',,,;=;',
  `${'a/b,'.repeat(1_000)}`,
];

const YAMLS = [
  'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n',
  'a: &a\n  b: *a\n',
  '\tkey: value\n',
  '--- a\n--- b\n',
  '!!js/function "function(){}"',
  '<<: *nowhere\n',
  '? [complex, key]\n: value\n',
  '%YAML 9.9\n---\n',
  `${'- '.repeat(3_000)}x\n`,
];

const sound = () => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'fuzzed', labels: { a: 'b' }, annotations: {}, ownerReferences: [], finalizers: [] },
  spec: {
    containers: [
      { name: 'c', image: 'nginx', command: ['x'], env: [{ name: 'A', value: 'b' }], ports: [{ containerPort: 80 }] },
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
    tolerations: [{ key: 'k', operator: 'Exists' }],
  },
  data: { a: 'b' },
  status: { phase: 'Running', conditions: [] },
});

/** One request as text of HTTP/1.1, its connection closed behind it. `describe` is for people. */
export function shapedRequest(seed: number, token: string): { readonly describe: string; readonly text: string } {
  const random = new Random(seed);
  const pick = <T>(values: readonly T[]): T => random.pick(values) as T; // None of the tables is empty.
  const method = pick(['GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE']);
  const query = random.next() < 0.5 ? '' : pick(QUERIES);
  const target = `${pick(PATHS)}${query === '' ? '' : `?${query}`}`;
  const type = pick(TYPES);
  const body = method === 'GET' || method === 'HEAD' ? '' : bodyOf(random, type);
  const headers = [
    'Host: x',
    'Connection: close',
    `Authorization: ${random.next() < 0.9 ? `Bearer ${token}` : pick(['Basic eDp5', 'Bearer a.b.c', 'Bearer ', 'x'])}`,
    ...(random.next() < 0.7 ? [`Accept: ${pick(ACCEPTS)}`] : []),
    ...(body === '' ? [] : [`Content-Type: ${type}`]),
    ...(random.next() < 0.1 ? [`Impersonate-User: ${pick(['', 'jane', 'system:admin', ','])}`] : []),
    ...(random.next() < 0.1 ? [`Content-Encoding: ${pick(['gzip', 'br', 'x'])}`] : []),
    ...(random.next() < 0.1 ? ['Range: bytes=9-1', 'If-None-Match: "', 'If-Modified-Since: never'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return {
    describe: `seed ${seed}: ${method} ${target} ${type}`,
    text: `${method} ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`,
  };
}

function bodyOf(random: Random, type: string): string {
  const chance = random.next();
  if (chance < 0.1)
    return random.pick(['{', '[', '"', '{"a":', 'null', '[]', '{}', '\u0000', '\uFEFF{}', 'NaN', '1e999']) ?? '';
  if (chance < 0.2) return `${'{"spec":'.repeat(2_000)}1${'}'.repeat(2_000)}`;
  if (chance < 0.25) return `{"metadata":{"name":"big"},"n":${'9'.repeat(400)}}`;
  if (chance < 0.3) return '{"kind":"Pod","kind":"Node","__proto__":{"a":1},"metadata":{"name":"a","name":"b"}}';
  if (type.includes('yaml') && chance < 0.7) return random.pick(YAMLS) ?? '';
  if (type.includes('json-patch') && chance < 0.8) return JSON.stringify(jsonPatch(random));
  const object: unknown = sound();
  const times = random.whole(1, 4);
  for (let i = 0; i < times; i++) spoil(object, random);
  return JSON.stringify(object);
}

function jsonPatch(random: Random): unknown {
  const op = () => ({
    op: random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'nonsense', 5]),
    path: random.pick([
      '/spec',
      '/metadata/name',
      '/spec/containers/-',
      '/spec/containers/99',
      '/~2',
      '',
      '/',
      7,
      '/__proto__/x',
    ]),
    from: random.pick(['/spec', '/metadata', '', '/nowhere']),
    value: random.pick(JUNK),
  });
  return Array.from({ length: random.whole(1, 5) }, op);
}

/** Puts junk in place of something, deep inside. */
function spoil(value: unknown, random: Random): void {
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  const key = random.pick(keys);
  if (key === undefined) return;
  const record = value as Record<string, unknown>; // An object or a list: both have keys.
  const inner = record[key];
  if (typeof inner === 'object' && inner !== null && random.next() < 0.75) spoil(inner, random);
  else record[key] = structuredClone(random.pick(JUNK));
}

/** Bytes that are hardly HTTP. */
export function brokenBytes(
  seed: number,
  token: string,
): { readonly describe: string; readonly pieces: readonly (string | Buffer)[] } {
  const random = new Random(seed);
  const auth = `Authorization: Bearer ${token}\r\n`;
  const path = '/api/v1/namespaces/default/configmaps';
  const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => random.whole(0, 255)));
  const kinds: Readonly<Record<string, () => readonly (string | Buffer)[]>> = {
    noise: () => [noise(random.whole(1, 2_000))],
    'noise behind a request line': () => [`GET ${path} HTTP/1.1\r\n`, noise(500)],
    'a bare word': () => ['GET\r\n\r\n'],
    'an unknown version': () => [`GET ${path} HTTP/9.9\r\nHost: x\r\n${auth}\r\n`],
    'a version before versions': () => [`GET ${path}\r\n`],
    'the preface of HTTP/2': () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', noise(60)],
    'a header without colon': () => [`GET ${path} HTTP/1.1\r\nHost x\r\n${auth}\r\n`],
    'a folded header': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\nX-A: b\r\n  c\r\n${auth}\r\n`],
    'a zero byte in a header': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n${auth}\r\n`],
    'a giant header': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(2_000_000)}\r\n${auth}\r\n`],
    'ten thousand headers': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(10_000)}${auth}\r\n`],
    'two lengths': () => [
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `,
    ],
    'a negative length': () => [`POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Content-Length: -2\r\n\r\n{}`],
    'length and chunks': () => [
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`,
    ],
    'chunks of no size': () => [
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    ],
    'a chunk that never ends': () => [
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n{`,
    ],
    'a cut body': () => [`POST ${path} HTTP/1.1\r\nHost: x\r\n${auth}Content-Length: 500\r\n\r\n{"metadata":`],
    'a method of its own': () => [`KUBE ${path} HTTP/1.1\r\nHost: x\r\n${auth}\r\n`],
    'a target that is none': () => [
      `GET ${random.pick(['*', 'x', '?', '#', 'http://', '\\\\'])} HTTP/1.1\r\nHost: x\r\n${auth}\r\n`,
    ],
    'bytes over 127 in the path': () => [
      Buffer.from(`GET /api/v1/\xff\xfe HTTP/1.1\r\nHost: x\r\n${auth}\r\n`, 'latin1'),
    ],
    'a hundred at once': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\n${auth}\r\n`.repeat(100)],
    'a request and noise': () => [`GET ${path} HTTP/1.1\r\nHost: x\r\n${auth}\r\n`, noise(200)],
    'an upgrade to nothing': () => [
      `GET ${path}?watch=1 HTTP/1.1\r\nHost: x\r\n${auth}Connection: Upgrade\r\nUpgrade: nothing\r\n\r\n`,
    ],
    'SPDY and noise': () => [upgrade(auth, 'exec?command=cat&stdin=1', 'SPDY/3.1'), noise(300)],
    'a WebSocket without key': () => [upgrade(auth, 'exec?command=cat&stdin=1', 'websocket')],
    'a WebSocket and noise': () => [socket(auth, 'exec?command=cat&stdin=1&stdout=1', 'v5.channel.k8s.io'), noise(300)],
    'a WebSocket and a giant frame': () => [
      socket(auth, 'exec?command=cat&stdin=1&stdout=1', 'v4.channel.k8s.io'),
      Buffer.from([0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]),
    ],
    'a tunnel and noise': () => [
      socket(auth, 'portforward', 'SPDY/3.1+portforward.k8s.io'),
      masked(noise(100)),
      masked(noise(40)),
    ],
    'channels that do not exist': () => [
      socket(auth, 'attach?stdin=1&stdout=1', 'v5.channel.k8s.io'),
      masked(Buffer.from([200, 1, 2])),
      masked(Buffer.from([4, 123, 125])),
      masked(Buffer.from([4, 110, 117, 108, 108])),
      masked(Buffer.from([255])),
      masked(Buffer.alloc(0)),
    ],
    'ports that are none': () => [socket(auth, 'portforward?ports=x', 'v4.channel.k8s.io'), masked(noise(10))],
    'a watch over a WebSocket and noise': () => [
      socket(auth, '', undefined, `${path}?watch=1`),
      masked(noise(100)),
      noise(100),
    ],
  };
  const name = Object.keys(kinds)[seed % Object.keys(kinds).length] ?? 'noise';
  return { describe: `seed ${seed}: ${name}`, pieces: kinds[name]?.() ?? [] };
}

/** How many kinds of broken bytes there are: so many seeds in a row see all. */
export const BROKEN_KINDS = 31;

function upgrade(auth: string, what: string, protocol: string, more = ''): string {
  const path = `/api/v1/namespaces/default/pods/target/${what}`;
  return `GET ${path} HTTP/1.1\r\nHost: x\r\n${auth}Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${more}\r\n`;
}

function socket(auth: string, what: string, protocol: string | undefined, path?: string): string {
  const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  const wanted = protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`;
  const text = upgrade(auth, what, 'websocket', key + wanted);
  return path === undefined ? text : text.replace(/^GET \S+/, `GET ${path}`);
}

/** A binary frame as a client sends it, masked with zeros. */
function masked(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, 0x80 | data.length, 0, 0, 0, 0]), data]);
}
