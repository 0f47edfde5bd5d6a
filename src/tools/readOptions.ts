/** Options of tools that read them as getopt does. */

/** What was asked for. Long names stand under the letter that they have the meaning of, or under their own. */
export interface ToolOptions {
  has(name: string): boolean;
  /** The last one. */
  value(name: string): string | undefined;
  all(name: string): readonly string[];
  readonly operands: readonly string[];
  /** Letters and names that the tool does not know, in their order. */
  readonly unknown: readonly string[];
}

/** How a tool's options look. */
export interface ToolOptionSpec {
  readonly flags: string;
  readonly values?: string;
  /** To a letter or a name; with `:` before it, it takes a value. */
  readonly longs?: Readonly<Record<string, string>>;
  /** The first operand ends the options. */
  readonly stopAtOperand?: true;
}

/** Reads `argv` behind the tool's name. */
export function readToolOptions(argv: readonly string[], spec: ToolOptionSpec): ToolOptions {
  const { flags, values = '', longs = {}, stopAtOperand } = spec;
  const found = new Map<string, string[]>();
  const operands: string[] = [];
  const unknown: string[] = [];
  const add = (name: string, value = '') => found.set(name, [...(found.get(name) ?? []), value]);
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--' || (stopAtOperand === true && !/^-./.test(word))) {
      operands.push(...argv.slice(word === '--' ? i + 1 : i));
      break;
    }
    if (!/^-./.test(word)) operands.push(word);
    else if (word.startsWith('--')) {
      const [name = '', given] = word.slice(2).split(/=(.*)/s);
      const meaning = longs[name];
      if (meaning === undefined) unknown.push(word);
      else if (meaning.startsWith(':')) add(meaning.slice(1), given ?? argv[++i] ?? '');
      else add(meaning);
    } else {
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        if (values.includes(letter)) {
          add(letter, at + 1 < word.length ? word.slice(at + 1) : (argv[++i] ?? ''));
          break;
        }
        if (flags.includes(letter)) add(letter);
        else unknown.push(letter);
      }
    }
  }
  return {
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    all: (name) => found.get(name) ?? [],
    operands,
    unknown,
  };
}
