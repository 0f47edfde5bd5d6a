/**
 * Server-side apply of one object, and the way there for objects that client-side apply made.
 * Models applyOneObject of staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go and
 * staging/src/k8s.io/client-go/util/csaupgrade/upgrade.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import type { ManagedFieldsEntry } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { CommandError } from '../errors';
import type { Unstructured, WriteOptions } from '../resource/access';
import type { Info } from '../resource/builder';
import { targetOf } from '../resource/deletion';
import { asError } from '../resource/fetch';
import { objectOf } from '../resource/writing';
import { type Applied, type Applying, refuseGeneratedName, warnOfDeletion } from './applyObject';
import { LAST_APPLIED, lastAppliedOf } from './lastApplied';

/** The manager of server-side apply, if --field-manager does not say. */
export const SERVER_SIDE_MANAGER = 'kubectl';
const LAST_APPLIED_MANAGER = 'kubectl-last-applied';

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** Applies `info` on the server. Rejects with a CommandError that tells of conflicts and what to do, or the server's refusal. */
export async function applyServerSide(applying: Applying, info: Info, subresource?: string): Promise<Applied> {
  refuseGeneratedName(info);
  const { access, options, invocation } = applying;
  const target = { ...targetOf(info), ...(subresource === undefined ? {} : { subresource }) };
  const send = (body: object, more: WriteOptions = {}): Promise<Unstructured> =>
    access.patch(target, 'apply', body, { ...options, ...more });
  let object: Unstructured;
  try {
    if (info.name === '') throw new CommandError('resource name may not be empty');
    object = await send(objectOf(info));
  } catch (error) {
    if (isReason(error, 'Conflict')) throw new CommandError(`${error.message}\n${CONFLICT_ADVICE}`);
    if (error instanceof ApiError && error.code === 415) {
      throw new CommandError(`Server-side apply not available on the server: (${error.message})`);
    }
    throw error;
  }
  object = await migrated(applying, info, object, send);
  warnOfDeletion(invocation, object);
  return { object, operation: 'serverside-applied' };
}

type Send = (body: object, more?: WriteOptions) => Promise<Unstructured>;

/** What client-side apply owned passes to server-side apply; a failure of that is only warned of. */
async function migrated(applying: Applying, info: Info, applied: Unstructured, send: Send): Promise<Unstructured> {
  const { access, options, invocation } = applying;
  const manager = options.fieldManager ?? SERVER_SIDE_MANAGER;
  let object = applied;
  try {
    object = await withAnnotationKept(object, manager, send);
  } catch (error) {
    const { message } = asError(error);
    void invocation.io.err(
      `Warning: failed to migrate ${LAST_APPLIED} for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${message}\n`,
    );
    return object;
  }
  const managedFields = upgradedManagers(object.metadata.managedFields ?? [], manager);
  if (managedFields === undefined) return object;
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
  ];
  try {
    const { force: _, ...plain } = options;
    await access.patch(targetOf(info), 'json', patch, plain);
    return await send(objectOf(info));
  } catch (error) {
    const { message } = asError(error);
    void invocation.io.err(
      `Warning: server rejected managed fields migration to Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${message}\n`,
    );
    return object;
  }
}

/** Gives the annotation an owner of its own, so that server-side apply does not drop it. */
async function withAnnotationKept(object: Unstructured, manager: string, send: Send): Promise<Unstructured> {
  const text = lastAppliedOf(object);
  if (manager !== SERVER_SIDE_MANAGER || text === undefined) return object;
  if (ownersOfAnnotation(object.metadata.managedFields ?? [], 'Apply').length > 0) return object;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const annotations = { [LAST_APPLIED]: text };
  const body = { apiVersion, kind, metadata: { annotations, name, ...(namespace === undefined ? {} : { namespace }) } };
  return send(body, { fieldManager: LAST_APPLIED_MANAGER, force: false });
}

function ownersOfAnnotation(
  entries: readonly ManagedFieldsEntry[],
  operation: ManagedFieldsEntry['operation'],
): readonly ManagedFieldsEntry[] {
  const path = ['f:metadata', 'f:annotations', `f:${LAST_APPLIED}`];
  return entries.filter((entry) => {
    let fields: unknown = entry.fieldsV1;
    for (const part of path) fields = isJsonObject(fields) ? fields[part] : undefined;
    return entry.operation === operation && fields !== undefined;
  });
}

/** The entries with those of client-side apply merged into that of `manager`; undefined if there is nothing to do. */
function upgradedManagers(
  entries: readonly ManagedFieldsEntry[],
  manager: string,
): readonly ManagedFieldsEntry[] | undefined {
  const names = new Set(ownersOfAnnotation(entries, 'Update').map((entry) => entry.manager));
  let upgraded = entries;
  for (const name of [...names].sort()) upgraded = upgradedManager(upgraded, name, manager);
  return isDeepEqual(upgraded, entries) ? undefined : upgraded;
}

function upgradedManager(
  entries: readonly ManagedFieldsEntry[],
  clientSide: string,
  manager: string,
): readonly ManagedFieldsEntry[] {
  const isClientSide = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === clientSide && entry.operation === 'Update' && entry.subresource === undefined;
  const isServerSide = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === manager && entry.operation === 'Apply' && entry.subresource === undefined;
  const old = entries.find(isClientSide);
  if (old === undefined) return entries;
  const heir = entries.find(isServerSide) ?? old;
  const fieldsV1 = united(
    isJsonObject(heir.fieldsV1) ? heir.fieldsV1 : {},
    isJsonObject(old.fieldsV1) ? old.fieldsV1 : {},
  );
  const merged: ManagedFieldsEntry = { ...heir, manager, operation: 'Apply', fieldsV1 };
  return entries.flatMap((entry) => {
    if (entry === heir) return [merged];
    return isClientSide(entry) ? [] : [entry];
  });
}

function united(left: JsonObject, right: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...left };
  for (const [field, value] of Object.entries(right)) {
    const other = result[field];
    result[field] = isJsonObject(other) && isJsonObject(value) ? united(other, value) : value;
  }
  return result;
}
