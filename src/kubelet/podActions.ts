/**
 * What a sync has to do: kill what must not run, make the sandbox, start what should run.
 * Models pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions, and kuberuntime_container.go,
 * computeInitContainerActions (v1.36.3).
 */
import type { Container, Pod } from '../api/core/pod';
import { isToBeResized, mustRestart } from './resize';
import { isSidecar } from './context';
import { recordsByName, shouldRestart } from './containerStatus';
import { restartsAfter } from './podPhase';
import { asksForAll } from './restartRules';
import type { StartStep, Step } from './podWorker';
import type { ContainerRecord, Sandbox } from './runtime/containerRuntime';
import { containerHash } from './containerHash';

export interface ActionInput {
  readonly pod: Pod;
  readonly sandbox: Sandbox | undefined;
  readonly records: readonly ContainerRecord[];
  /** The verdicts of the probes on a running container. */
  probeFailed(container: Container, probe: 'liveness' | 'startup', id: string): boolean;
  isStarted(container: Container, record: ContainerRecord): boolean;
}

/** The steps of a sync, in order; `sandboxChanged` if a sandbox that was there is of no use any more. */
export interface PodActions {
  readonly steps: readonly Step[];
  readonly sandboxChanged: boolean;
}

interface Wanted {
  readonly kills: Step[];
  readonly resizes: Step[];
  readonly starts: StartStep[];
  killPod: boolean;
}

/** Decides, and changes nothing. */
export function podActions(input: ActionInput): PodActions {
  const { pod, sandbox, records } = input;
  const byName = recordsByName(records);
  if (sandbox?.ready !== true) return sandboxActions(input, byName);
  if (asksForAll(pod, records)) return { steps: [{ type: 'restartAll', begun: false }], sandboxChanged: false };
  const wanted: Wanted = { kills: [], resizes: [], starts: [], killPod: false };
  // One that has ever been there is never started again.
  for (const container of pod.spec.ephemeralContainers ?? [])
    if (!byName.has(container.name)) wanted.starts.push(startStep(container, byName));
  const initialized = initActions(input, byName, wanted);
  if (!wanted.killPod && initialized) {
    let kept = 0;
    for (const container of pod.spec.containers) {
      kept += regularAction(input, container, byName, wanted) ? 1 : 0;
    }
    const regular = new Set(pod.spec.containers.map(({ name }) => name));
    if (kept === 0 && !wanted.starts.some(({ container }) => regular.has(container))) wanted.killPod = true;
  }
  if (wanted.killPod) return { steps: [{ type: 'killPod', begun: false }], sandboxChanged: false };
  return { steps: [...wanted.kills, ...wanted.resizes, ...wanted.starts], sandboxChanged: false };
}

/** No usable sandbox: everything starts over, init containers included. */
function sandboxActions(
  { pod, sandbox, records }: ActionInput,
  byName: ReadonlyMap<string, readonly ContainerRecord[]>,
): PodActions {
  const attempt = sandbox === undefined ? 0 : sandbox.attempt + 1;
  const kill: readonly Step[] = sandbox === undefined ? [] : [{ type: 'killPod', begun: false }];
  const sandboxChanged = sandbox !== undefined;
  if (pod.spec.restartPolicy === 'Never' && attempt !== 0 && records.length > 0)
    return { steps: kill, sandboxChanged: false };
  const wanted = pod.spec.containers.filter((container) => {
    const latest = byName.get(container.name)?.[0];
    return !(pod.spec.restartPolicy === 'OnFailure' && latest?.state === 'exited' && latest.exitCode === 0);
  });
  if (wanted.length === 0) return { steps: kill, sandboxChanged: false };
  const [firstInit] = pod.spec.initContainers ?? [];
  const first = firstInit === undefined ? wanted : [firstInit];
  const starts = first.map((container) => startStep(container, byName));
  return { steps: [...kill, { type: 'sandbox', attempt, begun: false }, ...starts], sandboxChanged };
}

function startStep(container: Container, byName: ReadonlyMap<string, readonly ContainerRecord[]>): StartStep {
  const exitedAt = byName.get(container.name)?.find(({ state }) => state === 'exited')?.finishedAt;
  return { type: 'start', container: container.name, stage: 'image', ...(exitedAt === undefined ? {} : { exitedAt }) };
}

function resizeStep({ name }: Container, { id }: ContainerRecord): Step {
  return { type: 'resize', id, container: name };
}

/** True if the container runs and shall go on. */
function regularAction(
  input: ActionInput,
  container: Container,
  byName: ReadonlyMap<string, readonly ContainerRecord[]>,
  wanted: Wanted,
): boolean {
  const latest = byName.get(container.name)?.[0];
  if (latest?.state !== 'running') {
    if (shouldRestart(container, input.pod, latest)) wanted.starts.push(startStep(container, byName));
    return false;
  }
  let message: string;
  let restart =
    container.restartPolicy === undefined
      ? input.pod.spec.restartPolicy !== 'Never'
      : container.restartPolicy !== 'Never';
  if (latest.specHash !== containerHash(container)) {
    message = `Container ${container.name} definition changed`;
    restart = true;
  } else if (input.probeFailed(container, 'liveness', latest.id)) {
    message = `Container ${container.name} failed liveness probe`;
  } else if (input.probeFailed(container, 'startup', latest.id)) {
    message = `Container ${container.name} failed startup probe`;
  } else if (isToBeResized(container, latest)) {
    if (!mustRestart(container, latest)) return !!wanted.resizes.push(resizeStep(container, latest));
    wanted.starts.push(startStep(container, byName));
    message = `Container ${container.name} resize requires restart`;
    restart = false;
  } else {
    return true;
  }
  if (restart) {
    message += ', will be restarted';
    wanted.starts.push(startStep(container, byName));
  }
  wanted.kills.push({ type: 'kill', id: latest.id, container: container.name, message, begun: false });
  return false;
}

/** Plans the init containers; true once the regular ones may run. The last one that has a status decides. */
function initActions(
  input: ActionInput,
  byName: ReadonlyMap<string, readonly ContainerRecord[]>,
  wanted: Wanted,
): boolean {
  const init = input.pod.spec.initContainers ?? [];
  const [first] = init;
  if (first === undefined) return true;
  const before = input.pod.spec.containers.some(({ name }) => {
    const state = byName.get(name)?.[0]?.state;
    return state === 'running' || state === 'exited';
  });
  for (let index = init.length - 1; index >= 0; index -= 1) {
    const container = init[index];
    if (container === undefined) continue;
    const latest = byName.get(container.name)?.[0];
    if (before) {
      if (isSidecar(container)) sidecarAction(input, container, latest, byName, wanted);
      continue;
    }
    if (latest === undefined) continue;
    return furthestInit(input, index, latest, byName, wanted);
  }
  if (!before) wanted.starts.push(startStep(first, byName));
  return before;
}

/** Before the regular containers have run: the furthest init container goes on, or lets the next one start. */
function furthestInit(
  input: ActionInput,
  index: number,
  latest: ContainerRecord,
  byName: ReadonlyMap<string, readonly ContainerRecord[]>,
  wanted: Wanted,
): boolean {
  const init = input.pod.spec.initContainers ?? [];
  const container = init[index];
  if (container === undefined) return true;
  for (const earlier of init.slice(0, index)) {
    if (isSidecar(earlier)) sidecarAction(input, earlier, byName.get(earlier.name)?.[0], byName, wanted);
  }
  const next = init[index + 1];
  const done = (): boolean => {
    if (next === undefined) return true;
    wanted.starts.push(startStep(next, byName));
    return false;
  };
  if (isSidecar(container)) {
    sidecarAction(input, container, latest, byName, wanted);
    return latest.state === 'running' && wanted.kills.length === 0 && input.isStarted(container, latest)
      ? done()
      : false;
  }
  if (latest.state === 'running') return false;
  if (latest.state === 'exited' && latest.exitCode === 0) return done();
  if (latest.state === 'created' || restartsAfter(container, input.pod, latest.exitCode ?? 1)) {
    wanted.starts.push(startStep(container, byName));
  } else {
    wanted.killPod = true;
  }
  return false;
}

function sidecarAction(
  input: ActionInput,
  container: Container,
  latest: ContainerRecord | undefined,
  byName: ReadonlyMap<string, readonly ContainerRecord[]>,
  wanted: Wanted,
): void {
  if (latest?.state !== 'running') {
    wanted.starts.push(startStep(container, byName));
    return;
  }
  const changed = latest.specHash !== containerHash(container);
  const startup = input.probeFailed(container, 'startup', latest.id);
  const dead = startup || input.probeFailed(container, 'liveness', latest.id);
  const resized = !changed && !dead && isToBeResized(container, latest);
  if (resized && !mustRestart(container, latest)) wanted.resizes.push(resizeStep(container, latest));
  if (!changed && !dead && !(resized && mustRestart(container, latest))) return;
  const why = changed ? 'definition changed' : startup ? 'failed startup probe' : 'failed liveness probe';
  const message = resized
    ? `Init container ${container.name} resize requires restart`
    : `Init container ${container.name} ${why}`;
  wanted.kills.push({ type: 'kill', id: latest.id, container: container.name, message, begun: false });
  wanted.starts.push(startStep(container, byName));
}
