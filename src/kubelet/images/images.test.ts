import { expect, test } from 'vitest';
import type { ContainerConfig } from '../runtime/containerRuntime';
import { MachineFixture } from '../runtime/machineFixture';
import { imageNames } from './registry';

type Config = Partial<ContainerConfig>;

/** An image, one request and its answer. */
const answers: readonly [image: string, port: number, path: string, status: number, body: RegExp, config?: Config][] = [
  ['luksa/kubia', 8080, '/', 200, /^You've hit pod-1\n$/],
  ['luksa/kubia:1', 8080, '/any', 200, /^You've hit/],
  ['go1323/kubia-unhealthy', 8080, '/', 200, /^You've hit/],
  ['dnfwlq8054/kubia', 8443, '/', 200, /^You've hit/],
  ['mydomain:5000/photo-view:v2.0', 80, '/', 200, /photo-view v2\.0/],
  ['nginx', 80, '/', 200, /Welcome to nginx!/],
  ['nginx:1.27', 80, '/none', 404, /404 Not Found/],
  ['nginx:alpine', 80, '/', 200, /Welcome/],
  ['httpd', 80, '/', 200, /It works!/],
  ['k8s.gcr.io/liveness', 8080, '/healthz', 200, /^ok$/],
  ['registry.k8s.io/e2e-test-images/agnhost:2.63', 8080, '/hostname', 200, /^pod-1$/, { args: ['netexec'] }],
  ['registry.k8s.io/e2e-test-images/agnhost:2.63', 9376, '/', 200, /^pod-1$/, { args: ['serve-hostname'] }],
  ['registry.k8s.io/echoserver:1.10', 8080, '/x', 200, /real path=\/x/],
  ['hashicorp/http-echo', 5678, '/', 200, /^hi there\n$/, { args: ['-text=hi there'] }],
  ['hashicorp/http-echo', 80, '/', 200, /^hi\n$/, { args: ['-text', 'hi', '-listen=:80'] }],
  ['kennethreitz/httpbin', 80, '/status/503', 503, /^$/],
  ['kong/httpbin', 80, '/ip', 200, /10\.244\.1\.1/],
  ['python:3.12-slim', 8000, '/', 200, /Directory listing/, { command: ['python', '-m', 'http.server', '8000'] }],
  [
    'node:20',
    8080,
    '/',
    200,
    /^ok$/,
    { command: ['node', '-e', 'require("http").createServer((q,r)=>r.end("ok")).listen(8080)'] },
  ],
  ['oracle/httpd:1', 8080, '/', 503, /warming up/, { args: ['--ok-after=20s'] }],
  ['prom/node-exporter', 9100, '/metrics', 200, /node_boot_time_seconds/],
  ['registry.k8s.io/ingress-nginx/controller:v1.11.1', 80, '/', 404, /404 Not Found/],
];

test.each(answers)('%s answers on %i %s', async (image, port, path, status, body, config) => {
  const machine = new MachineFixture();
  const started = await machine.start(image, config);
  await machine.passes(1_000);
  const answer = await machine.get(started.ip, port, path);
  expect(answer).toMatchObject({ type: 'response', status, body: expect.stringMatching(body) });
  expect(await machine.get(started.ip, 9999)).toEqual({ type: 'refused' });
});

/** An image and how it ends when it is asked to stop with 30 s of grace, and after how many milliseconds. */
const stops: readonly [image: string, end: string, afterMs: number, config?: Config][] = [
  ['luksa/kubia', '137 Error', 30_000],
  ['luksa/kubia-unhealthy', '137 Error', 30_000],
  ['nginx', '0 Completed', 0],
  ['httpd', '0 Completed', 0],
  ['redis', '0 Completed', 0],
  ['k8s.gcr.io/liveness', '2 Error', 0],
  ['registry.k8s.io/pause:3.10', '0 Completed', 0],
  ['busybox', '137 Error', 30_000, { command: ['dd', 'if=/dev/zero', 'of=/dev/null'] }],
  ['busybox', '137 Error', 30_000, { command: ['sleep', '3600'] }],
  ['luksa/batch-job', '137 Error', 30_000],
  ['luksa/ssd-monitor', '137 Error', 30_000],
  ['polinux/stress', '137 Error', 30_000, { command: ['stress'], args: ['--cpu', '1'] }],
  ['postgres', '0 Completed', 0, { env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }] }],
  ['node:20', '137 Error', 30_000, { command: ['node', '-e', 'setInterval(() => 1, 1000)'] }],
];

test.each(stops)('%s asked to stop ends with %s after %i ms', async (image, end, afterMs, config) => {
  const machine = new MachineFixture();
  const started = await machine.start(image, config);
  await machine.passes(5_000);
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  if (afterMs > 0) {
    await machine.passes(afterMs - 1);
    expect(machine.state(started)).toBe('running');
    await machine.passes(1);
  }
  expect(machine.state(started)).toBe(end);
});

/** An image, how it ends by itself, when, and what its log has. */
const ends: readonly [image: string, end: string, afterMs: number, log: RegExp, config?: Config][] = [
  ['busybox', '0 Completed', 0, /^$/],
  ['alpine', '0 Completed', 0, /^$/],
  ['ubuntu', '0 Completed', 0, /^$/],
  ['python:3.12', '0 Completed', 0, /^$/],
  ['hello-world', '0 Completed', 0, /Hello from Docker!/],
  ['postgres', '1 Error', 0, /superuser password is not specified/],
  ['mysql', '1 Error', 0, /password option is not specified/],
  ['hashicorp/http-echo', '127 Error', 0, /Missing -text option!/],
  [
    'luksa/batch-job',
    '0 Completed',
    120_000,
    /^Sat Nov 21 07:00:00 UTC 2026 Batch job starting\nSat Nov 21 07:02:00 UTC 2026 Finished succesfully\n$/,
  ],
  [
    'perl:5.34.0',
    '0 Completed',
    6_000,
    /^3\.14159265358979\d{1985}\n$/,
    { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] },
  ],
  [
    'polinux/stress',
    '137 OOMKilled',
    1_500,
    /1 vm, 0 hdd/,
    {
      command: ['stress'],
      args: ['--vm', '1', '--vm-bytes', '500M', '--vm-hang', '1'],
      resources: { limits: { memory: '300Mi' } },
    },
  ],
  [
    'polinux/stress',
    '0 Completed',
    10_000,
    /successful run completed in 10s/,
    { command: ['stress', '--cpu', '2', '--timeout', '10s'] },
  ],
  [
    'mysql',
    '137 OOMKilled',
    0,
    /^$/,
    { env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'x' }], resources: { limits: { memory: '256Mi' } } },
  ],
  ['oracle/httpd:1', '3 Error', 5_000, /^$/, { args: ['--exit-after=5s', '--exit-code=3'] }],
  // Nobody answers for names here, and musl waits even where a server refuses.
  ['curlimages/curl', '6 Error', 5_000, /^$/, { args: ['-s', 'http://nope'] }],
  ['curlimages/curl', '6 Error', 5_000, /resolve host: nope/, { args: ['http://nope'] }],
  [
    'curlimages/curl',
    '6 Error',
    5_000,
    /^curl: \(6\) Could not resolve host: nope\n$/,
    { args: ['curl', 'http://nope'] },
  ],
];

test.each(ends)('%s ends with %s after %i ms', async (image, end, afterMs, log, config) => {
  const machine = new MachineFixture();
  const started = await machine.start(image, config);
  if (afterMs > 0) {
    await machine.passes(afterMs - 1);
    expect(machine.state(started)).toBe('running');
    await machine.passes(1);
  }
  expect(machine.state(started)).toBe(end);
  expect(machine.log(started)).toMatch(log);
});

test('the unhealthy kubia answers five requests and fails from the sixth on', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('luksa/kubia-unhealthy');
  const statuses: unknown[] = [];
  for (let i = 0; i < 7; i++) statuses.push(await machine.get(started.ip, 8080));
  expect(statuses.slice(0, 5)).toEqual(Array(5).fill(expect.objectContaining({ status: 200 })));
  expect(statuses[5]).toMatchObject({ status: 500, body: "I'm not well. Please restart me!" });
  expect(statuses[6]).toMatchObject({ status: 500 });
  expect(machine.log(started)).toMatch(
    /^Kubia server starting\.\.\.\n(Received request from ::ffff:10\.244\.1\.1\n){7}$/,
  );
});

test('the liveness server is well for ten seconds', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('registry.k8s.io/liveness');
  await machine.passes(10_000);
  expect(await machine.get(started.ip, 8080, '/healthz')).toMatchObject({ status: 200, body: 'ok' });
  await machine.passes(500);
  expect(await machine.get(started.ip, 8080, '/healthz')).toMatchObject({ status: 500, body: 'error: 10.5' });
});

test('mysql takes seventeen seconds until it listens', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('mysql', { env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'x' }] });
  await machine.passes(16_999);
  expect(machine.runtime.tcp(started.ip, 3306)).toBe('refused');
  await machine.passes(1);
  expect(machine.runtime.tcp(started.ip, 3306)).toBe('connected');
  expect(machine.log(started)).toContain('ready for connections');
});

test('redis remembers what redis-cli told it', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('redis:7-alpine');
  expect(await machine.exec(started, 'redis-cli', 'ping')).toMatchObject({ output: 'PONG\n' });
  expect(await machine.exec(started, 'redis-cli', 'set', 'a', '5')).toMatchObject({ output: 'OK\n' });
  expect(await machine.exec(started, 'redis-cli', 'incr', 'a')).toMatchObject({ output: '6\n' });
});

test('a person can look around in the nginx image, and curl it', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx');
  expect(await machine.exec(started, 'hostname')).toMatchObject({ output: 'pod-1\n' });
  expect((await machine.exec(started, 'curl', '-s', 'localhost')).output).toContain('Welcome to nginx!');
  await machine.exec(started, 'sh', '-c', 'echo changed > /usr/share/nginx/html/index.html');
  expect(await machine.get(started.ip, 80)).toMatchObject({ body: 'changed\n' });
  expect(machine.log(started)).toContain('"GET / HTTP/1.1" 200');
});

test('every image of the registry starts with its own command', async () => {
  for (const name of imageNames()) {
    const machine = new MachineFixture();
    const tag = /photo-view/.test(name) ? ':v1.0' : '';
    const started = await machine.start(name + tag);
    expect(machine.state(started), name).toMatch(/^(running|0 Completed|[12] Error|127 Error)$/);
  }
});
