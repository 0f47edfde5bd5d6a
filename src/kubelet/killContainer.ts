/**
 * Stops containers: the preStop hook, the signal, the grace period, sidecars after the others.
 * Models pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer, and
 * kuberuntime_termination_order.go (v1.36.3).
 */
import type { Container, LifecycleHandler, Pod } from '../api/core/pod';
import { type Kubelet, containerOf, instantAfter, isSidecar, podEvent, wake } from './context';
import type { Kill } from './podWorker';
import { portOf } from './prober/prober';
import { goOnFrom, keepRow } from './reasons';
import type { ContainerRecord } from './runtime/containerRuntime';

/** However short the grace period, a process has this long to end. */
const MINIMUM_GRACE_MS = 2_000;

/** A pod has few containers; the end of an earlier one has been seen by a relist long ago. */
const REMEMBERED_KILLS = 20;

/** How a hook ended. */
export interface HookOutcome {
  readonly durationMs: number;
  readonly error?: string;
}

/** Runs a lifecycle hook of a running container. */
export function runHook(
  kl: Kubelet,
  container: Container,
  id: string,
  podIP: string,
  hook: LifecycleHandler,
): HookOutcome {
  if (hook.sleep !== undefined) return { durationMs: hook.sleep.seconds * 1000 };
  if (hook.httpGet !== undefined) {
    const { path = '/', host, scheme = 'HTTP', port } = hook.httpGet;
    const number = portOf(port, container);
    const target = host === undefined || host === '' ? podIP : host;
    const answer = kl.runtime.http(target, number, { method: 'GET', path, scheme, headers: {} });
    if (answer.type === 'response' && answer.status < 400) return { durationMs: answer.durationMs ?? 0 };
    return { durationMs: 0, error: `Get "${scheme.toLowerCase()}://${target}:${number}${path}" failed` };
  }
  const argv = hook.exec?.command ?? [];
  const answer = kl.runtime.exec(id, argv);
  const failed =
    answer.error ?? (answer.exitCode === 0 ? undefined : `command '${argv.join(' ')}' exited with ${answer.exitCode}`);
  return { durationMs: answer.durationMs ?? 0, ...(failed === undefined ? {} : { error: failed }) };
}

/** Begins to stop a running container. The worker is woken with `step` once all of its kills are done. */
export async function beginKill(
  kl: Kubelet,
  pod: Pod,
  record: ContainerRecord,
  message: string,
  graceMs: number,
): Promise<void> {
  const { explain } = kl.world;
  const row = explain.row();
  explain.rule('containerKilled', { container: record.name, graceMs: Math.max(graceMs, MINIMUM_GRACE_MS) }, { row });
  keepRow(kl, pod.metadata.uid, record.name);
  await podEvent(kl, pod, 'Normal', 'Killing', message, record.name);
  const now = kl.world.clock.now();
  const kill: Kill = { container: record.name, stage: 'preStop', since: now, until: instantAfter(kl, graceMs) };
  const container = containerOf(pod, record.name);
  const hook = container?.lifecycle?.preStop;
  if (container === undefined || hook === undefined || graceMs <= 0) {
    putKill(kl, pod, record.id, { ...kill, stage: 'turn' });
    return explain.end(row);
  }
  const podIP = kl.runtime.podSandbox(pod.metadata.uid)?.ip ?? '';
  const outcome = runHook(kl, container, record.id, podIP, hook);
  putKill(kl, pod, record.id, kill);
  const data = { uid: pod.metadata.uid, id: record.id, failed: outcome.error !== undefined };
  wake(kl, Math.min(outcome.durationMs, graceMs), 'preStopDone', data);
  explain.end(row);
}

/** The preStop hook is over, or its time is. */
export async function preStopDone(
  kl: Kubelet,
  data: { readonly uid: string; readonly id: string; readonly failed: boolean },
): Promise<void> {
  const kill = kl.workers.get(data.uid)?.kills[data.id];
  const pod = kl.pods.get(data.uid);
  if (kill?.stage !== 'preStop' || pod === undefined) return;
  if (data.failed) await podEvent(kl, pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', kill.container);
  putKill(kl, pod, data.id, { ...kill, stage: 'turn' });
  signalInTurn(kl, pod);
}

/** Sends the signal to all whose turn it is: sidecars wait for the others, and among themselves for the later ones. */
export function signalInTurn(kl: Kubelet, pod: Pod): void {
  const worker = kl.workers.get(pod.metadata.uid);
  if (worker === undefined) return;
  const now = kl.world.clock.now();
  for (const [id, kill] of Object.entries(worker.kills)) {
    if (kill.stage !== 'turn') continue;
    if (worker.state === 'terminating' && !hasTurn(kl, pod, kill) && kill.until > now) {
      wake(kl, kill.until - now, 'turn', pod.metadata.uid);
      continue;
    }
    putKill(kl, pod, id, { ...kill, stage: 'stopping' });
    goOnFrom(kl, worker.uid, kill.container);
    kl.runtime.stopContainer(id, Math.max(kill.until - now, MINIMUM_GRACE_MS));
  }
}

function hasTurn(kl: Kubelet, pod: Pod, kill: Kill): boolean {
  const container = containerOf(pod, kill.container);
  if (container === undefined || !isSidecar(container)) return true;
  const running = new Set<string>();
  for (const { name, state } of kl.runtime.containers(pod.metadata.uid)) if (state === 'running') running.add(name);
  if (pod.spec.containers.some(({ name }) => running.has(name))) return false;
  const init = pod.spec.initContainers ?? [];
  const later = init.slice(init.findIndex(({ name }) => name === container.name) + 1);
  return !later.some((other) => isSidecar(other) && running.has(other.name));
}

/** A later, shorter grace period holds for what is still running. */
export function shortenKills(kl: Kubelet, pod: Pod, graceMs: number): void {
  const until = instantAfter(kl, graceMs);
  for (const [id, kill] of Object.entries(kl.workers.get(pod.metadata.uid)?.kills ?? {})) {
    if (kill.until <= until) continue;
    putKill(kl, pod, id, { ...kill, until });
    if (kill.stage === 'stopping') kl.runtime.stopContainer(id, Math.max(graceMs, MINIMUM_GRACE_MS));
    else wake(kl, graceMs, 'preStopDone', { uid: pod.metadata.uid, id, failed: false });
  }
}

/** A container has ended. True if somebody was killing it. */
export function killEnded(kl: Kubelet, pod: Pod, id: string): boolean {
  const worker = kl.workers.get(pod.metadata.uid);
  if (worker?.kills[id] === undefined) return false;
  const { [id]: _ended, ...kills } = worker.kills;
  kl.workers.set(worker.uid, { ...worker, kills, killed: [...worker.killed, id].slice(-REMEMBERED_KILLS) });
  if (Object.keys(kills).length > 0) signalInTurn(kl, pod);
  else wake(kl, 0, 'step', { uid: worker.uid, generation: worker.generation });
  return true;
}

function putKill(kl: Kubelet, pod: Pod, id: string, kill: Kill): void {
  const worker = kl.workers.get(pod.metadata.uid);
  if (worker !== undefined) kl.workers.set(worker.uid, { ...worker, kills: { ...worker.kills, [id]: kill } });
}
