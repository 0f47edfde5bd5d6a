import { beforeEach, expect, test } from 'vitest';
import type { Command } from '../client/simulation';
import type { ApiRequest, ApiResponse, Stream } from '../client/transport';
import { pod, shell, type PodOptions } from '../../tests/testCluster';
import { Cluster } from './cluster';
import { defaultNodes } from '../client/defaultNodes';

const PODS = '/api/v1/namespaces/default/pods';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

let cluster: Cluster;
let commands: Command[];
beforeEach(async () => {
  cluster = await Cluster.create({ nodes: defaultNodes(1) });
  commands = [];
  cluster.onCommand = (command) => void commands.push(command);
});

/** A pod that runs. */
async function running(options: PodOptions): Promise<void> {
  await cluster.request({ method: 'POST', path: PODS, body: { apiVersion: 'v1', kind: 'Pod', ...pod(options) } });
  await cluster.advance(20_000);
}

interface Heard {
  readonly stream: Stream;
  out(): string;
  err(): string;
  status(): { readonly status: string; readonly message?: string; readonly details?: unknown } | undefined;
  end(): ApiResponse | undefined;
  type(text: string): Promise<void>;
}

async function open(request: ApiRequest): Promise<Heard> {
  const texts = { 0: '', 1: '', 2: '', 3: '', 4: '', 255: '' };
  let end: ApiResponse | undefined;
  const stream = cluster.stream(request, {
    onMessage: ({ channel, data }) => {
      texts[channel] += data;
    },
    onEnd: (response) => {
      end = response;
    },
  });
  await cluster.advance(0);
  return {
    stream,
    out: () => texts[1],
    err: () => texts[2],
    status: () => (texts[3] === '' ? undefined : JSON.parse(texts[3])),
    end: () => end,
    type: async (text) => {
      for (const key of text) stream.send({ channel: 0, data: key });
      await cluster.advance(0);
    },
  };
}

const post = (path: string, query: NonNullable<ApiRequest['query']>): ApiRequest => ({ method: 'POST', path, query });
const exec = (command: readonly string[], flags: Readonly<Record<string, string>> = {}) =>
  open(post(`${PODS}/kubia/exec`, { command, stdout: 'true', stderr: 'true', ...flags }));
const terminal = (command: readonly string[]) => exec(command, { stdin: 'true', tty: 'true' });

test('a command runs, prints to both channels and ends with Success', async () => {
  await running(shell('sleep 3600'));
  const heard = await exec(['sh', '-c', 'echo out; echo err >&2']);
  expect([heard.out(), heard.err()]).toEqual(['out\n', 'err\n']);
  expect(heard.status()).toEqual({ metadata: {}, status: 'Success' });
  expect(heard.end()).toEqual({ code: 200, body: '' });
});

test('a command that fails ends with its exit code among the causes', async () => {
  await running(shell('sleep 3600'));
  const heard = await exec(['sh', '-c', 'exit 3']);
  expect(heard.status()).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  });
});

test('a command that is not in the image is refused in the words of the runtime', async () => {
  await running({ image: 'hashicorp/http-echo', container: { args: ['-text=hi'] } });
  const heard = await exec(['sh']);
  expect(heard.status()?.message).toMatch(
    /^Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in \$PATH: unknown$/,
  );
});

test('a command takes its time, in the time of the cluster', async () => {
  await running(shell('sleep 3600'));
  const heard = await exec(['sh', '-c', 'echo one; sleep 5; echo two']);
  expect(heard.out()).toBe('one\n');
  await cluster.advance(4_999);
  expect([heard.out(), heard.end()]).toEqual(['one\n', undefined]);
  await cluster.advance(1);
  expect(heard.out()).toBe('one\ntwo\n');
  expect(heard.end()?.code).toBe(200);
});

test('busybox has a prompt, echoes, keeps its folder and its variables, and ends with the code of exit', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  expect(heard.out()).toBe('/ # ');
  await heard.type('cd /tmp\rX=1\recho $X $(pwd)\rexit 4\r');
  expect(heard.out()).toBe('/ # cd /tmp\r\n/tmp # X=1\r\n/tmp # echo $X $(pwd)\r\n1 /tmp\r\n/tmp # exit 4\r\n');
  expect(heard.status()?.details).toEqual({ causes: [{ reason: 'ExitCode', message: '4' }] });
});

test('bash in a Debian image shows user and host, and says exit at Ctrl-D', async () => {
  await running({ image: 'nginx' });
  const heard = await terminal(['bash']);
  await heard.type(`nosuch\r${CTRL_D}`);
  expect(heard.out()).toBe('root@kubia:/# nosuch\r\nbash: nosuch: command not found\r\nroot@kubia:/# exit\r\n');
  expect(heard.status()?.details).toEqual({ causes: [{ reason: 'ExitCode', message: '127' }] });
});

test('a terminal has the size that its client says, also while a shell runs', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  await heard.type('stty size\r');
  for (const data of ['{"Width":120,"Height":40}', 'no size', '{"Width":"wide"}'])
    heard.stream.send({ channel: 4, data });
  await heard.type('stty size\r');
  expect(heard.out()).toBe('/ # stty size\r\n0 0\r\n/ # stty size\r\n40 120\r\n/ # ');
  const without = await exec(['stty', 'size']);
  expect(without.err()).toBe("stty: 'standard input': Inappropriate ioctl for device\n");
});

test('Ctrl-C gives the prompt back, the arrows bring the last line back', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  await heard.type('sleep 100\r');
  await cluster.advance(3_000);
  await heard.type(`${CTRL_C}echo $?\r`);
  expect(heard.out()).toBe('/ # sleep 100\r\n^C\r\n/ # echo $?\r\n130\r\n/ # ');
  heard.stream.send({ channel: 0, data: UP });
  await heard.type('\r');
  expect(heard.out().endsWith('echo $?\x1b[K\r\n0\r\n/ # ')).toBe(true);
});

test('what is typed while a command runs is read after it', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  await heard.type('sleep 5\recho later\r');
  await cluster.advance(5_000);
  expect(heard.out()).toBe('/ # sleep 5\r\necho later\r\n/ # echo later\r\nlater\r\n/ # ');
});

test('a loop over several lines is one command, with a second prompt', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  await heard.type('for i in 1 2\rdo echo $i\rdone\r');
  expect(heard.out()).toBe('/ # for i in 1 2\r\n> do echo $i\r\n> done\r\n1\r\n2\r\n/ # ');
});

test('cat gives back each line, and ends at Ctrl-D; the shell goes on', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  await heard.type(`cat\rhello\r${CTRL_D}echo done\r`);
  expect(heard.out()).toBe('/ # cat\r\nhello\r\nhello\r\n/ # echo done\r\ndone\r\n/ # ');
});

test('without a terminal a shell reads its script from standard input, silently', async () => {
  await running(shell('sleep 3600'));
  const heard = await exec(['sh'], { stdin: 'true' });
  heard.stream.send({ channel: 0, data: 'read name\nyou\necho hello $na' });
  heard.stream.send({ channel: 0, data: 'me; wc -l\na\nb\n' });
  heard.stream.send({ channel: 255, data: '0' });
  await cluster.advance(0);
  expect(heard.out()).toBe('hello you\n2\n');
  expect(heard.status()).toEqual({ metadata: {}, status: 'Success' });
});

test('a killed container takes its commands with it', async () => {
  await running(shell('sleep 3600'));
  const heard = await exec(['sleep', '1000']);
  await cluster.fault({ type: 'killContainer', namespace: 'default', pod: 'kubia', container: 'main' });
  expect(heard.status()?.details).toEqual({ causes: [{ reason: 'ExitCode', message: '137' }] });
});

test('attach shows what the main process prints from now on, and feeds it', async () => {
  await running({ image: 'busybox', command: ['sh'], container: { stdin: true, tty: true } });
  const heard = await open(post(`${PODS}/kubia/attach`, { stdin: 'true', stdout: 'true', tty: 'true' }));
  expect(heard.out()).toBe('');
  await heard.type('\recho $((6*7))\rexit 2\r');
  expect(heard.out()).toBe('\r\n/ # echo $((6*7))\r\n42\r\n/ # exit 2\r\n');
  expect(heard.status()).toEqual({ metadata: {}, status: 'Success' });
});

test('who pipes into a container that wants its input once ends it; others leave it open', async () => {
  for (const stdinOnce of [true, false]) {
    const name = `reads-${stdinOnce}`;
    await running({
      name,
      image: 'busybox',
      command: ['cat'],
      container: { stdin: true, stdinOnce },
      spec: { restartPolicy: 'Never' },
    });
    const heard = await open(post(`${PODS}/${name}/attach`, { stdin: 'true', stdout: 'true' }));
    heard.stream.send({ channel: 0, data: 'a line\n' });
    heard.stream.send({ channel: 255, data: '0' });
    await cluster.advance(5_000);
    expect(heard.out()).toBe('a line\n');
    const { body } = await cluster.request({ method: 'GET', path: `${PODS}/${name}` });
    expect((body as { status: { phase: string } }).status.phase).toBe(stdinOnce ? 'Succeeded' : 'Running');
  }
});

const follow = (query: NonNullable<ApiRequest['query']> = {}) =>
  open({ method: 'GET', path: `${PODS}/kubia/log`, query: { follow: 'true', ...query } });

test('a followed log grows until its container ends, and leaves no trace in the run', async () => {
  await running(shell('for i in 1 2 3; do echo $i; sleep 10; done'));
  commands.length = 0;
  const heard = await follow({ tailLines: '1' });
  const before = heard.out();
  await cluster.advance(40_000);
  expect(before).toMatch(/^[123]\n$/);
  expect(heard.out().endsWith('3\n')).toBe(true);
  expect(heard.end()).toEqual({ code: 200, body: '' });
  expect(commands).toEqual([]);
});

test('a followed log has time stamps at the beginnings of lines, and ends at its limit of bytes', async () => {
  await running(shell('sleep 30; echo -n one; sleep 1; echo two; sleep 1; echo three'));
  const stamped = await follow({ timestamps: 'true' });
  const limited = await follow({ limitBytes: '8' });
  await cluster.advance(40_000);
  expect(stamped.out()).toMatch(/^2026-01-01T00:00:\S+ onetwo\n2026-01-01T00:00:\S+ three\n$/);
  expect(limited.out()).toBe('onetwo\nt');
});

test('a forwarded port carries HTTP both ways; a closed one is refused in the words of the runtime', async () => {
  await running({ image: 'nginx' });
  const heard = await open(post(`${PODS}/kubia/portforward`, { ports: '80' }));
  heard.stream.send({ channel: 0, data: 'GET /nosuch HTTP/1.1\r\nHost: localhost:8080\r\n' });
  heard.stream.send({ channel: 0, data: 'User-Agent: curl/8\r\n\r\n' });
  await cluster.advance(0);
  expect(heard.out()).toMatch(/^HTTP\/1\.1 404 Not Found\r\nServer: nginx\/[\d.]+\r\n/);
  expect(heard.out()).toMatch(/\r\nDate: Thu, 01 Jan 2026 00:00:20 GMT\r\n/);
  const closed = await open(post(`${PODS}/kubia/portforward`, { ports: '81' }));
  expect(closed.err()).toMatch(/^error forwarding port 81 to pod [0-9a-f]{64}, uid : failed to execute portforward/);
  expect(closed.end()?.code).toBe(200);
});

test.each(['GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'GET / HTTP/1.0\r\n\r\n'])(
  'a server closes the connection after its answer to %j',
  async (text) => {
    await running({ image: 'nginx' });
    const heard = await open(post(`${PODS}/kubia/portforward`, { ports: '80' }));
    heard.stream.send({ channel: 0, data: text });
    await cluster.advance(1_000);
    expect(heard.out()).toContain('\r\nConnection: close\r\n');
    expect(heard.end()?.code).toBe(200);
  },
);

test('who is refused gets the Status of the server', async () => {
  const heard = await exec(['ls']);
  expect(heard.end()).toMatchObject({ code: 404, body: { message: 'pods "kubia" not found' } });
});

test('a run with streams leads to the same state when it is played again', async () => {
  await running({ image: 'nginx' });
  const heard = await terminal(['bash']);
  await heard.type('echo page > /usr/share/nginx/html/index.html; sleep 3 &\r');
  await cluster.advance(1_234);
  await open(post(`${PODS}/kubia/portforward`, { ports: '80' })).then(({ stream }) =>
    stream.send({ channel: 0, data: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' }),
  );
  const refused = await open(post(`${PODS}/nosuch/exec`, { command: ['ls'] }));
  expect(refused.end()?.code).toBe(404);
  const short = await exec(['sleep', '2']);
  short.stream.close();
  await cluster.advance(1_000);
  await heard.type('sleep 100\r');
  await cluster.advance(5_000);
  const { profile, seed, nodes } = cluster.options;
  const untilMs = cluster.now() - Date.UTC(2026, 0, 1);
  const again = await Cluster.replay({ version: 1, profile, seed, nodes, files: {}, commands, untilMs });
  expect(again.stateHash()).toBe(cluster.stateHash());
  const log = async (of: Cluster) => (await of.request({ method: 'GET', path: `${PODS}/kubia/log` })).body;
  expect(await log(again)).toBe(await log(cluster));
  expect(await log(again)).toContain('"GET / HTTP/1.1" 200 5');
});

test('after a restore every stream ends, and what it ran is as the checkpoint had it', async () => {
  await running(shell('sleep 3600'));
  const heard = await terminal(['sh']);
  const checkpoint = cluster.checkpoint();
  const hash = cluster.stateHash();
  await heard.type('echo lost\r');
  cluster.restore(checkpoint);
  expect(heard.end()).toMatchObject({ code: 410 });
  expect(cluster.stateHash()).toBe(hash);
  await heard.type('echo unheard\r');
  expect(cluster.stateHash()).toBe(hash);
});

test('who answers a message at once does not disturb the event that sent it', async () => {
  await running(shell('sleep 3600'));
  let out = '';
  const stream = cluster.stream(post(`${PODS}/kubia/exec`, { command: ['sh'], stdin: 'true', tty: 'true' }), {
    onMessage: ({ channel, data }) => {
      if (channel === 1) out += data;
      if (data.endsWith('# ') && !out.includes('sleep')) stream.send({ channel: 0, data: 'sleep 1; exit\r' });
    },
    onEnd: () => {},
  });
  await cluster.advance(0);
  await cluster.advance(2_000);
  expect(out).toBe('/ # sleep 1; exit\r\n');
});
