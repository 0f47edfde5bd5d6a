/** Reads recorded transcripts: commands, waits, faults and what was printed. */

export type Step =
  | {
      readonly type: 'command';
      readonly line: number;
      readonly text: string;
      readonly input?: string;
      readonly output: readonly string[];
    }
  | { readonly type: 'wait'; readonly seconds: number }
  | { readonly type: 'set'; readonly name: string; readonly text: string }
  | { readonly type: 'fault'; readonly fault: string; readonly node: string };

/** The steps of a `.console` file, in order. Comments and exit codes are left out. */
export function parseTranscript(text: string): readonly Step[] {
  const lines = text.split('\n');
  const steps: Step[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const special = /^~ (wait|set|fault) (.*)$/.exec(line);
    if (special !== null) steps.push(specialStep(special[1] ?? '', special[2] ?? ''));
    if (!line.startsWith('$ ')) continue;
    const start = i + 1;
    const here = /<<'?(\w+)'?/.exec(line)?.[1];
    let input: string | undefined;
    if (here !== undefined) {
      const end = lines.indexOf(here, i);
      input = lines.slice(i + 1, end).join('\n');
      i = end;
    }
    const output: string[] = [];
    while (i + 1 < lines.length && !/^([$~] |# )/.test(lines[i + 1] ?? '')) output.push(lines[++i] ?? '');
    const printed = output.filter((row) => row !== '' && !row.startsWith('[exit '));
    steps.push({
      type: 'command',
      line: start,
      text: line.slice(2),
      output: printed,
      ...(input === undefined ? {} : { input }),
    });
  }
  return steps;
}

function specialStep(kind: string, rest: string): Step {
  if (kind === 'wait') return { type: 'wait', seconds: Number.parseFloat(rest) };
  if (kind === 'set') {
    const [name = '', text = ''] = rest.split(' = ');
    return { type: 'set', name, text };
  }
  const [fault = '', node = ''] = rest.split(' ');
  return { type: 'fault', fault, node };
}

/** Rows of a printed table, each as header to cell. Cells are found by the columns of the header. */
export function parseTable(lines: readonly string[]): readonly Readonly<Record<string, string>>[] {
  const rows: Record<string, string>[] = [];
  let columns: readonly { readonly name: string; readonly at: number }[] = [];
  for (const line of lines) {
    if (/^[A-Z][A-Z -]*(\s{2,}|$)/.test(line) && line === line.toUpperCase()) {
      columns = [...line.matchAll(/\S+( \S+)*/g)].map((found) => ({ name: found[0], at: found.index }));
    } else if (columns.length > 0) {
      rows.push(
        Object.fromEntries(
          columns.map(({ name, at }, index) => [name, line.slice(at, columns[index + 1]?.at).trim()] as const),
        ),
      );
    }
  }
  return rows;
}

const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]';
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/sha256:[0-9a-f]{64}/g, '<sha>'],
  [/containerd:\/\/[0-9a-f]{64}/g, '<cid>'],
  [new RegExp(`-${SUFFIX}{8,10}-${SUFFIX}{5}\\b`, 'g'), '-<hash>-<sfx>'],
  [new RegExp(`-${SUFFIX}{8,10}\\b`, 'g'), '-<hash>'],
  [new RegExp(`-${SUFFIX}{5}\\b`, 'g'), '-<sfx>'],
  [/\b10\.244\.\d+\.\d+\b/g, '<ip>'],
  [/192\.168\.49\.\d+/g, '<nodeip>'],
  [/\bminikube(-m0[23])?\b/g, '<node>'],
  [/\b(\d+(\.\d+)?(ms|µs|s|m|h|d))+\b/g, '<dur>'],
  [/Image size: \d+/g, 'Image size: <n>'],
];

/** What may differ between two clusters is replaced by its kind; runs of blanks become two. */
export function normalise(text: string): string {
  return RULES.reduce((line, [pattern, to]) => line.replace(pattern, to), text.trim()).replace(/\s{2,}/g, '  ');
}

/** `2m3s` in seconds. */
export function durationSeconds(text: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? 's'] ?? 1),
    0,
  );
}
