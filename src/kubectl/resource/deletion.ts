/**
 * Deleting objects and waiting until they are gone.
 * Models DeleteResult of staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go and IsDeleted of
 * kubectl/pkg/cmd/wait/delete.go (v1.36.3).
 */
import { ApiError, isReason } from '../../api/meta/status';
import type { Invocation } from '../command';
import { CommandError, ExitError, withSource } from '../errors';
import type { DryRun } from '../printers/name';
import { settled } from '../waiting';
import type { Access, Target } from './access';
import type { Built, Info } from './builder';
import { asError } from './fetch';
import { visit } from './visit';

/** What becomes of an object's dependents. */
export type Cascade = 'Background' | 'Foreground' | 'Orphan';

/** How objects are deleted. */
export interface DeletionOptions {
  readonly cascade: Cascade;
  /** Seconds; negative: the object's own. */
  readonly gracePeriod: number;
  readonly ignoreNotFound: boolean;
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** 0: a week. */
  readonly timeoutMs: number;
  /** `-o name`. */
  readonly isShort: boolean;
  /** Warn once of a cluster-scoped object: a namespace was given. */
  readonly warnClusterScope: boolean;
}

const A_WEEK_MS = 168 * 3_600_000;
/** What an interrupted program ends with. */
const INTERRUPTED = 130;

/** Deletes everything in `built`, tells of each, and waits. Rejects with what went wrong; then it does not wait. */
export async function deleteAll(invocation: Invocation, built: Built, options: DeletionOptions): Promise<void> {
  const { io } = invocation;
  const access = await invocation.access();
  const deleted: { readonly info: Info; readonly uid: string | undefined }[] = [];
  let isWarned = !options.warnClusterScope;
  const count = await visit(built, async (info) => {
    if (!isWarned && !info.mapping.namespaced) {
      void io.err('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n');
      isWarned = true;
    }
    try {
      if (options.dryRun !== 'client') deleted.push({ info, uid: await deleteOne(access, info, options) });
    } catch (error) {
      if (options.ignoreNotFound && isReason(error, 'NotFound')) return;
      throw withSource(asError(error), 'deleting', info.source);
    }
    void io.out(deletedLine(info, options));
  });
  if (count === 0) void io.out('No resources found\n');
  if (!options.wait || options.dryRun !== 'none') return;
  for (const { info, uid } of deleted) {
    await awaitGone(invocation, access, info, uid, options.timeoutMs === 0 ? A_WEEK_MS : options.timeoutMs);
  }
}

/** The uid of what is deleted, if the server tells it. */
async function deleteOne(access: Access, info: Info, options: DeletionOptions): Promise<string | undefined> {
  const answer: unknown = await access.delete(targetOf(info), {
    propagationPolicy: options.cascade,
    ...(options.gracePeriod < 0 ? {} : { gracePeriodSeconds: options.gracePeriod }),
    ...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  });
  // Either a Status with the object's uid in its details, or the object itself.
  const { details, metadata } = answer as { details?: { uid?: string }; metadata?: { uid?: string } };
  return details?.uid ?? metadata?.uid;
}

/** `pod "web" deleted from default namespace`. */
function deletedLine({ mapping, namespace, name }: Info, options: DeletionOptions): string {
  const kind = kindText(mapping);
  if (options.isShort) return `${kind}/${name}\n`;
  const operation = options.gracePeriod === 0 ? 'force deleted' : 'deleted';
  const where = namespace === undefined ? '' : ` from ${namespace} namespace`;
  const dryRun = { none: '', client: ' (dry run)', server: ' (server dry run)' }[options.dryRun];
  return `${kind} "${name}" ${operation}${where}${dryRun}\n`;
}

/** `pod`, `deployment.apps`. */
export function kindText({ kind, group }: Info['mapping']): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** Which object on the server `info` is. */
export function targetOf({ mapping, namespace, name }: Info): Target {
  return { mapping, name, ...(namespace === undefined ? {} : { namespace }) };
}

/**
 * Resolves when the object is gone or another one has its name. Rejects with `timed out waiting for the condition on
 * pods/web`, or with an exit code after Ctrl-C. Where we may not look, it counts as gone.
 */
export async function awaitGone(
  invocation: Invocation,
  access: Access,
  info: Info,
  uid: string | undefined,
  timeoutMs: number,
): Promise<void> {
  const { clock } = invocation.env;
  const end = clock.now() + timeoutMs;
  for (;;) {
    const version = await presentVersion(access, info, uid);
    if (version === undefined) return;
    const outcome = await settled<'changed'>(invocation, Math.max(0, end - clock.now()), (settle) =>
      access.watch(
        info.mapping,
        info.namespace,
        { fieldSelector: `metadata.name=${info.name}`, resourceVersion: version },
        ({ type }) => {
          if (type === 'DELETED' || type === 'ERROR') settle('changed');
        },
      ),
    );
    if (outcome === 'interrupted') throw new ExitError(INTERRUPTED);
    if (outcome === 'timeout') {
      throw new CommandError(`timed out waiting for the condition on ${info.mapping.plural}/${info.name}`);
    }
  }
}

/** The resourceVersion to watch from; undefined if the object is gone. */
async function presentVersion(access: Access, info: Info, uid: string | undefined): Promise<string | undefined> {
  try {
    const { metadata } = await access.get(targetOf(info));
    return uid !== undefined && metadata.uid !== uid ? undefined : metadata.resourceVersion;
  } catch (error) {
    if (error instanceof ApiError && ['NotFound', 'Forbidden', 'MethodNotAllowed'].includes(error.reason)) {
      return undefined;
    }
    throw error;
  }
}
