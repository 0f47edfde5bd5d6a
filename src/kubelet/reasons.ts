/**
 * Why a container ended, why a probe failed: for people who ask. Rows of the trace are kept for what comes later by a
 * timer, or for another pod's sake.
 */
import type { Container, Pod, Probe } from '../api/core/pod';
import type { Because } from '../component/component';
import { type Kubelet, containerOf, runtimeId } from './context';
import { portOf } from './prober/prober';
import type { ProbeWorker } from './prober/worker';
import type { ContainerExited } from './runtime/containerExit';
import type { Asked } from './runtime/doings';

/** By container, row of the last thing that happened to it; by `''`, of the pod's admission. */
export type PodRows = Readonly<Record<string, number>>;

/** In place of a pod, the node; and of a container, what it is short of, or that it shuts down. */
export const NODE = 'node';
export const SHORT = 'short';
export const DOWN = 'down';

/** Keeps the row of what is done now, or another, as the last news of `name`. */
export function keepRow(kl: Kubelet, uid: string, name = '', row = kl.world.explain.row()): void {
  kl.rows.set(uid, { ...kl.rows.get(uid), [name]: row });
}

/** The row that was kept, to be named as the cause of a rule. */
export function because(kl: Kubelet, uid: string, name = ''): Because | undefined {
  const row = kl.rows.get(uid)?.[name];
  return row === undefined ? undefined : { row };
}

/** What was written of the pod last: the reason, however late a kubelet that was cut off hears of it. */
export function lastWrite({ metadata: { namespace = '', name } }: Pod): Because {
  return { kind: 'Pod', namespace, name };
}

/** What follows is the doing of the last news of `name`. */
export function goOnFrom(kl: Kubelet, uid: string, name: string): void {
  kl.world.explain.end(kl.rows.get(uid)?.[name]);
}

/** The kubelet comes back: it keeps why it took the known pods on, and the machine why their containers have ended. */
export function keepKnown(kl: Kubelet, known: ReadonlySet<string>): void {
  for (const [uid, { '': admitted = -1 }] of [...kl.rows.entries()]) {
    kl.rows.delete(uid);
    if (!known.has(uid)) continue;
    const rows: Record<string, number> = { '': admitted };
    for (const { name, endedBy = -1 } of kl.runtime.containers(uid)) rows[name] = endedBy;
    kl.rows.set(uid, rows);
  }
}

/** A container has ended. */
export function explainExit(kl: Kubelet, pod: Pod, { id, by, row }: ContainerExited): void {
  const { explain, clock } = kl.world;
  const { uid } = pod.metadata;
  const record = kl.runtime.container(id);
  if (record === undefined) return;
  const { name: container, exitCode: code = 0, startedAt = 0 } = record;
  const told = row === undefined ? undefined : { row };
  if (by === 'program') {
    const afterMs = clock.now() - startedAt;
    const image = containerOf(pod, container)?.image ?? '';
    explain.rule('programEnded', { container, image, code, afterMs }, because(kl, uid));
  } else if (by === 'grace') {
    const since = kl.workers.get(uid)?.kills[id]?.since ?? clock.now();
    explain.rule('graceOver', { container, graceMs: clock.now() - since });
  } else if (by === 'limit') {
    const limit = record.resources?.limits?.memory ?? '';
    explain.rule('oomKilled', { container, limit }, told ?? because(kl, uid));
  } else explain.rule(by === 'machine' ? 'nodeOom' : 'exited', { container, code }, told);
  keepRow(kl, uid, container);
}

/** A probe has failed for the `times`th time in a row: by somebody's doing, or the program is so. */
export function explainProbe(kl: Kubelet, pod: Pod, worker: ProbeWorker, spec: Probe, answer: string): void {
  const { explain } = kl.world;
  const { uid, probe, containerID = '', run: times } = worker;
  const container = containerOf(pod, worker.container);
  if (container === undefined) return;
  const { name, image } = container;
  const row = kl.runtime.doings.brokenBy(runtimeId(containerID), probe, askedOf(spec, container));
  if (row === undefined) explain.rule('imageBehaviour', { container: name, image }, because(kl, uid));
  const threshold = spec.failureThreshold;
  explain.rule(`${probe}Failed`, { container: name, times, threshold, answer }, { row: row ?? explain.row() });
  if (times >= threshold && probe !== 'readiness') keepRow(kl, uid, name);
}

/** What may have made a probe succeed: a person, or else the container's start. */
export function mendedBy(kl: Kubelet, pod: Pod, worker: ProbeWorker): Because | undefined {
  const { uid, container: name, containerID = '' } = worker;
  const container = containerOf(pod, name);
  const spec = container?.[`${worker.probe}Probe`];
  const asked = container && spec && askedOf(spec, container);
  const row = asked && kl.runtime.doings.mendedBy(runtimeId(containerID), asked);
  return row === undefined ? because(kl, uid, name) : { row };
}

function askedOf({ httpGet, tcpSocket, grpc, exec }: Probe, container: Container): Asked {
  const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  return {
    port: port === undefined ? undefined : portOf(port, container),
    path: httpGet?.path,
    command: exec?.command,
  };
}
