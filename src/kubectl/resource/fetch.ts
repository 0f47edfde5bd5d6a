/**
 * Objects of a builder as the server has them now, and what kubectl says when they cannot be had.
 * Models Info.Get of staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go and EnhanceListError of selector.go (v1.36.3).
 */
import { ApiError, isReason } from '../../api/meta/status';
import { ConnectionError } from '../environment';
import { CommandError } from '../errors';
import type { Access, ListOptions, Mapping } from './access';
import type { BuilderOptions, BuiltEntry, Info } from './builder';

/** Every entry with its object from the server; one that is refused becomes an error in its place. */
export async function fetchInfos(
  access: Access,
  entries: readonly BuiltEntry[],
  { ignoreNotFound, subresource }: Pick<BuilderOptions, 'ignoreNotFound' | 'subresource'>,
): Promise<readonly BuiltEntry[]> {
  const fetched: BuiltEntry[] = [];
  for (const entry of entries) {
    if (entry.type === 'error' || entry.info.name === '') {
      fetched.push(entry);
      continue;
    }
    try {
      fetched.push({ type: 'info', info: await fetchInfo(access, entry.info, subresource) });
    } catch (error) {
      if (ignoreNotFound === true && isReason(error, 'NotFound')) continue;
      fetched.push({ type: 'error', error: asError(error) });
    }
  }
  return fetched;
}

/**
 * The object of `info` as the server has it now. Rejects with the server's refusal; where not even the namespace
 * exists, with what it says of that.
 */
export async function fetchInfo(access: Access, info: Info, subresource?: string): Promise<Info> {
  const { mapping, namespace, name } = info;
  const where = namespace === undefined ? {} : { namespace };
  if (name === '') throw new CommandError('resource name may not be empty');
  try {
    const object = await access.get({ mapping, name, ...where, ...(subresource === undefined ? {} : { subresource }) });
    return { ...info, object };
  } catch (error) {
    if (isReason(error, 'NotFound') && namespace !== undefined && namespace !== 'default') {
      try {
        await access.raw({ method: 'GET', path: `/api/v1/namespaces/${namespace}` });
      } catch (why) {
        if (isReason(why, 'NotFound')) throw why;
      }
    }
    throw error;
  }
}

/** A resource of one version, which need not be there. */
export type GroupVersionResource = Pick<Mapping, 'group' | 'version' | 'plural'>;

/** `/v1, Resource=pods`, as Go prints a GroupVersionResource. */
export function resourceText({ group, version, plural }: GroupVersionResource): string {
  return `${group}/${version}, Resource=${plural}`;
}

/** What kubectl adds to the server's refusal of a list. Throws again what is no answer of a server. */
export function explainedListError(thrown: unknown, mapping: Mapping, options: ListOptions): Error {
  const error = asError(thrown);
  if (!(error instanceof ApiError) || !['BadRequest', 'NotFound'].includes(error.reason)) return error;
  const subject = JSON.stringify(resourceText(mapping));
  const { labelSelector = '', fieldSelector = '' } = options;
  const prefix =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${subject}`
      : `Unable to find ${subject} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new ApiError({ ...error.status, message: `${prefix}: ${error.message}` });
}

/** `thrown` as an error that a command can collect. Throws again what must end the command: no server, or a fault of ours. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof ConnectionError || !(thrown instanceof Error)) throw thrown;
  if (thrown instanceof TypeError || thrown instanceof RangeError) throw thrown;
  return thrown;
}
