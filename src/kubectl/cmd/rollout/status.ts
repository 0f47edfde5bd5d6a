/**
 * `kubectl rollout status (TYPE NAME | TYPE/NAME) [--watch] [--revision] [--timeout]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go (v1.36.3).
 */
import type { Status } from '../../../api/meta/status';
import { ApiError } from '../../../api/meta/status';
import type { Unsubscribe, WatchEvent } from '../../../client/transport';
import type { Command, Invocation } from '../../command';
import { CommandError, ExitError } from '../../errors';
import type { Info } from '../../resource/builder';
import { visit } from '../../resource/visit';
import { type StatusViewer, statusViewerFor } from '../../rollout/rolloutStatus';
import { settled } from '../../waiting';
import { buildWorkloads, revisionFlagOf, sayNothingFound } from './workloads';

/** Tells how far rollouts are, one after the other, until they are done. */
export const rolloutStatus: Command = {
  path: ['rollout', 'status'],
  async run(invocation) {
    revisionFlagOf(invocation);
    const built = await buildWorkloads(invocation);
    const count = await visit(built, (info) => follow(invocation, info));
    if (count === 0) await sayNothingFound(invocation);
  },
};

/** How a look at the object ended: the rollout is done, there is an error, or the watch must begin anew. */
type Outcome = 'done' | 'expired' | Error;

async function follow(invocation: Invocation, info: Info): Promise<void> {
  const { flags, env } = invocation;
  const view = statusViewerFor(info.mapping.group, info.mapping.kind);
  const timeoutMs = flags.durationMs('timeout');
  const deadline = timeoutMs === 0 ? undefined : env.clock.now() + timeoutMs;
  for (;;) {
    const outcome = await followOnce(invocation, info, view, deadline);
    if (outcome === 'done') return;
    if (outcome === 'timeout') throw new CommandError('timed out waiting for the condition');
    if (outcome === 'interrupted') throw new ExitError(1);
    if (outcome instanceof Error) throw outcome;
  }
}

/** Lists the object, then watches it from there. */
async function followOnce(
  invocation: Invocation,
  { mapping, namespace, name }: Info,
  view: StatusViewer,
  deadline: number | undefined,
): Promise<Outcome | 'timeout' | 'interrupted'> {
  const { env } = invocation;
  const access = await invocation.access();
  const fieldSelector = `metadata.name=${name}`;
  const { items, resourceVersion } = await access.list(mapping, namespace, { fieldSelector });
  const observe = (event: WatchEvent): Outcome | undefined => outcomeOf(invocation, view, event);
  for (const object of items) {
    const outcome = observe({ type: 'ADDED', object });
    if (outcome !== undefined) return outcome;
  }
  const remainingMs = deadline === undefined ? undefined : Math.max(0, deadline - env.clock.now());
  return settled<Outcome>(invocation, remainingMs, (settle) => {
    let isOver = false;
    const stop: Unsubscribe = access.watch(mapping, namespace, { fieldSelector, resourceVersion }, (event) => {
      const outcome = isOver ? undefined : observe(event);
      if (outcome === undefined) return;
      isOver = true;
      settle(outcome);
    });
    return stop;
  });
}

/** Prints the status that an event brings; undefined while the rollout goes on. */
function outcomeOf({ io, flags }: Invocation, view: StatusViewer, event: WatchEvent): Outcome | undefined {
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      try {
        const { text, isDone } = view(event.object, flags.int('revision'));
        void io.out(text);
        return isDone || !flags.bool('watch') ? 'done' : undefined;
      } catch (error) {
        if (error instanceof CommandError) return error;
        throw error;
      }
    case 'DELETED':
      return new CommandError('object has been deleted');
    case 'ERROR':
      return isExpired(event.object) ? 'expired' : new ApiError(event.object);
    case 'BOOKMARK':
      return undefined;
    default:
      return event satisfies never;
  }
}

function isExpired({ code }: Status): boolean {
  return code === 410;
}
