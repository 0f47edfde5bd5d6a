/**
 * `kubectl exec (POD | TYPE/NAME) [-c CONTAINER] [-i] [-t] -- COMMAND [args...]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/exec/exec.go (v1.36.3).
 */
import type { Command } from '../../command';
import { CommandError, UsageError } from '../../errors';
import { podRunningTimeoutMs } from '../../polymorphic/firstPod';
import { containerOf } from '../../polymorphic/podContainers';
import { podPath } from '../podPath';
import { attachablePodOf, namedObject, requireUnfinished } from './attachablePod';
import { remoteStreamsOf, runRemotely } from './remoteCommand';

/** Runs a command in a container. Its exit code is the command's. */
export const exec: Command = {
  path: ['exec'],
  async run(invocation) {
    const { args, argsBeforeDash, flags, commandPath, io } = invocation;
    const filenames = flags.list('filename');
    const words = args.slice(0, argsBeforeDash ?? args.length);
    if (argsBeforeDash === undefined && (args.length > 1 || (args.length > 0 && filenames.length > 0))) {
      const instead = 'Use exec [POD] -- [COMMAND] instead';
      throw new UsageError(commandPath, `exec [POD] [COMMAND] is not supported anymore. ${instead}`);
    }
    podRunningTimeoutMs(invocation);
    if (words.length === 0 && filenames.length === 0) {
      throw new CommandError('pod, type/name or --filename must be specified');
    }
    const command = argsBeforeDash === undefined ? [] : args.slice(argsBeforeDash);
    if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
    const object = await namedObject(invocation, words.slice(0, 1), { filenames });
    const pod = await attachablePodOf(invocation, object);
    requireUnfinished(pod, 'exec into');
    const warn = (text: string): void => void (flags.bool('quiet') ? undefined : io.err(text));
    const { name: container } = containerOf(pod, flags.string('container'), warn);
    const streams = remoteStreamsOf(invocation, flags.bool('tty'));
    const query = {
      command,
      container,
      ...(streams.stdin && { stdin: 'true' }),
      stdout: 'true',
      ...(streams.tty ? { tty: 'true' } : { stderr: 'true' }),
    };
    await runRemotely(invocation, { method: 'POST', path: podPath(pod, 'exec'), query }, streams);
  },
};
