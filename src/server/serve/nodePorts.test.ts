import { Agent, get } from 'node:http';
import { type Server, connect, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pod } from '../../../tests/testCluster';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import type { Transport } from '../../client/transport';
import { Cluster } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import { dialNodePort } from './dialNodePort';
import { serveNodePorts } from './nodePorts';

const CORE = '/api/v1/namespaces/default';

let cluster: Cluster;
let lines: string[];
let stop: () => void;
let port: number;

beforeEach(async () => {
  cluster = await Cluster.create({ nodes: defaultNodes(2), addons: USUAL_ADDONS });
  await cluster.advance(20_000);
  lines = [];
  port = await freePort();
  const transport: Transport = {
    request: (request) => cluster.request(request),
    watch: (request, onEvent) => cluster.api.watch(request, onEvent),
    stream: (request, handlers) => cluster.stream(request, handlers),
  };
  const dial = (port: number, nodes: readonly string[]) => dialNodePort(cluster, port, nodes);
  stop = serveNodePorts({ transport, dial, onLine: (line) => lines.push(line) });
});
afterEach(() => stop());

/** A node port that nothing on this machine has. */
async function freePort(): Promise<number> {
  for (;;) {
    const candidate = 30_000 + Math.floor(Math.random() * 2_768);
    const server = await listening(candidate);
    if (server === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    return candidate;
  }
}

function listening(on: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(on, '127.0.0.1', () => resolve(server));
  });
}

const post = (path: string, body: object) => cluster.request({ method: 'POST', path: `${CORE}/${path}`, body });
const runPod = (name: string, image = 'luksa/kubia') =>
  post('pods', { apiVersion: 'v1', kind: 'Pod', ...pod({ name, image, labels: { app: 'kubia' } }) });
const expose = (spec: object = {}) =>
  post('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubia' },
    spec: {
      type: 'NodePort',
      selector: { app: 'kubia' },
      ports: [{ port: 80, targetPort: 8080, nodePort: port }],
      ...spec,
    },
  });
/** Lets pods start and what follows from them arrive here. */
async function pass(ms = 20_000): Promise<void> {
  await cluster.advance(ms);
  await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The body of an answer, or why there was none. */
function ask(agent = new Agent()): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent, headers: { 'user-agent': 'curl/8' } }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve(text));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test('two pods behind a NodePort answer on this machine, each now and then', async () => {
  await runPod('one');
  await runPod('two');
  await expose();
  await pass();
  expect(lines).toEqual([`NodePort ${port} (default/kubia:80) is open: 127.0.0.1:${port}`]);
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask()));
  expect(new Set(answers)).toEqual(new Set(["You've hit one\n", "You've hit two\n"]));
});

test('a connection that is kept open stays with its pod', async () => {
  await runPod('one');
  await runPod('two');
  await expose();
  await pass();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(agent)));
  agent.destroy();
  expect(new Set(answers).size).toBe(1);
});

test('with session affinity every connection goes to the same pod, until that pod is gone', async () => {
  await runPod('one');
  await runPod('two');
  await expose({ sessionAffinity: 'ClientIP' });
  await pass();
  const answers = new Set(await Promise.all(Array.from({ length: 10 }, () => ask())));
  expect(answers.size).toBe(1);
  const chosen = [...answers][0] === "You've hit one\n" ? 'one' : 'two';
  await cluster.request({ method: 'DELETE', path: `${CORE}/pods/${chosen}` });
  await pass(60_000);
  expect(await ask()).toBe(`You've hit ${chosen === 'one' ? 'two' : 'one'}\n`);
});

test('with the policy Local a node that has a pod takes the connection', async () => {
  await post('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    ...pod({ name: 'far', image: 'luksa/kubia', labels: { app: 'kubia' }, spec: { nodeName: 'worker-2' } }),
  });
  await expose({ externalTrafficPolicy: 'Local' });
  await pass();
  expect(await ask()).toBe("You've hit far\n");
});

test('without endpoints the connection is refused, and the port closes with its Service', async () => {
  await expose();
  await pass();
  expect([await ask(), lines]).toEqual(['ECONNREFUSED', []]);
  await runPod('one');
  await pass();
  expect(await ask()).toBe("You've hit one\n");
  await cluster.request({ method: 'DELETE', path: `${CORE}/services/kubia` });
  await pass();
  expect(await ask()).toBe('ECONNREFUSED');
});

test('a pod that is not ready gets no connection', async () => {
  const periods = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const readinessProbe = { exec: { command: ['false'] }, ...periods };
  await post('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    ...pod({ name: 'busy', image: 'luksa/kubia', labels: { app: 'kubia' }, container: { readinessProbe } }),
  });
  await expose();
  await pass();
  expect(await ask()).toBe('ECONNREFUSED');
});

test('who is connected stays so when the port closes', async () => {
  await runPod('one');
  await expose();
  await pass();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await ask(agent)).toBe("You've hit one\n");
  await cluster.request({ method: 'DELETE', path: `${CORE}/services/kubia` });
  await pass();
  expect(await ask()).toBe('ECONNREFUSED');
  expect(await ask(agent)).toBe("You've hit one\n");
  agent.destroy();
});

test('a pod that does not listen resets the connection', async () => {
  await runPod('one', 'nginx');
  await expose();
  await pass();
  expect(await ask()).toBe('ECONNRESET');
});

test('a port that this machine has given to somebody else is told, and served once it is free', async () => {
  const other = await listening(port);
  await runPod('one');
  await expose();
  await pass();
  expect(lines).toEqual([
    `NodePort ${port} (default/kubia:80) is closed: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
  ]);
  await new Promise((resolve) => other?.close(resolve));
  await cluster.request({
    method: 'PATCH',
    path: `${CORE}/services/kubia`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { metadata: { labels: { again: 'please' } } },
  });
  await pass();
  expect(await ask()).toBe("You've hit one\n");
});

test('who says nothing and who says nonsense disturb nobody', async () => {
  await runPod('one');
  await expose();
  await pass();
  const silent = connect(port, '127.0.0.1');
  const rude = connect(port, '127.0.0.1', () => rude.write('\x00\x01nonsense\r\n\r\n'));
  const gone = new Promise<void>((resolve) => void rude.on('close', () => resolve()));
  expect(await ask()).toBe("You've hit one\n");
  await gone;
  silent.destroy();
});

test('the cluster may go back in time: the ports follow', async () => {
  const before = cluster.checkpoint();
  await runPod('one');
  await expose();
  await pass();
  expect(await ask()).toBe("You've hit one\n");
  cluster.restore(before);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await ask()).toBe('ECONNREFUSED');
});
