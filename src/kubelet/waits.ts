/** What a kubelet waits for that a person would like to see: probes, grace periods, back-offs. */
import type { Wait } from '../component/component';
import { backOffUntil } from './backOff';
import { crashBackOffKey } from './startContainer';
import { type Kubelet, containerOf, instantAfter } from './context';
import type { PodWorker } from './podWorker';
import type { ProbeWorker } from './prober/worker';

/** All waits of the node. Reads only; the cost is that of the pods on the node. */
export function waitsOf(kl: Kubelet): readonly Wait[] {
  const waits: Wait[] = [];
  for (const worker of kl.probes.values()) addProbe(kl, worker, waits);
  addPull(kl, waits);
  for (const worker of kl.workers.values()) {
    if (Object.keys(worker.kills).length > 0) addKills(kl, worker, waits);
    else if (worker.requeueAt !== undefined && worker.steps.length === 0) addBackOffs(kl, worker, waits);
  }
  return waits;
}

function addPull(kl: Kubelet, waits: Wait[]): void {
  const current = kl.pulls.get('queue')?.current;
  const pod = current === undefined ? undefined : kl.pods.get(current.uid);
  if (current === undefined || pod === undefined) return;
  const { namespace, name } = pod.metadata;
  const { container, since, until } = current;
  waits.push({ kind: 'Pod', namespace, name, container, what: 'imagePull', since, until });
}

function addProbe(kl: Kubelet, worker: ProbeWorker, waits: Wait[]): void {
  const pod = kl.pods.get(worker.uid);
  const container = pod === undefined ? undefined : containerOf(pod, worker.container);
  if (pod === undefined || container === undefined || worker.onHold) return;
  const now = kl.world.clock.now();
  const passed = Math.max(Math.ceil((now - worker.anchor + 1) / worker.periodMs), 0);
  const untilMs = worker.anchor + passed * worker.periodMs - now;
  waits.push({
    kind: 'Pod',
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    container: worker.container,
    what: worker.probe,
    since: instantAfter(kl, untilMs - worker.periodMs),
    until: instantAfter(kl, untilMs),
    ...(worker.last === undefined ? {} : { last: worker.last }),
    failures: worker.last === 'failure' ? worker.run : 0,
  });
}

function addKills(kl: Kubelet, worker: PodWorker, waits: Wait[]): void {
  const pod = kl.pods.get(worker.uid);
  if (pod === undefined) return;
  const { namespace, name } = pod.metadata;
  for (const { container, since, until } of Object.values(worker.kills)) {
    waits.push({ kind: 'Pod', namespace, name, container, what: 'grace', since, until });
  }
}

function addBackOffs(kl: Kubelet, worker: PodWorker, waits: Wait[]): void {
  const pod = kl.pods.get(worker.uid);
  if (pod === undefined || worker.requeueAt === undefined) return;
  const { namespace, name } = pod.metadata;
  const now = kl.world.clock.now();
  const { imageBackOffMs, imageBackOffMaxMs, backOffResetMs } = kl.world.profile;
  const limits = { firstMs: imageBackOffMs, maxMs: imageBackOffMaxMs, resetMs: backOffResetMs };
  for (const [container, { reason }] of Object.entries(worker.reasons)) {
    const row = { kind: 'Pod', namespace, name, container } as const;
    if (reason === 'CrashLoopBackOff') {
      const spec = containerOf(pod, container);
      const entry = spec === undefined ? undefined : kl.backOff.get(crashBackOffKey(pod, spec));
      const over = worker.retryAt ?? worker.requeueAt;
      const since = instantAfter(kl, over - (entry?.backOffMs ?? 0) - now);
      // The container starts with the first sync after its back-off.
      waits.push({ ...row, what: 'backOff', since, until: worker.requeueAt > over ? worker.requeueAt : over });
      continue;
    }
    if (reason !== 'ErrImagePull' && reason !== 'ImagePullBackOff') continue;
    const key = `${worker.uid}_${containerOf(pod, container)?.image ?? ''}`;
    const updatedAt = kl.imageBackOff.get(key)?.updatedAt;
    if (updatedAt === undefined) continue;
    // Nothing wakes the kubelet at the end of this back-off: it pulls with the first sync that comes after it.
    const over = backOffUntil(kl.imageBackOff, key, updatedAt, now, limits) ?? now;
    const until = worker.requeueAt > over ? worker.requeueAt : over;
    waits.push({ ...row, what: 'imageBackOff', since: updatedAt, until });
  }
}
