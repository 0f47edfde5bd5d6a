/**
 * Empties a namespace that is being deleted, tells how far it has come, and lets it go.
 * Models pkg/controller/namespace/namespace_controller.go (v1.36.3).
 * Left out: discovery failures; there is one API server, and it knows its kinds.
 */
import type { Namespace } from '../../api/core/namespace';
import { isDeepEqual } from '../../api/meta/equality';
import { ApiError, failure, isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Instant, StateMap } from '../../sim/clock';
import type { Controller, ControllerWorld } from '../controller';
import { conditionsAfter } from './conditions';
import { type Pass, deleteContent } from './content';

const FINALIZER = 'kubernetes';
/** Requests that were under way when the deletion was asked for get this long to end. */
const GRACE_MS = 5_000;

/** When the controller first saw a namespace terminating, by uid: the API's own time has whole seconds only. */
const seenOf = (world: Pick<ControllerWorld, 'state'>): StateMap<Instant> => world.state.map('namespace/terminating');

/** Takes terminating namespaces apart. */
export const namespaceController: Controller<'Namespace'> = {
  name: 'namespace-controller',
  kind: 'Namespace',
  watches: [],
  isConcernedBy: ({ object }) => object.metadata.deletionTimestamp !== undefined,
  // Whatever happens to a namespace on its way out, our own word on it too, is followed by another look.
  batchMs: ({ previous }) => (previous?.metadata.deletionTimestamp === undefined ? 0 : GRACE_MS),
  start: (world) => seenOf(world).clear(),

  async reconcile(key, world) {
    const found = world.cache.get('Namespace', key);
    if (found === undefined || found.metadata.deletionTimestamp === undefined) return undefined;
    if (!(found.spec.finalizers ?? []).includes(FINALIZER)) return undefined;
    const seen = seenOf(world);
    const now = world.clock.now();
    const since = seen.get(found.metadata.uid) ?? now;
    seen.set(found.metadata.uid, since);
    if (now - since < GRACE_MS) return { requeueAfterMs: since + GRACE_MS - now };

    const pass = await deleteContent(key.name, now - since, world);
    const told = await tell(found, pass, world);
    if (pass.failures.length > 0) throw new ApiError(failure(0, 'ContentRemaining', pass.failures.join(', ')));
    if (pass.remaining.size > 0) {
      return { requeueAfterMs: (Math.floor(pass.estimateSeconds / 2) + 1) * 1000 };
    }
    await finalize(told, world);
    seen.delete(found.metadata.uid);
    return undefined;
  },
};

/** Writes the conditions if a pass has changed them. */
async function tell(namespace: Namespace, pass: Pass, world: ControllerWorld): Promise<Namespace> {
  const conditions = conditionsAfter(namespace.status.conditions, pass, formatTime(world.clock.now()));
  if (isDeepEqual(conditions, namespace.status.conditions)) return namespace;
  const left = [...pass.remaining.values()].reduce((sum, count) => sum + count, 0);
  world.explain.rule('namespaceTells', { namespace: namespace.metadata.name, left });
  const status = { ...namespace.status, phase: 'Terminating', conditions } as const;
  return await world.client.update('Namespace', { ...namespace, status }, 'status');
}

/** Takes Kubernetes' own finalizer off: the API server removes the namespace with the last one. */
async function finalize(namespace: Namespace, world: ControllerWorld): Promise<void> {
  world.explain.rule('namespaceEmpty', { namespace: namespace.metadata.name });
  const finalizers = (namespace.spec.finalizers ?? []).filter((each) => each !== FINALIZER);
  try {
    await world.client.update('Namespace', { ...namespace, spec: { ...namespace.spec, finalizers } }, 'finalize');
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}
