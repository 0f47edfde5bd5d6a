/** `?src=`: a run that lies on somebody else's server. Fetched after a click alone, without anything that says who asks. */
import type { Run } from '../../client/simulation';
import { MOST_DECODED_BYTES } from './envelope';
import { readRunFile } from './runFile';

/** Why nothing came of it. */
export type SourceProblem = 'unreachable' | 'tooBig' | 'notARun';

/** Fetches the run behind `address` (https), at most 64 KiB of JSON. Never rejects. */
export async function fetchSource(address: string, fetcher: typeof fetch = fetch): Promise<Run | SourceProblem> {
  try {
    const response = await fetcher(address, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    // A redirect must not lead to where nobody was told of.
    if (!response.ok || new URL(response.url || address).origin !== new URL(address).origin) return 'unreachable';
    const text = await readUpTo(response, MOST_DECODED_BYTES);
    if (text === undefined) return 'tooBig';
    const check = readRunFile(text);
    return check.type === 'run' ? check.run : 'notARun';
  } catch {
    return 'unreachable';
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
