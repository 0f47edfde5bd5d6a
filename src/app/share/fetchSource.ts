/** `?src=`: a run or a lesson that lies on somebody else's server. Fetched after a click alone, without anything that says who asks. */
import { MOST_DECODED_BYTES } from './envelope';

export type Fetched =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'unreachable' }
  /** Over 64 KiB. */
  | { readonly type: 'tooBig' };

/** Fetches what lies behind `address` (https), at most 64 KiB. Never rejects. */
export async function fetchSource(address: string, fetcher: typeof fetch = fetch): Promise<Fetched> {
  try {
    const response = await fetcher(address, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    // A redirect must not lead to where nobody was told of.
    if (!response.ok || new URL(response.url || address).origin !== new URL(address).origin)
      return { type: 'unreachable' };
    const text = await readUpTo(response, MOST_DECODED_BYTES);
    return text === undefined ? { type: 'tooBig' } : { type: 'text', text };
  } catch {
    return { type: 'unreachable' };
  }
}

/** The text of a body that is no longer than `most` bytes; of a longer one no more is read than that. */
async function readUpTo({ body }: Response, most: number): Promise<string | undefined> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
