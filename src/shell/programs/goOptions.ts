/** Command lines of programs that are written in Go, of which only a part acts: options that nobody names are passed by. */

export interface GoOptions {
  /** What is no option. */
  readonly words: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  /** All values, in order. */
  all(name: string): readonly string[];
}

/** Reads `args`; `valued` are the options with a value, long names to their letters. */
export function readGoOptions(args: readonly string[], valued: Readonly<Record<string, string>>): GoOptions {
  const found: (readonly [name: string, value: string])[] = [];
  const words: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    const [, long] = /^--([^=]+)/.exec(arg) ?? [];
    const letter = long === undefined ? arg.charAt(1) : undefined;
    const rest = arg.slice(2 + (long ?? '').length);
    const attached = rest === '' ? undefined : rest.replace(/^=/, '');
    const name = Object.keys(valued).find((each) => each === long || valued[each] === letter);
    if (name === undefined) found.push([long ?? letter ?? '', attached ?? '']);
    else found.push([name, attached ?? args[(at += 1)] ?? '']);
  }
  const all = (name: string) => found.filter(([each]) => each === name).map(([, value]) => value);
  return { words, all, has: (name) => found.some(([each]) => each === name), value: (name) => all(name).at(-1) };
}
