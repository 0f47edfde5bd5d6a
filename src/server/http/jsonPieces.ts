/**
 * JSON text of an answer piece by piece, so that a list of thousands of objects is never one text, nor one long turn.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/collections.go (v1.36.3).
 */

/** About this many characters make a piece. */
const PIECE = 256 * 1024;

/** The text of `body` with the line end that the server puts behind it if it is compact. */
export function* jsonPieces(body: unknown, isPretty: boolean): Generator<string> {
  const [many, rows] = rowsOf(body);
  if (isPretty || many === undefined) {
    yield isPretty ? JSON.stringify(body, undefined, 2) : `${JSON.stringify(body)}\n`;
    return;
  }
  const { [many]: _rows, ...head } = body as Record<string, unknown>; // It has rows, so it is an object.
  const text = JSON.stringify(head);
  let piece = `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(many)}:[`;
  let isFirst = true;
  for (const row of rows) {
    piece += isFirst ? JSON.stringify(row) : `,${JSON.stringify(row)}`;
    isFirst = false;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}\n`;
}

/** The list in a list or a Table, by the name of its field. */
function rowsOf(body: unknown): readonly ['items' | 'rows' | undefined, readonly unknown[]] {
  if (typeof body !== 'object' || body === null) return [undefined, []];
  const { items, rows } = body as { readonly items?: unknown; readonly rows?: unknown };
  if (Array.isArray(items)) return ['items', items];
  return Array.isArray(rows) ? ['rows', rows] : [undefined, []];
}
