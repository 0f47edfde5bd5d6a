/** The lines of a log that was asked for with `timestamps=true`, each with the instant at which it was written. */

export interface LogLineRow {
  readonly number: number;
  /** Milliseconds since the epoch; undefined if the line carries no stamp, as the kubelet's own words do. */
  readonly at: number | undefined;
  readonly text: string;
}

/** Splits what the API server sent: `2026-01-01T00:00:03.123456789Z Starting server`. */
export function logLines(body: string): readonly LogLineRow[] {
  const lines = body.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, number) => {
    const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/.exec(line);
    if (parts === null) return { number, at: undefined, text: line };
    return { number, at: Date.parse(parts[1] ?? ''), text: line.slice(parts[0].length) };
  });
}
