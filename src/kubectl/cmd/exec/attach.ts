/**
 * `kubectl attach (POD | TYPE/NAME) [-c CONTAINER] [-i] [-t]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/attach/attach.go (v1.36.3).
 */
import type { Container, Pod } from '../../../api/core/pod';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { podRunningTimeoutMs } from '../../polymorphic/firstPod';
import { containerOf } from '../../polymorphic/podContainers';
import { podPath } from '../podPath';
import { attachablePodOf, namedObject, requireUnfinished } from './attachablePod';
import { remoteStreamsOf, runRemotely } from './remoteCommand';

const RECORDED = [
  'All commands and output from this',
  'session will be recorded in container logs, including credentials and sensitive information passed through the',
  'command prompt.\n',
].join(' ');

/** Shows what a container prints from now on, and with -i types into it. */
export const attach: Command = {
  path: ['attach'],
  async run(invocation) {
    const { args, flags } = invocation;
    if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
    if (args.length > 2) {
      const wanted = 'expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments)';
      throw new CommandError(`${wanted} saw ${args.length}: [${args.join(' ')}]`);
    }
    if (flags.changed('detach-keys')) throw new CommandError('kubeloop: --detach-keys is not simulated');
    podRunningTimeoutMs(invocation);
    const pod = await attachablePodOf(invocation, await namedObject(invocation, args));
    requireUnfinished(pod, 'attach');
    await attachTo(invocation, pod, containerToAttach(invocation, pod));
  },
};

/** Attaches with the flags --stdin, --tty and --quiet until the container or the person ends it. Rejects with CommandError. */
export async function attachTo(invocation: Invocation, pod: Pod, container: Container): Promise<void> {
  const { flags, io } = invocation;
  const streams = remoteStreamsOf(invocation, wantsTty(invocation, container));
  if (!flags.bool('quiet')) await io.err(`${RECORDED}If you don't see a command prompt, try pressing enter.\n`);
  const query = {
    container: container.name,
    ...(streams.stdin && { stdin: 'true' }),
    stdout: 'true',
    ...(streams.tty ? { tty: 'true' } : { stderr: 'true' }),
  };
  await runRemotely(invocation, { method: 'POST', path: podPath(pod, 'attach'), query }, streams);
  if (flags.bool('quiet') || !streams.tty) return;
  const { name, namespace = '' } = pod.metadata;
  const again = `kubectl attach ${name} -c ${container.name} -n ${namespace} -i -t`;
  await io.out(`Session ended, resume using '${again}' command\n`);
}

function containerToAttach({ flags, io }: Invocation, pod: Pod): Container {
  try {
    const warn = (text: string): void => void (flags.bool('quiet') ? undefined : io.err(text));
    return containerOf(pod, flags.string('container'), warn);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`cannot attach to the container: ${error.message}`);
  }
}

/** A container has a terminal or none from its start: -t cannot change that. */
function wantsTty({ flags, io }: Invocation, { name, tty = false }: Container): boolean {
  if (flags.bool('tty') && !tty && !flags.bool('quiet')) {
    void io.err(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  }
  return tty;
}
