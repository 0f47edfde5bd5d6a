/**
 * `kubectl get --raw`: one GET of any path, printed as it came.
 * Models staging/src/k8s.io/kubectl/pkg/rawhttp/raw.go (v1.36.3).
 * Left out: blanks and line breaks of JSON, which a client has read already; they are put where servers put them.
 */
import type { Invocation } from '../../command';
import { goJson } from '../../../printers/json';

/** Prints the answer. Rejects with the server's refusal. */
export async function getRaw({ flags, io, ...invocation }: Invocation): Promise<void> {
  const uri = flags.string('raw').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  const [path = '', ...rest] = uri.split('?');
  const query = Object.fromEntries(
    rest
      .join('?')
      .split('&')
      .filter((pair) => pair !== '')
      .map(pairOf),
  );
  const access = await invocation.access();
  const { body } = await access.raw({ method: 'GET', path, query });
  await io.out(typeof body === 'string' ? body : textOf(body));
}

function pairOf(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

/** Objects are on one line; what has no kind (`/version`) is indented. */
function textOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'kind' in body) return `${goJson(body, { keepOrder: true })}\n`;
  return goJson(body, { keepOrder: true, indent: '  ' });
}
