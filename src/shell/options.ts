/** Options of small programs, read as getopt_long of glibc reads them, with its messages. */

/** Letters of options; `longs` maps long names to letters. */
export interface OptionSpec {
  /** Options without a value. */
  readonly flags?: string;
  /** Options with a value. */
  readonly values?: string;
  readonly longs?: Readonly<Record<string, string>>;
  /** `-2` is a number, not an option. */
  readonly numbersAreOperands?: boolean;
  /** Options end at the first operand: of programs that run others. */
  readonly stopAtOperand?: boolean;
}

/** The options of a program's command line. */
export interface Options {
  has(letter: string): boolean;
  /** The last value given. */
  value(letter: string): string | undefined;
  /** All values, in order. */
  all(letter: string): readonly string[];
  readonly operands: readonly string[];
}

/** A message of getopt, without the program's name. */
export class OptionError extends Error {
  override name = 'OptionError';
}

/** Reads `args`. Throws OptionError. */
export function readOptions(args: readonly string[], spec: OptionSpec): Options {
  const found: [letter: string, value: string][] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) at += readLong(arg, args[at + 1], spec, found);
    else if (isOption(arg, spec)) at += readShort(arg, args[at + 1], spec, found);
    else if (spec.stopAtOperand === true) {
      operands.push(...args.slice(at));
      break;
    } else operands.push(arg);
  }
  const all = (letter: string) => found.filter(([name]) => name === letter).map(([, value]) => value);
  return {
    has: (letter) => found.some(([name]) => name === letter),
    value: (letter) => all(letter).at(-1),
    all,
    operands,
  };
}

function isOption(arg: string, { numbersAreOperands }: OptionSpec): boolean {
  return arg.startsWith('-') && arg !== '-' && !(numbersAreOperands === true && /^-[\d.]/.test(arg));
}

/** How many further arguments it took. */
function readLong(arg: string, next: string | undefined, spec: OptionSpec, found: [string, string][]): number {
  const [name = '', ...rest] = arg.slice(2).split('=');
  const letter = spec.longs?.[name];
  if (letter === undefined) throw new OptionError(`unrecognized option '${arg}'`);
  const given = rest.length === 0 ? undefined : rest.join('=');
  if (!(spec.values ?? '').includes(letter)) {
    if (given !== undefined) throw new OptionError(`option '--${name}' doesn't allow an argument`);
    found.push([letter, '']);
    return 0;
  }
  const value = given ?? next;
  if (value === undefined) throw new OptionError(`option '--${name}' requires an argument`);
  found.push([letter, value]);
  return given === undefined ? 1 : 0;
}

function readShort(arg: string, next: string | undefined, spec: OptionSpec, found: [string, string][]): number {
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at);
    if ((spec.flags ?? '').includes(letter)) {
      found.push([letter, '']);
      continue;
    }
    if (!(spec.values ?? '').includes(letter)) throw new OptionError(`invalid option -- '${letter}'`);
    const attached = arg.slice(at + 1);
    const value = attached === '' ? next : attached;
    if (value === undefined) throw new OptionError(`option requires an argument -- '${letter}'`);
    found.push([letter, value]);
    return attached === '' ? 1 : 0;
  }
  return 0;
}
