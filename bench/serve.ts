/**
 * What HTTPS adds: a served cluster in a process of its own, beside the same requests on the loopback transport of this
 * one. Rates are by the wall clock, with client and server on the machine's cores; costs are the server's CPU time.
 * A ratio is the cost over HTTPS divided by the cost of loopback. The peer has no server, so there is nothing of it here.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:https';
import { Cluster } from '../src/cluster/cluster';
import { defaultNodes } from '../src/client/defaultNodes';
import { serveCluster } from '../src/server/serve/servedCluster';
import { cpuMs, median, report } from './measure';

/** The argument by which this program, started again, is the server. */
export const SERVER_ARGUMENT = '--serve';

const MAPS = '/api/v1/namespaces/kube-public/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

/** Runs the server of the benchmarks: tells its parent where it is, and how much CPU time it has used when asked. */
export async function serveForParent(): Promise<void> {
  const { url, token } = await serveCluster();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000 });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ url, token });
}

interface Served {
  /** Sends over one of `connections` connections that stay. */
  send(agent: Agent, method: string, path: string, body?: object): Promise<string>;
  /** Calls back with each piece of an answer that never ends. */
  follow(agent: Agent, path: string, onText: (text: string) => void): Promise<void>;
  /** CPU milliseconds that the server needs while `act` runs, and how long that is by the wall clock. */
  cost(act: () => Promise<unknown>): Promise<{ readonly cpuMs: number; readonly wallMs: number }>;
  close(): void;
}

/** Creating, listing and watching over HTTPS. */
export async function serving(): Promise<void> {
  const served = await startServer();
  const loopback = await Cluster.create({ nodes: defaultNodes(3) });
  await creating(served, loopback, 1);
  await creating(served, loopback, 8);
  await listing(served, loopback);
  await watching(served, loopback);
  served.close();
}

const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: { bench: 'serve' } },
  data: { key: 'value' },
});

async function creating(served: Served, loopback: Cluster, connections: number): Promise<void> {
  const agent = agentOf(connections);
  const count = 2_000;
  let n = 0;
  const round = (name: string) => async () => {
    const one = async (): Promise<void> => {
      while (n < count) await served.send(agent, 'POST', MAPS, configMap(`${name}-${connections}-${n++}`));
    };
    n = 0;
    await Promise.all(Array.from({ length: connections }, one));
  };
  await round('warm')();
  const { cpuMs: cost, wallMs } = await served.cost(round('made'));
  const own = (prefix: string) =>
    cpuMs(async () => {
      for (let i = 0; i < count; i++)
        await loopback.request({ method: 'POST', path: MAPS, body: configMap(`${prefix}-${connections}-${i}`) });
    });
  await own('warm');
  const ours = await own('made');
  report(`serve-create-${connections}`, (count * 1_000) / wallMs, 'objects/s');
  report(`serve-create-${connections}-cpu`, (cost * 1_000) / count, 'us');
  report(`serve-create-${connections}-loopback`, (ours * 1_000) / count, 'us');
  report(`serve-create-${connections}-ratio`, cost / ours, 'x');
  agent.destroy();
}

async function listing(served: Served, loopback: Cluster): Promise<void> {
  const agent = agentOf(1);
  const pod = (i: number) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${i}`, labels: { app: 'kubia' } },
    spec: { schedulerName: 'nobody', containers: [{ name: 'main', image: 'luksa/kubia' }] },
  });
  for (let i = 0; i < 1_000; i++) {
    await served.send(agent, 'POST', PODS, pod(i));
    await loopback.request({ method: 'POST', path: PODS, body: pod(i) });
  }
  const lists = 20;
  const ask = async () => {
    for (let i = 0; i < lists; i++) await served.send(agent, 'GET', PODS);
  };
  await ask();
  let cost = 0;
  const wallMs = await median(3, async () => {
    const round = await served.cost(ask);
    cost = round.cpuMs;
    return round.wallMs;
  });
  const own = () =>
    cpuMs(async () => {
      for (let i = 0; i < lists; i++) {
        const { body } = await loopback.request({ method: 'GET', path: PODS });
        if (JSON.stringify(body).length < 1_000) throw new Error('the list is empty'); // As text, which is what HTTP answers.
      }
    });
  await own();
  const ours = await median(3, own);
  report('serve-list-1000', wallMs / lists, 'ms');
  report('serve-list-1000-cpu', cost / lists, 'ms');
  report('serve-list-1000-loopback', ours / lists, 'ms');
  report('serve-list-1000-ratio', cost / ours, 'x');
  agent.destroy();
}

/** 1,000 changes of one object, seen by 100 watchers. */
async function watching(served: Served, loopback: Cluster): Promise<void> {
  const agent = agentOf(120);
  const changes = 1_000;
  const watchers = 100;
  const path = `${MAPS}?watch=1&fieldSelector=metadata.name%3Dfanned`;
  await served.send(agent, 'POST', MAPS, configMap('fanned'));
  let lines = 0;
  for (let i = 0; i < watchers; i++)
    await served.follow(agent, path, (text) => {
      for (const char of text) if (char === '\n') lines += 1;
    });
  while (lines < watchers) await pause();
  const change = (i: number) => ({ ...configMap('fanned'), data: { n: String(i) } });
  const { cpuMs: cost, wallMs } = await served.cost(async () => {
    for (let i = 0; i < changes; i++) await served.send(agent, 'PUT', `${MAPS}/fanned`, change(i));
    while (lines < watchers * (changes + 1)) await pause();
  });
  let seen = 0;
  await loopback.request({ method: 'POST', path: MAPS, body: configMap('fanned') });
  const query = { watch: '1', fieldSelector: 'metadata.name=fanned' };
  for (let i = 0; i < watchers; i++)
    loopback.api.watch({ method: 'GET', path: MAPS, query }, () => {
      seen += 1;
    });
  const ours = await cpuMs(async () => {
    for (let i = 0; i < changes; i++)
      await loopback.request({ method: 'PUT', path: `${MAPS}/fanned`, body: change(i) });
  });
  if (seen < watchers * changes) throw new Error(`${seen} events came over the loopback`);
  const events = watchers * changes;
  report('serve-watch-100', (events * 1_000) / wallMs, 'events/s');
  report('serve-watch-100-cpu', (cost * 1_000) / events, 'us');
  report('serve-watch-100-loopback', (ours * 1_000) / events, 'us');
  report('serve-watch-100-ratio', cost / ours, 'x');
  agent.destroy();
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 2));

/** The server is this machine's own: its certificate is not looked at. */
function agentOf(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });
}

async function startServer(): Promise<Served> {
  const [, program = ''] = process.argv;
  const child = fork(program, [SERVER_ARGUMENT]);
  const { url, token } = await answerOf<{ url: string; token: string }>(child);
  const { port } = new URL(url);
  const call = (agent: Agent, method: string, path: string, onText: (text: string) => void, body?: object) =>
    new Promise<{ readonly ended: Promise<void> }>((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        if ((response.statusCode ?? 500) >= 300) reject(new Error(`${method} ${path}: ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('data', onText);
        resolve({ ended: new Promise((end) => response.on('end', end)) });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  const cpu = async () => {
    const answer = answerOf<{ cpuMs: number }>(child);
    child.send('cpu');
    return (await answer).cpuMs;
  };
  return {
    send: async (agent, method, path, body) => {
      let heard = '';
      const add = (text: string): void => {
        heard += text;
      };
      await (await call(agent, method, path, add, body)).ended;
      return heard;
    },
    follow: async (agent, path, onText) => {
      await call(agent, 'GET', path, onText);
    },
    cost: async (act) => {
      const before = await cpu();
      const begun = performance.now();
      await act();
      const wallMs = performance.now() - begun;
      return { cpuMs: (await cpu()) - before, wallMs };
    },
    close: () => child.disconnect(),
  };
}

/** The next message of a child. */
function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('the server has ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T); // What serveForParent sends.
    });
  });
}
