import { expect, test } from 'vitest';
import type { ContainerConfig } from '../runtime/containerRuntime';
import { MachineFixture } from '../runtime/machineFixture';

type Config = Partial<ContainerConfig>;
type Row = readonly [
  sentence: string,
  image: string,
  argv: readonly string[],
  exitCode: number,
  output: RegExp,
  config?: Config,
];

const secret = (name: string) => ({ env: [{ name, value: 'pw' }] });

/** What a person runs in a container of an image ten minutes after its start, and what comes of it. */
const commands: readonly Row[] = [
  ['kubia has curl', 'luksa/kubia', ['curl', '-s', 'localhost:8080'], 0, /^You've hit pod-1\n$/],
  ['nginx tells its version', 'nginx', ['nginx', '-v'], 0, /^nginx version: nginx\/1\.\d+\.\d+\n$/],
  ['nginx checks its configuration', 'nginx', ['nginx', '-t'], 0, /syntax is ok\n.* test is successful\n$/],
  ['nginx is known to a shell, too', 'nginx', ['sh', '-c', 'nginx -t && echo good'], 0, /good\n$/],
  ['nginx shows its default server', 'nginx', ['cat', '/etc/nginx/conf.d/default.conf'], 0, /listen {7}80;/],
  ['nginx alpine has busybox', 'nginx:alpine', ['wget', '-qO-', 'localhost'], 0, /Welcome to nginx!/],
  ['Debian has no wget', 'nginx', ['sh', '-c', 'wget localhost'], 127, /wget: not found/],
  ['busybox knows who it is', 'busybox', ['id'], 0, /^uid=0\(root\)/, { command: ['sleep', '9999'] }],
  ['busybox lists processes', 'busybox', ['ps'], 0, /1 root .* sleep 9999/, { command: ['sleep', '9999'] }],
  ['redis answers PING', 'redis', ['redis-cli', 'ping'], 0, /^PONG\n$/],
  ['redis answers in a shell', 'redis', ['sh', '-c', 'redis-cli set a 1; redis-cli get a'], 0, /^OK\n1\n$/],
  ['redis says what it does not do', 'redis', ['redis-cli', 'lpush', 'a', '1'], 0, /^kubeloop: .* not LPUSH\n$/],
  ['postgres is ready', 'postgres', ['pg_isready'], 0, /accepting connections/, secret('POSTGRES_PASSWORD')],
  [
    'postgres answers a constant',
    'postgres',
    ['psql', '-U', 'postgres', '-c', 'select 1;'],
    0,
    /^ \?column\? \n-{10}\n {8}1\n\(1 row\)\n/,
    secret('POSTGRES_PASSWORD'),
  ],
  [
    'postgres has no role root',
    'postgres',
    ['psql', '-c', 'select 1'],
    2,
    /FATAL: {2}role "root" does not exist/,
    secret('POSTGRES_PASSWORD'),
  ],
  [
    'psql has no dialogue here, and says so',
    'postgres',
    ['psql', '-U', 'postgres'],
    1,
    /^kubeloop: a dialogue with psql is not simulated/,
    secret('POSTGRES_PASSWORD'),
  ],
  ['mysql is alive', 'mysql', ['mysqladmin', 'ping'], 0, /^mysqld is alive\n/, secret('MYSQL_ROOT_PASSWORD')],
  [
    'mysql wants its password',
    'mysql',
    ['mysql', '-uroot', '-e', 'SELECT 1'],
    1,
    /ERROR 1045 \(28000\): Access denied for user 'root'@'localhost' \(using password: NO\)/,
    secret('MYSQL_ROOT_PASSWORD'),
  ],
  [
    'mysql lists its databases',
    'mysql',
    ['mysql', '-uroot', '-ppw', '-e', 'SHOW DATABASES;'],
    0,
    /^Database\ninformation_schema\nmysql\n/,
    secret('MYSQL_ROOT_PASSWORD'),
  ],
  [
    'alpine installs nothing here, and says so',
    'alpine',
    ['apk', 'add', 'curl'],
    1,
    /^kubeloop: apk is not simulated/,
    { command: ['sleep', '9999'] },
  ],
  [
    'ubuntu installs nothing here, and says so',
    'ubuntu',
    ['apt-get', 'update'],
    1,
    /^kubeloop: apt-get is not simulated/,
    { command: ['sleep', '9999'] },
  ],
  ['alpine says what it is', 'alpine', ['cat', '/etc/os-release'], 0, /ID=alpine/, { command: ['sleep', '9999'] }],
  [
    'a second node is not run in silence',
    'luksa/kubia',
    ['node', '-e', '1'],
    126,
    /^kubeloop: a second process of node/,
  ],
  [
    'the tutorial image has curl',
    'gcr.io/google-samples/kubernetes-bootcamp:v1',
    ['curl', '-s', 'localhost:8080'],
    0,
    /Running on: pod-1 \| v=1/,
  ],
];

test.each(commands.map((row) => [row[0], row] as const))('%s', async (_sentence, row) => {
  const [, image, argv, exitCode, output, config] = row;
  const machine = new MachineFixture();
  const started = await machine.start(image, config);
  await machine.passes(600_000);
  const result = await machine.exec(started, ...argv);
  expect({ exitCode: result.exitCode, output: result.output }).toEqual({
    exitCode,
    output: expect.stringMatching(output),
  });
});

/** More images, one request and its answer. */
const answers: readonly [image: string, port: number, path: string, body: RegExp, config?: Config][] = [
  ['gcr.io/google-samples/hello-app:2.0', 8080, '/', /^Hello, world!\nVersion: 2\.0\.0\nHostname: pod-1\n$/],
  ['gcr.io/google-samples/hello-app:1.0', 9000, '/', /Version: 1\.0\.0/, { env: [{ name: 'PORT', value: '9000' }] }],
  ['gcr.io/google-samples/node-hello:1.0', 8080, '/', /^Hello Kubernetes!$/],
  [
    'registry.k8s.io/e2e-test-images/agnhost:2.63',
    80,
    '/',
    /^hi$/,
    { args: ['porter'], env: [{ name: 'SERVE_PORT_80', value: 'hi' }] },
  ],
  ['registry.k8s.io/e2e-test-images/agnhost:2.63', 80, '/etc/hostname', /^pod-1\n$/, { args: ['test-webserver'] }],
];

test.each(answers)('%s answers on %i %s', async (image, port, path, body, config) => {
  const machine = new MachineFixture();
  const started = await machine.start(image, config);
  const answer = await machine.get(started.ip, port, path);
  expect(answer).toMatchObject({ type: 'response', status: 200, body: expect.stringMatching(body) });
});

test('agnhost entrypoint-tester prints its arguments and ends', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('registry.k8s.io/e2e-test-images/agnhost:2.63', {
    args: ['entrypoint-tester', 'a'],
  });
  expect(machine.log(started)).toBe('[/agnhost entrypoint-tester a]\n');
  expect(machine.state(started)).toBe('0 Completed');
});

function conf(text: string): Config {
  const source = { type: 'copy', files: { 'default.conf': text } } as const;
  return { mounts: [{ volume: 'conf', mountPath: '/etc/nginx/conf.d', readOnly: true, source }] };
}

test('nginx serves what a mounted configuration says', async () => {
  const machine = new MachineFixture();
  const started = await machine.start(
    'nginx',
    conf(`
      # another port
      server {
        listen 8080;
        location / { root /srv; }
        location = /healthz { return 200 "ok\\n"; }
        location /old { return 301 /new; }
      }
    `),
  );
  expect(await machine.get(started.ip, 80)).toEqual({ type: 'refused' });
  expect(await machine.get(started.ip, 8080, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
  expect(await machine.get(started.ip, 8080, '/old/x')).toMatchObject({ status: 301, headers: { location: '/new' } });
  expect(await machine.get(started.ip, 8080, '/none')).toMatchObject({ status: 404 });
  await machine.exec(started, 'sh', '-c', 'mkdir -p /srv; echo page > /srv/index.html');
  expect(await machine.get(started.ip, 8080)).toMatchObject({ status: 200, body: 'page\n' });
});

test('nginx does not start with a configuration that it cannot read', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx', conf('server {\n  listen 80;\n'));
  expect(machine.state(started)).toBe('1 Error');
  expect(machine.log(started)).toContain(
    'nginx: [emerg] unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:3\n',
  );
});

test('nginx reads a changed configuration when it is told to', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx');
  const change = 'echo "server { listen 81; return 200 new; }" > /etc/nginx/conf.d/default.conf';
  await machine.exec(started, 'sh', '-c', change);
  expect(await machine.get(started.ip, 81)).toEqual({ type: 'refused' });
  await machine.exec(started, 'nginx', '-s', 'reload');
  expect(await machine.get(started.ip, 81)).toMatchObject({ status: 200, body: 'new' });
  expect(await machine.get(started.ip, 80)).toEqual({ type: 'refused' });
});

test('nginx -s stop from a shell ends the container well', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx');
  await machine.exec(started, 'sh', '-c', 'nginx -s stop');
  await machine.passes(10);
  expect(machine.state(started)).toBe('0 Completed');
});
