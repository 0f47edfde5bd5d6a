import { expect, test } from 'vitest';
import type { ImageSpec } from '../../api/images/image';
import type { Command } from '../../client/simulation';
import { Cluster } from '../../cluster/cluster';
import { STARTED_AT } from '../../cluster/clusterOptions';
import { pod, testCluster, type TestCluster } from '../../../tests/testCluster';
import { testKubectl } from '../../../tests/testKubectl';

const REFERENCE = 'mycompany/shop:2.1';

/** A cluster in which pod `shop` of an image with this definition was created on worker-1. */
async function shop(spec: Partial<ImageSpec>, podOptions: Parameters<typeof pod>[0] = {}): Promise<TestCluster> {
  const cluster = await testCluster();
  await define(cluster, spec);
  await cluster.create('Pod', pod({ name: 'shop', image: REFERENCE, ...podOptions }));
  return cluster;
}

function define(cluster: TestCluster, spec: Partial<ImageSpec>) {
  return cluster.client.create('Image', { metadata: { name: 'shop' }, spec: { reference: REFERENCE, ...spec } });
}

const stateOf = async (cluster: TestCluster) => (await cluster.pod('shop')).status.containerStatuses?.[0];
const startsAt = async (cluster: TestCluster) => {
  await cluster.until(async () => (await stateOf(cluster))?.state.running !== undefined, 10);
};

/** Status and body of a request to pod `shop`. */
async function get(cluster: TestCluster, path: string, port = 8080) {
  const { status, spec } = await cluster.pod('shop');
  const runtime = cluster.cluster.machines.runtime(spec.nodeName ?? '');
  const result = runtime?.http(status.podIP ?? '', port, { method: 'GET', path, headers: {} });
  return result?.type === 'response' ? `${result.status} ${result.body}` : result?.type;
}

async function log(cluster: TestCluster): Promise<string> {
  const path = '/api/v1/namespaces/default/pods/shop/log';
  return String((await cluster.client.raw({ method: 'GET', path })).body);
}

test('an image that nobody knows can be pulled once an Image object says what it does', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'shop', image: REFERENCE }));
  await cluster.advance({ seconds: 4 });
  expect((await stateOf(cluster))?.state.waiting?.reason).toBe('ErrImagePull');
  await define(cluster, {});
  const seconds = await cluster.until(async () => (await stateOf(cluster))?.state.running !== undefined, 60);
  expect(seconds).toBeGreaterThan(5);
  expect(await stateOf(cluster)).toMatchObject({ image: 'docker.io/mycompany/shop:2.1', restartCount: 0 });
  expect(await get(cluster, '/')).toBe('refused');
});

test('another tag of a defined image is not there', async () => {
  const cluster = await shop({}, { image: 'mycompany/shop:2.2' });
  await cluster.advance({ seconds: 4 });
  expect((await stateOf(cluster))?.state.waiting?.message).toContain('pull access denied');
});

test('once the Image object is deleted, machines that have the image keep it and others do not get it', async () => {
  const cluster = await shop({}, { spec: { nodeName: 'worker-1' } });
  await startsAt(cluster);
  await cluster.client.delete('Image', { name: 'shop' });
  await cluster.create('Pod', pod({ name: 'here', image: REFERENCE, spec: { nodeName: 'worker-1' } }));
  await cluster.create('Pod', pod({ name: 'there', image: REFERENCE, spec: { nodeName: 'worker-2' } }));
  await cluster.advance({ seconds: 5 });
  expect((await cluster.pod('here')).status.phase).toBe('Running');
  expect((await cluster.pod('there')).status.phase).toBe('Pending');
});

test('what a definition says later holds for containers that start later', async () => {
  const cluster = await shop({ ports: [{ port: 8080, responses: [{ body: 'old' }] }] });
  await startsAt(cluster);
  await cluster.client.patch(
    'Image',
    { name: 'shop' },
    { type: 'merge', body: { spec: { ports: [{ port: 8080, responses: [{ body: 'new' }] }] } } },
  );
  expect(await get(cluster, '/')).toBe('200 old');
  await cluster.fault({ type: 'killContainer', namespace: 'default', pod: 'shop', container: 'main' });
  await cluster.advance({ seconds: 5 });
  expect(await get(cluster, '/')).toBe('200 new');
});

test('answers differ by path, and change with time and with the number of requests', async () => {
  const responses = [
    { path: '/healthz', body: 'ok', changes: [{ afterSeconds: 20, status: 500, body: 'after $SECONDS s' }] },
    {
      path: '/count',
      body: 'request $REQUESTS of $HOSTNAME',
      changes: [
        { afterRequests: 2, status: 503, body: 'full' },
        { afterRequests: 3, action: 'Hang' as const },
      ],
    },
    { path: '/none', changes: [{ afterRequests: 0, action: 'Refuse' as const }] },
  ];
  const cluster = await shop({ ports: [{ port: 8080, responses }] });
  await startsAt(cluster);
  expect(await get(cluster, '/healthz?full')).toBe('200 ok');
  expect(await get(cluster, '/other')).toBe('404 404 page not found\n');
  expect(await get(cluster, '/none')).toBe('refused');
  expect([await get(cluster, '/count'), await get(cluster, '/count'), await get(cluster, '/count')]).toEqual([
    '200 request 1 of shop',
    '200 request 2 of shop',
    '503 full',
  ]);
  expect(await get(cluster, '/count')).toBe('hang');
  await cluster.advance({ seconds: 21 });
  expect(await get(cluster, '/healthz')).toMatch(/^500 after 2\d s$/);
});

test('a port opens after the start-up time and closes when all of it refuses', async () => {
  const cluster = await shop({
    startupSeconds: 10,
    ports: [{ port: 8080, responses: [{ changes: [{ afterSeconds: 30, action: 'Refuse' }, { afterSeconds: 40 }] }] }],
  });
  await startsAt(cluster);
  expect(await get(cluster, '/')).toBe('refused');
  await cluster.advance({ seconds: 11 });
  expect(await get(cluster, '/')).toBe('200 ');
  const { status, spec } = await cluster.pod('shop');
  const tcp = () => cluster.cluster.machines.runtime(spec.nodeName ?? '')?.tcp(status.podIP ?? '', 8080);
  expect(tcp()).toBe('connected');
  await cluster.advance({ seconds: 20 });
  expect(tcp()).toBe('refused');
  await cluster.advance({ seconds: 10 });
  expect(tcp()).toBe('connected');
});

test('its log has the lines of the definition', async () => {
  const cluster = await shop({
    ports: [{ port: 8080 }],
    logs: {
      start: ['starting $HOSTNAME'],
      ready: ['listening'],
      request: '$METHOD $PATH $STATUS',
      periodic: [{ everySeconds: 5, line: 'tick' }],
    },
  });
  await startsAt(cluster);
  await get(cluster, '/a?b=1');
  await cluster.advance({ seconds: 11 });
  expect(await log(cluster)).toBe('starting shop\nlistening\nGET /a 200\ntick\ntick\n');
});

test('it exits by itself, and the kubelet restarts it', async () => {
  const cluster = await shop({ exit: { afterSeconds: 5, code: 3 } });
  await cluster.advance({ seconds: 12 });
  expect(await stateOf(cluster)).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 3, reason: 'Error' } },
  });
});

const stops: readonly [stop: Partial<ImageSpec['stop']>, gone: number][] = [
  [{}, 3],
  [{ onTerm: 'Exit', afterSeconds: 8 }, 11],
  [{ onTerm: 'Ignore' }, 33],
];
test.each(stops)('asked to stop with %j it is gone within %i s', async (stop, within) => {
  const cluster = await shop({ stop: stop as ImageSpec['stop'] });
  await startsAt(cluster);
  await cluster.client.delete('Pod', { namespace: 'default', name: 'shop' });
  const seconds = await cluster.until(async () => (await cluster.pods()).length === 0, 60);
  expect(seconds).toBeGreaterThanOrEqual(within - 3);
  expect(seconds).toBeLessThanOrEqual(within);
});

test('memory follows the curve into the limit', async () => {
  const cluster = await shop(
    {
      memory: [
        { afterSeconds: 0, bytes: '20Mi' },
        { afterSeconds: 10, bytes: '20Mi' },
        { afterSeconds: 30, bytes: '220Mi' },
      ],
    },
    { container: { resources: { limits: { memory: '120Mi' } } } },
  );
  await startsAt(cluster);
  await cluster.advance({ seconds: 17 });
  expect((await stateOf(cluster))?.restartCount).toBe(0);
  await cluster.advance({ seconds: 6 });
  expect((await stateOf(cluster))?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
});

test('a command that is a tool runs as the tool, any other as the program', async () => {
  const tool = await shop({}, { command: ['sh', '-c', 'echo hi; sleep 9'] });
  await startsAt(tool);
  expect(await log(tool)).toBe('hi\n');
  const program = await shop({ logs: { start: ['served'] } }, { command: ['/app/server', '--port=1'] });
  await startsAt(program);
  expect(await log(program)).toBe('served\n');
  const named = await shop({ entrypoint: ['/app/run'] }, { command: ['/app/server'] });
  await named.advance({ seconds: 5 });
  expect((await stateOf(named))?.lastState?.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
});

test('a run with a definition and faults of containers repeats exactly', async () => {
  const first = await testCluster();
  const commands: Command[] = [];
  first.cluster.onCommand = (command) => commands.push(command);
  await define(first, { ports: [{ port: 8080 }], logs: { periodic: [{ everySeconds: 3, line: '$SECONDS' }] } });
  await first.create('Pod', pod({ name: 'shop', image: REFERENCE }));
  await first.advance({ seconds: 8 });
  const place = { namespace: 'default', pod: 'shop', container: 'main' };
  await first.fault({ type: 'growMemory', ...place, bytes: 50_000_000 });
  await first.fault({ type: 'breakRegistry', host: 'docker.io', how: 'down' });
  await first.advance({ seconds: 20 });
  const { profile, seed, nodes } = first.cluster.options;
  const untilMs = commands[0] === undefined ? 0 : first.cluster.now() - STARTED_AT;
  const again = await Cluster.replay({ version: 1, profile, seed, nodes, files: {}, commands, untilMs });
  expect(again.stateHash()).toBe(first.cluster.stateHash());
});

test('the group is shown once there is an Image, and kubectl makes the first one all the same', async () => {
  const kubectl = await testKubectl();
  expect(await kubectl('kubectl api-resources | grep -c kubeloop')).toBe('0\n[exit 1]');
  expect(await kubectl('kubectl get images')).toBe('No resources found');
  const manifest = JSON.stringify({
    apiVersion: 'images.kubeloop.dev/v1',
    kind: 'Image',
    metadata: { name: 'shop' },
    spec: { reference: REFERENCE },
  });
  expect(await kubectl(`echo '${manifest}' | kubectl apply -f -`)).toBe('image.images.kubeloop.dev/shop created');
  expect(await kubectl('kubectl api-resources | grep kubeloop')).toMatch(
    /^images +images\.kubeloop\.dev\/v1 +false +Image$/,
  );
  expect(await kubectl('kubectl get image shop --no-headers')).toMatch(/^shop +mycompany\/shop:2\.1 +<none> /);
  expect(await kubectl('kubectl explain image.spec.stop.code')).toContain('Exit code, 0 to 255. 143 if it is absent.');
});

test('a definition that makes no sense is refused field by field', async () => {
  const cluster = await testCluster();
  const refused = define(cluster, {
    reference: 'Bad Name',
    ports: [{ port: 70_000, responses: [{ path: 'x', status: 99, changes: [{ status: 500 }] }] }],
    memory: [
      { afterSeconds: 5, bytes: '5Mi' },
      { afterSeconds: 5, bytes: '5Mi' },
    ],
  });
  await expect(refused).rejects.toMatchObject({
    status: {
      details: {
        causes: [
          { field: 'spec.reference' },
          { field: 'spec.ports[0].port' },
          { field: 'spec.ports[0].responses[0].path' },
          { field: 'spec.ports[0].responses[0].status' },
          { field: 'spec.ports[0].responses[0].changes[0]' },
          { field: 'spec.memory[1].afterSeconds' },
        ],
      },
    },
  });
});

test('a definition gives size, command, tools, latency and processor time', async () => {
  const cluster = await shop({
    sizeMB: 200,
    cmd: ['serve', '--fast'],
    userland: 'busybox',
    cpu: { idle: '20m', perRequest: '500m' },
    ports: [
      {
        port: 8080,
        responses: [{ body: 'late', latencyMs: 300, changes: [{ afterRequests: 1, latencyMs: 700, body: 'later' }] }],
      },
    ],
  });
  await startsAt(cluster);
  const { spec, status } = await cluster.pod('shop');
  const runtime = cluster.cluster.machines.runtime(spec.nodeName ?? '');
  const ask = () => runtime?.http(status.podIP ?? '', 8080, { method: 'GET', path: '/', headers: {} });
  expect([ask(), ask()]).toMatchObject([
    // Half a second of processor time besides.
    { body: 'late', durationMs: 800 },
    { body: 'later', durationMs: 1200 },
  ]);
  const id = (await stateOf(cluster))?.containerID?.replace('containerd://', '') ?? '';
  const used = () => runtime?.meters.usage(id)?.cpuNanoseconds ?? 0;
  const before = used();
  await cluster.advance({ seconds: 10 });
  // A hundredth of a core at rest for ten seconds, and half a second for each of the two requests.
  expect(used() - before).toBeGreaterThanOrEqual(200_000_000);
  const events = await cluster.events('shop');
  expect(events.map(({ message }) => message).join()).toContain('Image size: 200000000 bytes.');
});

test.each([
  ['without a body, a connection is closed', { ending: 'Close' } as const, 'closed'],
  ['without a body, a connection is reset', { ending: 'Reset' } as const, 'reset'],
  ['without a body, nothing ever comes', { ending: 'Silence' } as const, 'hang'],
  [
    'with a body, that comes first',
    { ending: 'Close', body: 'first part', contentLength: 100 } as const,
    '200 first part',
  ],
  [
    'from some moment on',
    { body: 'whole', changes: [{ afterRequests: 0, ending: 'Reset', contentLength: 9, body: 'cut' }] } as const,
    '200 cut',
  ],
])('an answer may end before it is whole: %s', async (_, response, expected) => {
  const cluster = await shop({ ports: [{ port: 8080, responses: [response] }] });
  await startsAt(cluster);
  expect(await get(cluster, '/')).toBe(expected);
});
