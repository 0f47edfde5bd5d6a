import { beforeAll, expect, test } from 'vitest';
import type { Instant } from '../../sim/clock';
import { MachineFixture } from './machineFixture';
import { loadUserland } from './userland';

beforeAll(loadUserland);

const NOT_FOUND = 'rpc error: code = NotFound desc = ';

/** An image name and what the registry says of it, as recorded. */
const refusals: readonly [image: string, message: string][] = [
  [
    'luksa/nonexistent',
    'failed to pull and unpack image "docker.io/luksa/nonexistent:latest": failed to resolve reference "docker.io/luksa/nonexistent:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    'nginx/nginx',
    'failed to pull and unpack image "docker.io/nginx/nginx:latest": failed to resolve reference "docker.io/nginx/nginx:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    'nginx:nonexistent-tag',
    `${NOT_FOUND}failed to pull and unpack image "docker.io/library/nginx:nonexistent-tag": failed to resolve reference "docker.io/library/nginx:nonexistent-tag": docker.io/library/nginx:nonexistent-tag: not found`,
  ],
  [
    'no.such.host/app:1',
    'failed to pull and unpack image "no.such.host/app:1": failed to resolve reference "no.such.host/app:1": failed to do request: Head "https://no.such.host/v2/app/manifests/1": dial tcp: lookup no.such.host: no such host',
  ],
  [
    'mydomain:5000/photo-view:v2.0',
    'failed to pull and unpack image "mydomain:5000/photo-view:v2.0": failed to resolve reference "mydomain:5000/photo-view:v2.0": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  ],
];

test.each(refusals)('pulling %s fails with the words of the registry', (image, message) => {
  const { runtime } = new MachineFixture();
  const result = runtime.pullImage(image, []);
  expect(result).toMatchObject({ type: 'error', message, durationMs: 1200 });
  expect(runtime.imageStatus(image)).toBeUndefined();
});

test('a first pull takes longer than the next, and the size is the recorded one', () => {
  const { runtime } = new MachineFixture();
  const status = { image: 'docker.io/luksa/kubia:latest', sizeBytes: 206_541_669 };
  const first = runtime.pullImage('luksa/kubia', []);
  expect(first).toMatchObject({ type: 'ok', durationMs: 1500, status });
  expect(runtime.pullImage('docker.io/luksa/kubia', [])).toMatchObject({ durationMs: 750 });
  expect(runtime.imageStatus('luksa/kubia:latest')?.imageID).toBe(
    'docker.io/luksa/kubia@sha256:440305d31a0018d35920fb140ba3676024b907d745e18fe9e05eae0a1f8366e1',
  );
});

/** A name and why it is none. */
const unparseable: readonly [image: string, cause: string][] = [
  ['luksa/Kubia:UPPER', 'invalid reference format: repository name (luksa/Kubia) must be lowercase'],
  ['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
  ['nginx nginx', 'invalid reference format'],
  ['nginx:', 'invalid reference format'],
];

test.each(unparseable)('%s is not an image name', (image, cause) => {
  expect(new MachineFixture().runtime.parseImage(image)).toEqual({ type: 'invalid', cause });
});

test('image names are completed as containerd does it', () => {
  const { runtime } = new MachineFixture();
  const parsed = (image: string) => {
    const result = runtime.parseImage(image);
    return result.type === 'ok' ? [result.reference, result.familiarName] : result.cause;
  };
  expect(parsed('nginx')).toEqual(['docker.io/library/nginx:latest', 'nginx:latest']);
  expect(parsed('luksa/kubia:v1')).toEqual(['docker.io/luksa/kubia:v1', 'luksa/kubia:v1']);
  expect(parsed('mydomain:5000/a/b')).toEqual(['mydomain:5000/a/b:latest', 'mydomain:5000/a/b:latest']);
  expect(parsed('localhost/a')).toEqual(['localhost/a:latest', 'localhost/a:latest']);
});

test('pods get ascending addresses, and an address is not given again at once', async () => {
  const machine = new MachineFixture();
  const first = await machine.start('nginx');
  const second = await machine.start('nginx');
  await machine.does(() => machine.runtime.removePod(first.podUid));
  const third = await machine.start('nginx');
  expect([first.ip, second.ip, third.ip]).toEqual(['10.244.1.2', '10.244.1.3', '10.244.1.4']);
  expect(machine.runtime.podUids()).toEqual([second.podUid, third.podUid]);
});

test('a command that the image lacks is a StartError with 128', async () => {
  const machine = new MachineFixture();
  const message =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "foo": executable file not found in $PATH: unknown';
  await expect(machine.start('nginx', { podUid: 'p', command: ['foo'] })).rejects.toThrow(message);
  expect(machine.runtime.containers('p')[0]).toMatchObject({
    state: 'exited',
    exitCode: 128,
    reason: 'StartError',
    message,
  });
  expect(machine.runtime.containers('p')[0]?.startedAt).toBeUndefined();
});

test('the kubelet hears of an exit at the moment it happens', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 5; exit 1');
  await machine.passes(4_999);
  expect(machine.received).toEqual([]);
  await machine.passes(1);
  expect(machine.received).toMatchObject([
    {
      actor: 'kubelet/worker-1',
      type: 'containerExited',
      data: { podUid: started.podUid, id: started.id, by: 'program' },
    },
  ]);
});

test('a second stop with less grace shortens the wait, never below two seconds', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('luksa/kubia');
  await machine.does(() => machine.runtime.stopContainer(started.id, 30_000));
  await machine.passes(5_000);
  await machine.does(() => machine.runtime.stopContainer(started.id, 0));
  await machine.passes(1_999);
  expect(machine.state(started)).toBe('running');
  await machine.passes(1);
  expect(machine.state(started)).toBe('137 Error');
});

test('what was written to the termination log is the message of the exit', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('echo bye > /dev/termination-log; exit 4');
  expect(machine.runtime.container(started.id)).toMatchObject({ exitCode: 4, message: 'bye\n' });
});

test('a broken endpoint stays broken through a restart, until mended', async () => {
  const machine = new MachineFixture();
  const name = { namespace: 'default', pod: 'web', container: 'main', port: 8080 };
  const first = await machine.start('luksa/kubia', { podUid: 'u', pod: 'web' });
  await machine.does(() => machine.runtime.breakEndpoint({ ...name, mode: 'error', afterRequests: 1 }));
  expect(await machine.get(first.ip, 8080)).toMatchObject({ status: 200 });
  expect(await machine.get(first.ip, 8080)).toMatchObject({ status: 500 });
  await machine.does(() => machine.runtime.killContainer(first.id));
  const second = await machine.start('luksa/kubia', { podUid: 'u', pod: 'web', attempt: 1 });
  expect(await machine.get(second.ip, 8080)).toMatchObject({ status: 500 });
  await machine.does(() => machine.runtime.mendEndpoint(name));
  expect(await machine.get(second.ip, 8080)).toMatchObject({ status: 200 });
});

test('a hanging path hangs alone, a refusing port refuses all', async () => {
  const machine = new MachineFixture();
  const name = { namespace: 'default', pod: 'pod-1', container: 'main', port: 8080 };
  const { ip } = await machine.start('luksa/kubia');
  await machine.does(() => machine.runtime.breakEndpoint({ ...name, path: '/slow', mode: 'hang' }));
  expect(await machine.get(ip, 8080, '/slow?x=1')).toEqual({ type: 'hang' });
  expect(await machine.get(ip, 8080, '/')).toMatchObject({ status: 200 });
  await machine.does(() => machine.runtime.breakEndpoint({ ...name, mode: 'refuse' }));
  expect(await machine.get(ip, 8080, '/')).toEqual({ type: 'refused' });
  expect(machine.runtime.tcp(ip, 8080)).toBe('refused');
});

test('a broken exec probe fails alone', async () => {
  const machine = new MachineFixture();
  const { id } = await machine.start('nginx');
  const name = { namespace: 'default', pod: 'pod-1', container: 'main' };
  await machine.does(() => machine.runtime.breakExec(name, 'liveness'));
  const status = (probe: 'liveness' | 'readiness') => machine.runtime.exec(id, ['true'], { probe }).exitCode;
  expect([status('liveness'), status('readiness')]).toEqual([1, 0]);
  await machine.does(() => machine.runtime.mendExec(name, 'liveness'));
  expect(status('liveness')).toBe(0);
});

test('a machine without power answers nothing and boots anew with its containers gone', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx');
  const before = machine.runtime.bootID();
  await machine.does(() => machine.runtime.powerOff());
  expect(await machine.get(started.ip, 80)).toEqual({ type: 'unreachable' });
  await machine.does(() => machine.runtime.powerOn());
  expect(machine.runtime.bootID()).not.toBe(before);
  expect(machine.state(started)).toBe('255 Unknown');
  expect(machine.runtime.podSandbox(started.podUid)?.ready).toBe(false);
  expect(machine.runtime.imageStatus('nginx')).toBeDefined();
});

test('logs are cut by lines, bytes and time, and stamped if asked', async () => {
  const machine = new MachineFixture();
  const { id } = await machine.shell('echo one; sleep 1; echo two; echo three; sleep 60');
  await machine.passes(2_000);
  const { runtime } = machine;
  expect(runtime.logs(id)).toBe('one\ntwo\nthree\n');
  expect(runtime.logs(id, { tailLines: 1 })).toBe('three\n');
  expect(runtime.logs(id, { limitBytes: 5 })).toBe('one\nt');
  expect(runtime.logs(id, { since: (machine.kernel.clock.now() - 1_500) as Instant })).toBe('two\nthree\n');
  expect(runtime.logs(id, { timestamps: true, tailLines: 1 })).toBe('2026-11-21T07:00:01.000000000Z three\n');
});

test('a long log keeps its end', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell(
    'i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo "line number $i of a long, long log"; done; sleep 60',
  );
  await machine.passes(10_000_000);
  const lines = machine.log(started).split('\n');
  expect(lines.at(-2)).toBe('line number 9000 of a long, long log');
  expect(lines.length).toBeLessThan(9000);
  expect(lines.length).toBeGreaterThan(3000);
});

test('memory that grows over the limit kills the container', async () => {
  const machine = new MachineFixture();
  const started = await machine.start('nginx', { resources: { limits: { memory: '64Mi' } } });
  const name = { namespace: 'default', pod: 'pod-1', container: 'main' };
  await machine.does(() => machine.runtime.setMemory(name, 60 * 1024 * 1024));
  expect(machine.state(started)).toBe('running');
  await machine.does(() => machine.runtime.setMemory(name, 65 * 1024 * 1024));
  expect(machine.state(started)).toBe('137 OOMKilled');
});

test('a checkpoint carries running scripts: both futures are the same', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('for i in 1 2 3 4; do echo $i $(date +%s); sleep 2; done');
  await machine.passes(3_000);
  const checkpoint = machine.kernel.checkpoint();
  await machine.passes(10_000);
  const [log, hash] = [machine.log(started), machine.kernel.stateHash()];
  machine.kernel.restore(checkpoint);
  expect(machine.log(started)).not.toBe(log);
  await machine.passes(10_000);
  expect([machine.log(started), machine.kernel.stateHash()]).toEqual([log, hash]);
});

test('two servers of one pod cannot have the same port', async () => {
  const machine = new MachineFixture();
  const first = await machine.start('nginx', { podUid: 'u' });
  const second = await machine.start('nginx', { podUid: 'u', name: 'second' });
  await machine.passes(2_500);
  expect([machine.state(first), machine.state(second)]).toEqual(['running', '1 Error']);
  expect(machine.log(second)).toContain('Address already in use');
});
