/**
 * One object applied: created, or patched with what its manifest changes.
 * Models applyOneObject of staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go and patcher.go (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { isReason } from '../../api/meta/status';
import type { Invocation } from '../command';
import { CommandError, withSource } from '../errors';
import { goJson } from '../../printers/json';
import type { DryRun } from '../printers/name';
import type { Access, PatchType, Unstructured, WriteOptions } from '../resource/access';
import type { Info } from '../resource/builder';
import { type Cascade, awaitGone, targetOf } from '../resource/deletion';
import { asError, fetchInfo, resourceText } from '../resource/fetch';
import { createInfo, objectOf } from '../resource/writing';
import { applyMergePatch, applyStrategicPatch } from './applyPatch';
import { threeWayMergePatch } from './jsonMergePatch';
import { lastAppliedOf, missingAnnotationWarning, rememberedOf, withLastApplied } from './lastApplied';
import { isBuiltInGroup } from './patchMeta';
import { PatchError } from './strategicDiff';
import { threeWayPatch } from './strategicPatch';

/** How the objects of one command are applied. */
export interface Applying {
  readonly invocation: Invocation;
  readonly access: Access;
  readonly dryRun: DryRun;
  readonly options: WriteOptions;
  /** `--force`: an object that cannot be patched is deleted and made anew. */
  readonly force: boolean;
  readonly cascade: Cascade;
  readonly gracePeriod: number;
  readonly timeoutMs: number;
}

/** What an apply came to. */
export interface Applied {
  readonly object: Unstructured;
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

const CONFLICT_RETRIES = 5;
const RETRY_DELAY_MS = 1_000;

/** Applies `info`. Rejects with the server's refusal in the words of apply. */
export async function applyObject(applying: Applying, info: Info): Promise<Applied> {
  const { access } = applying;
  refuseGeneratedName(info);
  const modified = withLastApplied(objectOf(info));
  const live = await liveOf(access, info);
  if (live === undefined) return createObject(applying, info, modified);
  if (lastAppliedOf(live) === undefined)
    warn(applying, missingAnnotationWarning(`${info.mapping.plural}/${info.name}`));
  const { patch, object } = await patchObject(applying, info, modified, live);
  warnOfDeletion(applying.invocation, object);
  return { object, operation: Object.keys(patch).length === 0 ? 'unchanged' : 'configured' };
}

/** Throws for an object whose name the server would invent: apply could never find it again. */
export function refuseGeneratedName(info: Info): void {
  const { generateName } = objectOf(info).metadata ?? {};
  if (info.name !== '' || generateName === undefined || generateName === '') return;
  throw new CommandError(`from ${generateName}: cannot use generate name with apply`);
}

/** Warns if `object` is being deleted while it is changed. */
export function warnOfDeletion({ io }: Invocation, object: Unstructured): void {
  const { name, deletionTimestamp } = object.metadata;
  if (deletionTimestamp === undefined) return;
  void io.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`);
}

function warn({ invocation: { io } }: Applying, text: string): void {
  void io.err(`${text}\n`);
}

async function liveOf(access: Access, info: Info): Promise<Unstructured | undefined> {
  try {
    return (await fetchInfo(access, info)).object;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    const doing = `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`;
    throw withSource(asError(error), doing, info.source);
  }
}

/** As Go prints an Info. */
function infoText({ mapping, name, namespace = '' }: Info): string {
  const { group, version, kind } = mapping;
  const kindText = `${group}/${version}, Kind=${kind}`;
  return `Resource: "${resourceText(mapping)}", GroupVersionKind: "${kindText}"\nName: "${name}", Namespace: "${namespace}"`;
}

async function createObject({ access, dryRun, options }: Applying, info: Info, modified: JsonObject): Promise<Applied> {
  // Nulls mean `not there`, as they would in a patch.
  const object = withoutNulls(modified) as Unstructured;
  if (dryRun === 'client') return { object, operation: 'created' };
  try {
    return { object: await createInfo(access, { ...info, object }, options), operation: 'created' };
  } catch (error) {
    throw withSource(asError(error), 'creating', info.source);
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutNulls(inner)]));
}

interface Patched {
  readonly patch: JsonObject;
  readonly object: Unstructured;
}

/** Patches, and tries again with the newest object where another writer was faster. */
async function patchObject(applying: Applying, info: Info, modified: JsonObject, live: Unstructured): Promise<Patched> {
  const { access, invocation } = applying;
  let current = live;
  for (let attempt = 0; ; attempt += 1) {
    const { type, patch } = createPatch(applying, info, modified, current);
    if (Object.keys(patch).length === 0) return { patch, object: current };
    try {
      return { patch, object: await sendPatch(applying, info, current, type, patch) };
    } catch (thrown) {
      const error = asError(thrown);
      const isConflict = isReason(error, 'Conflict');
      if (isConflict && attempt < CONFLICT_RETRIES) {
        if (attempt >= 1) await invocation.env.clock.sleep(RETRY_DELAY_MS, invocation.io.interrupt);
        current = await access.get(targetOf(info));
        continue;
      }
      if (applying.force && (isConflict || isReason(error, 'Invalid'))) {
        return { patch, object: await remake(applying, info, modified, live) };
      }
      const inner = withSource(error, 'patching', info.source);
      const doing = `applying patch:\n${goJson(patch)}\nto:\n${infoText(info)}\nfor:`;
      throw withSource(inner, doing, info.source);
    }
  }
}

/** The patch; where there is none, kubectl tells three times why and of what it would have been made. */
function createPatch(
  applying: Applying,
  info: Info,
  modified: JsonObject,
  current: Unstructured,
): ReturnType<typeof patchOf> {
  try {
    return patchOf(info, modified, current);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    for (const schema of ['openapi v3 spec', 'openapi spec']) {
      warn(applying, `warning: error calculating patch from ${schema}: ${error.message}`);
    }
    const texts = `original:\n${lastAppliedOf(current) ?? ''}\nmodified:\n${goJson(modified)}\n\ncurrent:\n${goJson(current)}\n`;
    const failed = new CommandError(`creating patch with:\n${texts}\nfor: ${error.message}`);
    const inner = withSource(failed, 'patching', info.source);
    throw withSource(inner, `applying patch:\n\nto:\n${infoText(info)}\nfor:`, info.source);
  }
}

/** The patch that brings `current` to `modified`, and what kind of patch it is. */
export function patchOf(
  { mapping: { group, kind } }: Info,
  modified: JsonObject,
  current: Unstructured,
): { readonly type: PatchType; readonly patch: JsonObject } {
  const original = rememberedOf(current) ?? {};
  if (!isBuiltInGroup(group)) return { type: 'merge', patch: threeWayMergePatch({ original, modified, current }) };
  return { type: 'strategic', patch: threeWayPatch({ kind, original, modified, current }) };
}

async function sendPatch(
  { access, dryRun, options }: Applying,
  info: Info,
  current: Unstructured,
  type: PatchType,
  patch: JsonObject,
): Promise<Unstructured> {
  if (dryRun !== 'client') return access.patch(targetOf(info), type, patch, options);
  const patched = type === 'merge' ? applyMergePatch(current, patch) : applyStrategicPatch(current, patch);
  return patched as Unstructured; // A patched object is one.
}

/** Deletes the object and creates it anew; if that fails, the old one comes back and the failure is told. */
async function remake(applying: Applying, info: Info, modified: JsonObject, live: Unstructured): Promise<Unstructured> {
  const { access, invocation, options, cascade, gracePeriod, timeoutMs } = applying;
  await access.delete(targetOf(info), {
    propagationPolicy: cascade,
    ...(gracePeriod < 0 ? {} : { gracePeriodSeconds: gracePeriod }),
  });
  const patience = timeoutMs === 0 ? Number.MAX_SAFE_INTEGER : timeoutMs;
  await awaitGone(invocation, access, info, live.metadata.uid, patience);
  const object = modified as Unstructured; // The manifest with its annotation.
  try {
    return await createInfo(access, { ...info, object }, options);
  } catch (error) {
    await createInfo(access, { ...info, object: live }, options);
    throw error;
  }
}
