/**
 * Sending objects of files: created or replaced on the server, with the versions that kubectl takes care of.
 * Models staging/src/k8s.io/cli-runtime/pkg/resource/helper.go (v1.36.3).
 */
import { isReason } from '../../api/meta/status';
import { lastAppliedOf, withLastApplied } from '../apply/lastApplied';
import type { Access, Unstructured, WriteOptions } from './access';
import type { Info } from './builder';
import { targetOf } from './deletion';

/** The object of `info`. Throws Error if it has none, which is a fault of ours. */
export function objectOf({ object, name }: Info): Unstructured {
  if (object === undefined) throw new TypeError(`${name} was not read`);
  return object;
}

/** `object` with the annotation that `apply` compares with: if it is wanted, or was there already. */
export function withConfiguration(object: Unstructured, isWanted: boolean): Unstructured {
  return isWanted || lastAppliedOf(object) !== undefined ? withLastApplied(object) : object;
}

/** Creates the object; a resourceVersion in the file does not count. */
export function createInfo(access: Access, info: Info, options: WriteOptions): Promise<Unstructured> {
  return access.create(info.mapping, info.namespace, withVersion(objectOf(info), undefined), options);
}

/** Replaces the object; without a resourceVersion in the file, whatever the server has is overwritten. */
export async function replaceInfo(
  access: Access,
  info: Info,
  options: WriteOptions,
  subresource?: string,
): Promise<Unstructured> {
  const target = { ...targetOf(info), ...(subresource === undefined ? {} : { subresource }) };
  const object = objectOf(info);
  const { resourceVersion } = object.metadata ?? {};
  if (resourceVersion !== undefined && resourceVersion !== '') return access.replace(target, object, options);
  return access.replace(target, withVersion(object, await versionOf(access, info)), options);
}

async function versionOf(access: Access, info: Info): Promise<string | undefined> {
  try {
    return (await access.get(targetOf(info))).metadata.resourceVersion;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined; // The server says so once more, in the words of a PUT.
    throw error;
  }
}

function withVersion(object: Unstructured, resourceVersion: string | undefined): Unstructured {
  const { resourceVersion: _, ...metadata } = object.metadata ?? {};
  // Only the version is missing from the metadata of a file's object.
  const kept = (
    resourceVersion === undefined ? metadata : { ...metadata, resourceVersion }
  ) as Unstructured['metadata'];
  return { ...object, metadata: kept };
}
