/** How the components of a cluster are, as numbers: for a view that looks a few times a second. */
import { CUSTOM_RESOURCE, type Kind, kinds } from '../api/kinds';
import { storagePrefix } from '../apiserver/storageKey';
import { type ControlPlaneStatus, type PausableComponent, type Pending, pausable } from '../client/activity';
import { controllers } from '../controllers/registry';
import { ownName, programOf, selectControllers } from '../controllers/selection';
import { type Item, waitOf } from '../controllers/workQueue';
import { KUBE_PROXY } from '../proxy/kubeProxy';
import { queuedPods } from '../scheduler/queue';
import type { Cluster } from './cluster';
import { followersOf } from './followers';
import { WATCH_EVENT } from './informers';

/** Deliveries on their way that are told. */
const MOST_PENDING = 60;
/** Pods of the scheduler's queue that are named. */
const MOST_NEXT = 3;

/** What the picture of the control plane needs beside single writes. Reads only. */
export function controlPlaneStatus({ host, store, machines, kernel, options }: Cluster): ControlPlaneStatus {
  const resources = [...(Object.keys(kinds) as Kind[]), CUSTOM_RESOURCE].map(
    (kind) => storagePrefix(kind).split('/')[2],
  );
  const manager = host.stateOf('kube-controller-manager');
  const queues = new Map<string, { readonly queued: number; readonly later: number }>();
  for (const { name } of selectControllers(controllers, options.controllers)) {
    if (programOf(name) !== undefined) continue;
    const sum = { queued: 0, later: 0, ...queues.get(ownName(name)) };
    for (const item of manager.map<Item>(`queue/${name}`).values()) {
      const wait = waitOf(item, kernel.clock.now());
      if (wait !== undefined) sum[wait] += 1;
    }
    queues.set(ownName(name), sum);
  }
  const paused = pausable.flatMap((name) => {
    const since = host.downSince(name);
    return since === undefined ? [] : [[name, since] as const];
  });
  return {
    revision: store.revision,
    keys: [...new Set(resources)].reduce((sum, resource = '') => sum + store.count(resource), 0),
    controllers: [...queues].map(([name, sum]) => ({ name, ...sum })),
    scheduler: schedulerOf(host.stateOf('kube-scheduler')),
    kubelets: machines.list().map(({ spec: { name } }) => {
      const downSince = host.downSince(`kubelet/${name}`);
      const pods = kernel.state.map(`cache/kubelet/${name}/Pod`).size;
      return { node: name, pods, ...(downSince === undefined ? {} : { downSince }) };
    }),
    others: [...(host.isRunning(KUBE_PROXY) ? [KUBE_PROXY] : []), ...followersOf(store)],
    paused: Object.fromEntries(paused) as Partial<Record<PausableComponent, number>>,
    pending: pendingOf(kernel),
  };
}

function schedulerOf(state: Parameters<typeof queuedPods>[0]): ControlPlaneStatus['scheduler'] {
  const counts = { active: 0, backOff: 0, unschedulable: 0, gated: 0 };
  const pods = queuedPods(state);
  for (const { place } of pods) counts[place === 'errorBackOff' ? 'backOff' : place] += 1;
  const next = pods.filter(({ place }) => place === 'active').map(({ name }) => name);
  return { ...counts, next: next.slice(0, MOST_NEXT) };
}

function pendingOf(kernel: Cluster['kernel']): readonly Pending[] {
  const pending: Pending[] = [];
  for (const { at, event } of kernel.queued()) {
    if (event.type !== WATCH_EVENT) continue;
    const [, revision] = event.data as readonly [number, number]; // Written by Informers.announce.
    pending.push({ at, to: event.actor, revision });
  }
  return pending.sort((x, y) => x.at - y.at || x.revision - y.revision).slice(0, MOST_PENDING);
}
