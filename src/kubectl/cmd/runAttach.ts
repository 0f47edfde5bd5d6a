/**
 * What `kubectl run` does after it created a pod to attach to: waits for it, attaches, tells its exit code, removes it.
 * Models handleAttachPod and waitForPod of staging/src/k8s.io/kubectl/pkg/cmd/run/run.go (v1.36.3).
 */
import type { Pod, PodStatus } from '../../api/core/pod';
import { ApiError } from '../../api/meta/status';
import type { Invocation } from '../command';
import { CommandError, ExitError } from '../errors';
import { containerOf } from '../polymorphic/podContainers';
import type { Target } from '../resource/access';
import { settled } from '../waiting';
import { attachTo } from './exec/attach';
import { readLog } from './logs/logText';
import { typedMapping } from './typedObject';

const mapping = typedMapping({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' });

/** Attaches to the pod `name` and resolves with the exit code: the container's own where it is not restarted. */
export async function attachToRun(invocation: Invocation, name: string): Promise<number> {
  try {
    await attachWhenReady(invocation, name);
    return await exitCodeOf(invocation, name);
  } finally {
    if (invocation.flags.bool('rm')) await removeCreated(invocation, name);
  }
}

async function attachWhenReady(invocation: Invocation, name: string): Promise<void> {
  const { io } = invocation;
  const pod = await waitForPod(invocation, name, (status) => isOver(status) || isReady(status));
  const container = containerOf(pod, '', (text) => void io.err(text));
  const printLog = () => readLog(invocation, { pod, container: container.name }, {}, (text) => io.out(text));
  if (isOver(pod.status)) {
    await printLog();
    return;
  }
  try {
    await printLog();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await io.err(`warning: couldn't fetch pre-attach logs: ${error.message}\n`);
  }
  try {
    await attachTo(invocation, pod, container);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    await io.err(`warning: couldn't attach to pod/${name}, falling back to streaming logs: ${error.message}\n`);
    await printLog();
  }
}

async function exitCodeOf(invocation: Invocation, name: string): Promise<number> {
  const { flags, io } = invocation;
  const restart = flags.string('restart');
  if (flags.bool('leave-stdin-open') || (restart !== 'Never' && restart !== 'OnFailure')) return 0;
  const isDone = (status: PodStatus) => (restart === 'Never' ? isOver(status) : status.phase === 'Succeeded');
  const pod = await waitForPod(invocation, name, isDone);
  const { phase, containerStatuses = [] } = pod.status;
  if (phase === 'Succeeded') return 0;
  const full = `${pod.metadata.namespace ?? ''}/${name}`;
  const { exitCode = 0, reason = '', message = '' } = containerStatuses[0]?.state?.terminated ?? {};
  if (exitCode === 0) throw new CommandError(`pod ${full} failed with unknown exit code`);
  void io.err(
    `pod ${full} terminated (${reason})\n${message === '' || message.endsWith('\n') ? message : `${message}\n`}`,
  );
  throw new ExitError(exitCode);
}

function isOver({ phase }: PodStatus): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function isReady({ phase, conditions = [] }: PodStatus): boolean {
  return phase === 'Running' && conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** The pod once `isDone`, now or as soon as the server tells of it. Throws CommandError after --pod-running-timeout. */
async function waitForPod(invocation: Invocation, name: string, isDone: (status: PodStatus) => boolean): Promise<Pod> {
  const access = await invocation.access();
  const fieldSelector = `metadata.name=${name}`;
  const { items, resourceVersion } = await access.list(mapping, access.namespace, { fieldSelector });
  const [present] = items as unknown as readonly Pod[]; // What the server lists under pods.
  if (present !== undefined && isDone(present.status)) return present;
  const timeoutMs = invocation.flags.durationMs('pod-running-timeout');
  const found = await settled<Pod | 'deleted'>(invocation, timeoutMs, (settle) =>
    access.watch(mapping, access.namespace, { fieldSelector, resourceVersion }, (event) => {
      if (event.type === 'DELETED') settle('deleted');
      if (event.type !== 'ADDED' && event.type !== 'MODIFIED') return;
      const pod = event.object as Pod; // Pods are watched.
      if (isDone(pod.status)) settle(pod);
    }),
  );
  if (found === 'interrupted') throw new ExitError(1);
  if (found === 'timeout') throw new CommandError('timed out waiting for the condition');
  if (found === 'deleted') throw new CommandError('pods "" not found');
  return found;
}

/** Deletes the pod and, with --expose, the Service, without waiting. */
async function removeCreated(invocation: Invocation, name: string): Promise<void> {
  const { flags } = invocation;
  const access = await invocation.access();
  const types = flags.bool('expose') ? ['pod', 'service'] : ['pod'];
  for (const type of types) {
    if (!flags.bool('quiet')) {
      await invocation.run(['delete', type, name, '-n', access.namespace, '--ignore-not-found', '--wait=false']);
      continue;
    }
    const plural = `${type}s`;
    const target: Target = {
      mapping: typedMapping({ apiVersion: 'v1', kind: type, plural }),
      namespace: access.namespace,
      name,
    };
    await access.delete(target);
  }
}
