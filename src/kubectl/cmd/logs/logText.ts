/** Reads a log once, or follows it. */
import { ApiError, type Status, failure } from '../../../api/meta/status';
import type { ApiResponse } from '../../../client/transport';
import type { Invocation } from '../../command';
import { CommandError, ExitError } from '../../errors';
import { podRunningTimeoutMs } from '../../polymorphic/firstPod';
import { settled } from '../../waiting';
import { podPath } from '../podPath';
import type { LogQuery } from './logQuery';
import type { LogSource } from './logSources';

type Print = (text: string) => Promise<void> | void;

/** Prints what there is. Rejects with ApiError. */
export async function readLog(invocation: Invocation, source: LogSource, query: LogQuery, print: Print): Promise<void> {
  const access = await invocation.access();
  const { body } = await access.raw({
    method: 'GET',
    path: podPath(source.pod, 'log'),
    query: { ...query, container: source.container },
  });
  if (typeof body === 'string' && body !== '') await print(body);
}

const RETRY_MS = 1_000;

/**
 * Prints what there is and what comes, until the container ends or Ctrl-C. A container that has not started is asked
 * again each second, up to --pod-running-timeout; not so with --ignore-errors. Rejects with ApiError.
 */
export async function followLog(
  invocation: Invocation,
  source: LogSource,
  query: LogQuery,
  print: Print,
): Promise<void> {
  const { env, io, flags } = invocation;
  const deadline = env.clock.now() + podRunningTimeoutMs(invocation);
  for (;;) {
    const refusal = await followOnce(invocation, source, query, print);
    if (refusal === undefined) return;
    if (refusal.reason !== 'BadRequest' || flags.bool('ignore-errors')) throw refusal;
    await io.err(`${refusal.message}\n`);
    if (env.clock.now() >= deadline) throw new CommandError('context deadline exceeded');
    await env.clock.sleep(RETRY_MS, io.interrupt);
    if (io.interrupt.interrupted) throw new ExitError(130);
  }
}

/** Resolves at the end of the log, or with a refusal. */
async function followOnce(
  invocation: Invocation,
  source: LogSource,
  query: LogQuery,
  print: Print,
): Promise<ApiError | undefined> {
  const access = await invocation.access();
  const request = {
    method: 'GET',
    path: podPath(source.pod, 'log'),
    query: { ...query, container: source.container },
  } as const;
  const end = await settled<ApiResponse>(invocation, undefined, (settle) => {
    const stream = access.stream(request, {
      onMessage: ({ channel, data }) => {
        if (channel === 1) void print(data);
      },
      onEnd: settle,
    });
    return () => stream.close();
  });
  if (end === 'interrupted') throw new ExitError(130);
  return end === 'timeout' || end.code < 300 ? undefined : refusalOf(end);
}

/** The refusal that a stream ended with. */
export function refusalOf({ code, body }: ApiResponse): ApiError {
  const isStatus = typeof body === 'object' && body !== null;
  return new ApiError(isStatus ? (body as Status) : failure(code, '', String(body))); // Refusals carry a Status.
}
