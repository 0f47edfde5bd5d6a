/**
 * Starts one container, stage by stage.
 * Models pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer (v1.36.3).
 */
import { ApiError } from '../api/meta/status';
import type { Container, Pod } from '../api/core/pod';
import { type BackOffLimits, backOffUntil, goSeconds, lengthenBackOff } from './backOff';
import { containerHash } from './containerHash';
import { type Kubelet, containerOf, podEvent, podText } from './context';
import { ConfigError } from './configError';
import { environmentOf } from './environment';
import { afterPull, ensureImage } from './imageManager';
import { beginKill, runHook, signalInTurn } from './killContainer';
import {
  type PodWorker,
  type StartFailure,
  type StartStep,
  type StepOutcome,
  changeWorker,
  waitWith,
} from './podWorker';
import { hostnameOf, hostsFileOf, resolvConfOf } from './podHost';
import type { ContainerConfig } from './runtime/containerRuntime';
import { because, keepRow } from './reasons';
import { oomScoreAdj } from './oomScore';
import { userOf } from './securityContext';
import { mountsOf } from './volumes/mounts';

/** Does what is due of starting one container: back-off, image, configuration, creation, start, hook. */
export async function startContainer(kl: Kubelet, pod: Pod, worker: PodWorker, step: StartStep): Promise<StepOutcome> {
  const wanted = containerOf(pod, step.container);
  if (wanted === undefined) return 'done';
  const container = step.image === undefined ? wanted : { ...wanted, image: step.image };
  switch (step.stage) {
    case 'image':
      return beginStart(kl, pod, worker, container, step);
    case 'pulling': {
      const failure = await afterPull(kl, pod, container, step);
      return failure === undefined
        ? configure(kl, pod, worker, container, step)
        : fail(kl, pod, worker, container, failure);
    }
    case 'config':
      return configure(kl, pod, worker, container, step);
    case 'create':
      return create(kl, pod, worker, container, step);
    case 'start':
      return run(kl, pod, worker, container, step);
    case 'postStart':
      return hookEnded(kl, pod, worker, container, step);
    case 'hookFailed':
      return fail(kl, pod, worker, container, { reason: 'PostStartHookError', message: step.hookFailure ?? '' }, true);
  }
}

function crashBackOffLimits(kl: Kubelet): BackOffLimits {
  const { crashBackOffMs, crashBackOffMaxMs, backOffResetMs } = kl.world.profile;
  return { firstMs: crashBackOffMs, maxMs: crashBackOffMaxMs, resetMs: backOffResetMs };
}

/** Key of a container's crash back-off: another image starts anew. */
export function crashBackOffKey(pod: Pod, container: Container): string {
  return `${podText(pod)}/${container.name}/${container.image}`;
}

/**
 * True if the first restart of a container was over before the next relist: its start and its end are told by relists
 * that follow each other, and the sync for the second of them shows the back-off that the first has met. Later restarts,
 * begun by a timer, were not seen to do this.
 */
function endedAtOnce(kl: Kubelet, pod: Pod, container: Container): boolean {
  const { crashBackOffMs, relistMs } = kl.world.profile;
  if (kl.backOff.get(crashBackOffKey(pod, container))?.backOffMs !== crashBackOffMs) return false;
  const last = kl.runtime.containers(pod.metadata.uid).findLast(({ name }) => name === container.name);
  if (last?.startedAt === undefined || last.finishedAt === undefined) return false;
  return last.finishedAt - last.startedAt < relistMs;
}

/** The crash back-off, then the image. */
async function beginStart(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  step: StartStep,
): Promise<StepOutcome> {
  const now = kl.world.clock.now();
  if (step.exitedAt !== undefined) {
    const key = crashBackOffKey(pod, container);
    const limits = crashBackOffLimits(kl);
    const until = backOffUntil(kl.backOff, key, step.exitedAt, now, limits);
    if (until !== undefined) {
      const { backOffMs = 0 } = kl.backOff.get(key) ?? {};
      kl.world.explain.rule(
        'crashBackOff',
        { container: container.name, backOffMs, maxMs: limits.maxMs },
        because(kl, worker.uid, container.name),
      );
      const text = `Back-off restarting failed container ${container.name} in pod ${podText(pod)}`;
      await podEvent(kl, pod, 'Warning', 'BackOff', text, container.name);
      const wait = goSeconds(backOffMs);
      const message = `back-off ${wait} restarting failed container=${container.name} pod=${podText(pod)}`;
      const { retryAt, pending, reasons } = kl.workers.get(worker.uid) ?? worker;
      const earliest = retryAt === undefined || until < retryAt ? until : retryAt;
      const again = reasons[container.name]?.reason !== 'CrashLoopBackOff' && endedAtOnce(kl, pod, container);
      noteFailure(kl, worker.uid, container, { reason: 'CrashLoopBackOff', message });
      changeWorker(kl, worker.uid, { retryAt: earliest, pending: pending || again });
      return 'done';
    }
    lengthenBackOff(kl.backOff, key, step.exitedAt, now, limits);
  }
  const generation = (kl.workers.get(worker.uid)?.generation ?? worker.generation) + 1;
  const pulling: StartStep = { ...step, stage: 'pulling', pullAskedAt: now, image: container.image };
  waitWith(kl, worker.uid, pulling);
  const answer = await ensureImage(kl, pod, container, generation);
  switch (answer.type) {
    case 'pulling':
      return 'wait';
    case 'present':
      return configure(kl, pod, worker, container, { ...step, stage: 'config' });
    case 'failed':
      return fail(kl, pod, worker, container, answer.failure);
  }
}

async function configure(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  step: StartStep,
): Promise<StepOutcome> {
  const refusal = await configError(kl, pod, container);
  if (refusal !== undefined) {
    return fail(kl, pod, worker, container, { reason: 'CreateContainerConfigError', message: refusal });
  }
  return waitWith(kl, worker.uid, { ...step, stage: 'create' }, kl.world.profile.createContainerMs);
}

async function configError(kl: Kubelet, pod: Pod, container: Container): Promise<string | undefined> {
  try {
    const { env } = await environmentOf(kl, pod, container);
    userOf(kl, pod, container);
    hostnameOf(kl, pod);
    mountsOf(kl, pod, container, env);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ApiError) return error.message;
    throw error;
  }
}

async function create(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  step: StartStep,
): Promise<StepOutcome> {
  let config: ContainerConfig;
  try {
    config = await containerConfig(kl, pod, container);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof ApiError)) throw error;
    return fail(kl, pod, worker, container, { reason: 'CreateContainerConfigError', message: error.message });
  }
  const created = kl.runtime.createContainer(config);
  changeWorker(kl, worker.uid, { acted: true });
  if (created.type === 'error') {
    return fail(kl, pod, worker, container, { reason: 'CreateContainerError', message: created.message });
  }
  await podEvent(kl, pod, 'Normal', 'Created', 'Container created', container.name);
  const next: StartStep = { ...step, stage: 'start', id: created.id, attempt: config.attempt };
  return waitWith(kl, worker.uid, next, kl.world.profile.startContainerMs);
}

async function containerConfig(kl: Kubelet, pod: Pod, container: Container): Promise<ContainerConfig> {
  const { uid } = pod.metadata;
  const { env, command, args } = await environmentOf(kl, pod, container);
  const attempts = kl.runtime.containers(uid).filter(({ name }) => name === container.name);
  const last = attempts.at(-1);
  const hostname = hostnameOf(kl, pod);
  const hosts = hostsFileOf(kl, pod);
  const dns = resolvConfOf(pod);
  for (const warning of dns?.warnings ?? []) await podEvent(kl, pod, 'Warning', 'DNSConfigForming', warning);
  return {
    podUid: uid,
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    node: kl.node,
    name: container.name,
    attempt: (last?.attempt ?? kl.workers.get(uid)?.removed?.[container.name] ?? -1) + 1,
    image: container.image,
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(container.workingDir === undefined ? {} : { workingDir: container.workingDir }),
    env: [...env, { name: 'HOSTNAME', value: hostname }],
    mounts: mountsOf(kl, pod, container, env),
    resources: container.resources,
    oomScoreAdj: oomScoreAdj(kl, pod, container),
    hostname,
    stdin: container.stdin === true,
    stdinOnce: container.stdinOnce === true,
    tty: container.tty === true,
    ...(container.lifecycle?.stopSignal === undefined ? {} : { stopSignal: container.lifecycle.stopSignal }),
    terminationMessagePath: container.terminationMessagePath,
    specHash: containerHash(container),
    user: userOf(kl, pod, container),
    ...processesOf(kl, pod, container),
    ...(container.securityContext?.readOnlyRootFilesystem === true ? { readOnlyRoot: true } : {}),
    ...(hosts === undefined ? {} : { hostsFile: hosts }),
    ...(dns === undefined ? {} : { resolvConf: dns.text }),
  };
}

/** Whose processes the container sees, if not its own alone. */
function processesOf(kl: Kubelet, pod: Pod, container: Container): Pick<ContainerConfig, 'processes'> {
  const target = pod.spec.ephemeralContainers?.find(({ name }) => name === container.name)?.targetContainerName;
  if (target !== undefined && target !== '') {
    const records = kl.runtime.containers(pod.metadata.uid);
    const found = records.findLast(({ name, state }) => name === target && state === 'running');
    return found === undefined ? {} : { processes: { target: found.id } };
  }
  if (pod.spec.hostPID === true) return { processes: 'host' };
  return pod.spec.shareProcessNamespace === true ? { processes: 'pod' } : {};
}

async function run(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  step: StartStep,
): Promise<StepOutcome> {
  const id = step.id ?? '';
  const started = kl.runtime.startContainer(id);
  if (started.type === 'error') {
    return fail(kl, pod, worker, container, { reason: 'RunContainerError', message: started.message });
  }
  explainStart(kl, pod, container, step);
  await podEvent(kl, pod, 'Normal', 'Started', 'Container started', container.name);
  pruneContainers(kl, worker.uid, container.name);
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return succeed(kl, worker.uid, container);
  const podIP = kl.runtime.podSandbox(worker.uid)?.ip ?? '';
  const outcome = runHook(kl, container, id, podIP, hook);
  const next: StartStep = {
    ...step,
    stage: 'postStart',
    ...(outcome.error === undefined ? {} : { hookFailure: outcome.error }),
  };
  return waitWith(kl, worker.uid, next, outcome.durationMs);
}

function explainStart(
  kl: Kubelet,
  pod: Pod,
  { name, image, restartPolicy }: Container,
  { attempt = 0, exitedAt }: StartStep,
): void {
  const { uid } = pod.metadata;
  const { explain, clock } = kl.world;
  const waitedMs = clock.now() - (exitedAt ?? clock.now());
  const policy = restartPolicy ?? pod.spec.restartPolicy;
  if (attempt === 0) explain.rule('containerStarted', { container: name, image });
  else explain.rule('restarted', { container: name, times: attempt, policy, waitedMs }, because(kl, uid, name));
  keepRow(kl, uid, name);
}

async function hookEnded(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  step: StartStep,
): Promise<StepOutcome> {
  if (step.hookFailure === undefined) return succeed(kl, worker.uid, container);
  kl.world.explain.rule('hookFailed', { container: container.name, message: step.hookFailure });
  await podEvent(kl, pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', container.name);
  const record = kl.runtime.container(step.id ?? '');
  const next: StartStep = { ...step, stage: 'hookFailed' };
  if (record?.state !== 'running') return startContainer(kl, pod, worker, next);
  waitWith(kl, worker.uid, next);
  await beginKill(kl, pod, record, 'FailedPostStartHook', pod.spec.terminationGracePeriodSeconds * 1000);
  signalInTurn(kl, pod);
  return 'wait';
}

/** One dead container of each name is kept, for its log and its status. */
function pruneContainers(kl: Kubelet, uid: string, name: string): void {
  const dead = kl.runtime.containers(uid).filter((record) => record.name === name && record.state === 'exited');
  for (const record of dead.slice(0, -1)) kl.runtime.removeContainer(record.id);
}

function succeed(kl: Kubelet, uid: string, container: Container): 'done' {
  const worker = kl.workers.get(uid);
  if (worker !== undefined) {
    const { [container.name]: _past, ...reasons } = worker.reasons;
    kl.workers.set(uid, { ...worker, reasons, acted: true });
  }
  return 'done';
}

async function fail(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  container: Container,
  failure: StartFailure,
  quiet = false,
): Promise<StepOutcome> {
  const imageReasons = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'];
  const isPull = imageReasons.includes(failure.reason);
  const text = isPull ? failure.reason : failure.message;
  if (!isPull) kl.world.explain.rule('startFailed', { container: container.name, ...failure }, because(kl, worker.uid));
  if (!quiet) await podEvent(kl, pod, 'Warning', 'Failed', `Error: ${text}`, container.name);
  noteFailure(kl, worker.uid, container, failure);
  return 'done';
}

function noteFailure(kl: Kubelet, uid: string, container: Container, failure: StartFailure): void {
  const worker = kl.workers.get(uid);
  if (worker === undefined) return;
  kl.workers.set(uid, { ...worker, failed: true, reasons: { ...worker.reasons, [container.name]: failure } });
}
