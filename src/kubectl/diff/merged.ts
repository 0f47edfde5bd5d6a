/**
 * What an object would be after apply, by a dry run on the server.
 * Models InfoObject of staging/src/k8s.io/kubectl/pkg/cmd/diff/diff.go (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { isReason } from '../../api/meta/status';
import { patchOf } from '../apply/applyObject';
import { LAST_APPLIED } from '../apply/lastApplied';
import { withSource } from '../errors';
import type { Access, Unstructured, WriteOptions } from '../resource/access';
import type { Info } from '../resource/builder';
import { targetOf } from '../resource/deletion';
import { asError, fetchInfo } from '../resource/fetch';
import { createInfo, objectOf } from '../resource/writing';

/** Both sides of a comparison. */
export interface Versions {
  /** Undefined if the object is not there yet. */
  readonly live: Unstructured | undefined;
  readonly merged: Unstructured;
}

/** Where and how the outcome is asked for. */
export interface MergeOptions {
  readonly access: Access;
  readonly options: WriteOptions;
  readonly isServerSide: boolean;
}

/** How often it is tried again when the object changes meanwhile. */
const RETRIES = 4;

/** The object as it is and as it would be. Rejects with the server's refusal. */
export async function versionsOf(info: Info, merging: MergeOptions): Promise<Versions> {
  for (let attempt = 1; ; attempt += 1) {
    const live = await liveOf(merging.access, info);
    try {
      return { live, merged: await mergedOf(info, live, merging, attempt < RETRIES) };
    } catch (error) {
      if (attempt >= RETRIES || !isReason(error, 'Conflict')) throw error;
    }
  }
}

async function liveOf(access: Access, info: Info): Promise<Unstructured | undefined> {
  try {
    return (await fetchInfo(access, info)).object;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

async function mergedOf(
  info: Info,
  live: Unstructured | undefined,
  { access, options, isServerSide }: MergeOptions,
  isLocked: boolean,
): Promise<Unstructured> {
  if (isServerSide) return access.patch(targetOf(info), 'apply', objectOf(info), options);
  if (live === undefined) return createInfo(access, info, options);
  const { type, patch } = patchOf(info, withoutLastApplied(objectOf(info)), live);
  if (Object.keys(patch).length === 0) return live;
  const metadata = isJsonObject(patch.metadata) ? patch.metadata : {};
  const { resourceVersion } = live.metadata;
  const locked: JsonObject = isLocked ? { ...patch, metadata: { ...metadata, resourceVersion } } : patch;
  try {
    return await access.patch(targetOf(info), type, locked, options);
  } catch (error) {
    throw withSource(asError(error), 'patching', info.source);
  }
}

function withoutLastApplied(object: Unstructured): JsonObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}
