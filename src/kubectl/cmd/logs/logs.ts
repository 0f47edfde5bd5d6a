/**
 * `kubectl logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go (v1.36.3).
 * Where the real one shows several containers in the order of a map, this one shows them in the pods' order.
 */
import { isReason } from '../../../api/meta/status';
import type { Command, Invocation } from '../../command';
import type { Interrupt } from '../../environment';
import { CommandError, ExitError, UsageError, oneOf } from '../../errors';
import { podRunningTimeoutMs } from '../../polymorphic/firstPod';
import type { Unstructured } from '../../resource/access';
import { build } from '../../resource/builder';
import { LinePrefix } from './linePrefix';
import { type LogQuery, checkLogFlags, logQueryOf } from './logQuery';
import { type LogSource, sourcesOf } from './logSources';
import { followLog, readLog } from './logText';
import { together } from './together';

const USAGE = `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command`;

/** Prints what containers have written. */
export const logs: Command = {
  path: ['logs'],
  async run(invocation) {
    const { args, flags, commandPath } = invocation;
    const selector = flags.string('selector');
    if (args.length > 2 || (args.length === 0 && selector === '')) throw new UsageError(commandPath, USAGE);
    if (args.length === 1 && selector !== '') {
      throw new UsageError(commandPath, 'only a selector (-l) or a POD name is allowed');
    }
    podRunningTimeoutMs(invocation);
    const query = logQueryOf(invocation, selector !== '');
    const objects = await objectsOf(invocation, selector);
    checkLogFlags(invocation);
    const sources: LogSource[] = [];
    for (const object of objects) sources.push(...(await sourcesOf(invocation, object)));
    await show(invocation, sources, query);
  },
};

/** The pods of the selector, or the one object that is named. */
async function objectsOf(invocation: Invocation, selector: string): Promise<readonly Unstructured[]> {
  const { args, io } = invocation;
  const [named = ''] = args;
  const { namespace } = await invocation.access();
  const built = await build(
    invocation,
    named === ''
      ? { args: ['pods'], labelSelector: selector, selectAll: true }
      : { args: named.includes('/') ? [named] : ['pods', named] },
  );
  const [error] = built.errors;
  if (isReason(error, 'NotFound')) {
    throw new CommandError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(namespace)}`);
  }
  if (error !== undefined) throw oneOf(built.errors);
  if (named === '' && built.infos.length === 0) await io.err(`No resources found in ${namespace} namespace.\n`);
  return built.infos.map(({ object }) => object).filter((object) => object !== undefined);
}

async function show(invocation: Invocation, sources: readonly LogSource[], query: LogQuery): Promise<void> {
  const { flags, io } = invocation;
  const isFollowed = flags.bool('follow');
  const isPrefixed = flags.bool('prefix') || flags.bool('all-pods');
  const outputs = sources.map((source) => {
    const prefix = new LinePrefix(isPrefixed ? `[pod/${source.pod.metadata.name}/${source.container}] ` : '');
    return { source, print: (text: string) => io.out(prefix.add(text)) };
  });
  if (!isFollowed) {
    for (const { source, print } of outputs)
      await tolerant(invocation, () => readLog(invocation, source, query, print));
    return;
  }
  const most = flags.int('max-log-requests');
  if (sources.length > 1 && sources.length > most) {
    const limit = `but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`;
    throw new CommandError(`you are attempting to follow ${sources.length} log streams, ${limit}`);
  }
  const followers = outputs.map(({ source, print }) => (interrupt: Interrupt) => {
    const own: Invocation = { ...invocation, io: { ...io, interrupt } };
    return tolerant(own, () => followLog(own, source, query, print));
  });
  await together(io.interrupt, followers);
}

/** With --ignore-errors, mistakes are told among the lines. */
async function tolerant({ flags, io }: Invocation, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!flags.bool('ignore-errors') || !(error instanceof Error) || error instanceof ExitError) throw error;
    await io.out(`error: ${error.message}\n`);
  }
}
