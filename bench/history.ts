/**
 * Going back in time: how long a seek takes after ten virtual minutes of a cluster as in a lab, and after an hour of
 * 1,000 pods, both with the usual add-ons; what is kept for it; and how long the lanes of the ten minutes take to tell.
 */
import { USUAL_ADDONS } from '../src/addons/usualAddons';
import type { HistoryAsk } from '../src/client/history';
import { defaultNodes } from '../src/client/defaultNodes';
import { Session } from '../src/cluster/session';
import { cpuMs, report } from './measure';
import { kubiaDeployment } from './peer';

const LAB_MS = 600_000;
const HOUR_MS = 3_600_000;
const SEEKS = 60;
/** What a page's worker does in one frame. */
const FRAME_MS = 16;

export async function history(): Promise<void> {
  const lab = await lived(3, 6, LAB_MS);
  await seeks('history-lab-10-minutes', lab, LAB_MS);
  const { cluster } = lab;
  const lanes = { type: 'lanes', from: cluster.startedAt, to: cluster.now(), apartMs: 250 } as const;
  report('history-lab-lanes', await cpuMs(() => lab.ask({ type: 'insight', ask: lanes })), 'ms');
  const hour = await lived(10, 1_000, HOUR_MS);
  await seeks('history-1000-pods-hour', hour, HOUR_MS);
}

const post = (session: Session, path: string, body: object) =>
  session.ask({ type: 'request', request: { method: 'POST', path, body } });
const ask = (session: Session, history: HistoryAsk) => session.ask({ type: 'history', ask: history });

/** A cluster in which probed pods come, are restarted, killed and replaced, at the highest speed that a page has. */
async function lived(nodes: number, replicas: number, untilMs: number): Promise<Session> {
  const options = { nodes: defaultNodes(nodes), addons: USUAL_ADDONS };
  const session = await Session.create(options, () => performance.now());
  const started = performance.now();
  await post(session, '/apis/apps/v1/namespaces/default/deployments', kubiaDeployment(replicas, true));
  const ports = [{ port: 80, targetPort: 8080 }];
  await post(session, '/api/v1/namespaces/default/services', {
    metadata: { name: 'kubia' },
    spec: { selector: { app: 'kubia' }, ports },
  });
  const { cluster } = session;
  await session.ask({ type: 'setSpeed', speed: 300 });
  await session.ask({ type: 'play' });
  for (let deeds = 0; cluster.now() - cluster.startedAt < untilMs; ) {
    await session.slice();
    if (!session.behind) await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    if (cluster.now() - cluster.startedAt < ((deeds + 1) * untilMs) / 10) continue;
    deeds += 1;
    const { items } = await cluster.client.list('Pod', { namespace: 'default' });
    const { name = '' } = items[deeds % items.length]?.metadata ?? {};
    await session.ask({
      type: 'request',
      request: { method: 'DELETE', path: `/api/v1/namespaces/default/pods/${name}` },
    });
  }
  await session.ask({ type: 'pause' });
  report(`history-${replicas}-pods-lived`, performance.now() - started, 'ms');
  return session;
}

/** Moments all over the run, in an order in which neighbours lie far apart. */
async function seeks(name: string, session: Session, untilMs: number): Promise<void> {
  const times: number[] = [];
  for (let count = 0; count < SEEKS; count += 1) {
    const atMs = Math.floor((((count * 37) % SEEKS) / SEEKS + 0.011) * untilMs);
    times.push(await cpuMs(() => ask(session, { type: 'seek', to: { atMs } })));
  }
  times.sort((x, y) => x - y);
  report(`${name}-seek-median`, times[SEEKS / 2] ?? Number.NaN, 'ms');
  report(`${name}-seek-slowest`, times[SEEKS - 1] ?? Number.NaN, 'ms');
  const kept = session.frame(session.open())?.status?.history?.keptBytes ?? Number.NaN;
  report(`${name}-kept`, kept / 2 ** 20, 'MiB');
}
