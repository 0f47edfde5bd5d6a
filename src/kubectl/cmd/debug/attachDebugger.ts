/**
 * Waits for a debugging container and attaches to it.
 * Models waitForContainer and handleAttachPod of staging/src/k8s.io/kubectl/pkg/cmd/debug/debug.go (v1.36.3).
 */
import type { Container, ContainerStatus, Pod } from '../../../api/core/pod';
import type { Invocation } from '../../command';
import { CommandError, ExitError } from '../../errors';
import { containersOf } from '../../polymorphic/podContainers';
import { settled } from '../../waiting';
import { attachTo } from '../exec/attach';
import { readLog } from '../logs/logText';
import { typedMapping } from '../typedObject';

export const podMapping = typedMapping({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' });

/** Attaches to container `name` of the pod once it runs; of one that is over the log is shown. */
export async function attachDebugger(invocation: Invocation, pod: Pod, name: string): Promise<void> {
  const { io } = invocation;
  const found = await waitForContainer(invocation, pod, name);
  const container = containersOf(found).find((other: Container) => other.name === name);
  if (container === undefined) throw new CommandError(`container ${name} not found in pod ${pod.metadata.name}`);
  const printLog = () => readLog(invocation, { pod: found, container: name }, {}, (text) => io.out(text));
  if (statusOf(found, name)?.state.terminated !== undefined) return printLog();
  try {
    await attachTo(invocation, found, container);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const where = `pod/${pod.metadata.name}`;
    await io.err(`warning: couldn't attach to ${where}, falling back to streaming logs: ${error.message}\n`);
    await printLog();
  }
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  return all.find(({ name }) => name === container);
}

async function waitForContainer(invocation: Invocation, { metadata }: Pod, container: string): Promise<Pod> {
  const { flags, io } = invocation;
  const access = await invocation.access();
  const fieldSelector = `metadata.name=${metadata.name}`;
  const told = new Set<string>();
  const isThere = (pod: Pod): boolean => {
    const state = statusOf(pod, container)?.state;
    if (state?.running !== undefined || state?.terminated !== undefined) return true;
    const text = state?.waiting?.message ?? '';
    if (text !== '' && !flags.bool('quiet') && !told.has(text))
      void io.err(`Warning: container ${container}: ${text}\n`);
    told.add(text);
    return false;
  };
  const { items, resourceVersion } = await access.list(podMapping, metadata.namespace, { fieldSelector });
  const [present] = items as unknown as readonly Pod[]; // What the server lists under pods.
  if (present !== undefined && isThere(present)) return present;
  const found = await settled<Pod | 'deleted'>(invocation, undefined, (settle) =>
    access.watch(podMapping, metadata.namespace, { fieldSelector, resourceVersion }, (event) => {
      if (event.type === 'DELETED') settle('deleted');
      if (event.type !== 'ADDED' && event.type !== 'MODIFIED') return;
      const pod = event.object as Pod; // Pods are watched.
      if (isThere(pod)) settle(pod);
    }),
  );
  if (found === 'interrupted' || found === 'timeout') throw new ExitError(1);
  if (found === 'deleted') throw new CommandError('pods "" not found');
  return found;
}
