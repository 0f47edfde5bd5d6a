/** Where to look for what `get` did not find. Asks the server once more, so only after nothing was there. */
import { ApiError, isReason } from '../../../api/meta/status';
import type { Invocation } from '../../command';
import { ConnectionError, type Hint } from '../../environment';
import type { Mapping } from '../../resource/access';
import { pathOf } from '../../resource/clusterAccess';

/** The hint for an empty `get` of `mapping` in the namespace of the command; undefined if there is nothing to say. */
export async function emptyHint(invocation: Invocation, mapping: Mapping): Promise<Hint | undefined> {
  const access = await invocation.access();
  const { namespace } = access;
  try {
    if (namespace !== 'default') await access.raw({ method: 'GET', path: `/api/v1/namespaces/${namespace}` });
    const { body } = await access.raw({
      method: 'GET',
      path: pathOf(mapping),
      query: { limit: '1', ...selectorsOf(invocation) },
    });
    const other = namespaceOfFirst(body);
    return other === undefined ? undefined : { key: 'otherNamespace', params: { namespace, other } };
  } catch (error) {
    if (isReason(error, 'NotFound')) return { key: 'missingNamespace', params: { namespace } };
    if (error instanceof ApiError || error instanceof ConnectionError) return undefined; // Then there is no hint.
    throw error;
  }
}

function selectorsOf({ flags }: Invocation): Readonly<Record<string, string>> {
  const [labelSelector, fieldSelector] = [flags.string('selector'), flags.string('field-selector')];
  return {
    ...(labelSelector === '' ? {} : { labelSelector }),
    ...(fieldSelector === '' ? {} : { fieldSelector }),
  };
}

function namespaceOfFirst(body: unknown): string | undefined {
  const { items } = body as {
    readonly items?: readonly { readonly metadata?: { readonly namespace?: string } }[] | null;
  }; // A list.
  return items?.[0]?.metadata?.namespace;
}
