/**
 * The command line into flags and words.
 * Models github.com/spf13/pflag v1.0.9, flag.go, with the errors of errors.go. Left out: flags that stop at the first
 * word (no command of kubectl has them), shorthands that are deprecated.
 */
import type { Flags } from '../command';
import type { FlagDefinition } from '../help/flagKinds';
import { goQuote } from '../../printers/goFormat';
import { FlagValues } from './flagValues';
import { ValueError } from './goValues';

/** A command line that says nothing sensible. The message is pflag's; the dispatcher adds where to read more. */
export class FlagError extends Error {
  override name = 'FlagError';
  constructor(
    message: string,
    /** The flag that the command does not have, without dashes. */
    readonly unknownFlag?: string,
  ) {
    super(message);
  }
}

/** A command line, taken apart. */
export interface ParsedFlags {
  readonly flags: Flags;
  /** Words that belong to no flag. */
  readonly args: readonly string[];
  /** How many of them stand before `--`; undefined without `--`. */
  readonly argsBeforeDash: number | undefined;
  /** `-h` or `--help` was among them. */
  readonly isHelp: boolean;
  /** What has to be said of deprecated flags, in order: `Flag --record has been deprecated, ...`. */
  readonly notices: readonly string[];
}

const help: FlagDefinition = {
  name: 'help',
  shorthand: 'h',
  kind: 'bool',
  default: 'false',
  noOptionDefault: 'true',
  usage: '',
};

/** Reads `argv`, in which flags and words may be mixed. Throws FlagError. */
export function parseFlags(definitions: readonly FlagDefinition[], argv: readonly string[]): ParsedFlags {
  return new Parser([...definitions, help]).parse(argv);
}

class Parser {
  private readonly byName: ReadonlyMap<string, FlagDefinition>;
  private readonly byShorthand: ReadonlyMap<string, FlagDefinition>;
  private readonly values: FlagValues;
  private readonly args: string[] = [];
  private readonly notices: string[] = [];
  private rest: string[] = [];

  constructor(definitions: readonly FlagDefinition[]) {
    this.byName = new Map(definitions.map((flag) => [flag.name, flag]));
    this.byShorthand = new Map(definitions.flatMap((flag) => (flag.shorthand ? [[flag.shorthand, flag]] : [])));
    this.values = new FlagValues(this.byName);
  }

  parse(argv: readonly string[]): ParsedFlags {
    this.rest = [...argv];
    let argsBeforeDash: number | undefined;
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (!word.startsWith('-') || word === '-') this.args.push(word);
      else if (word === '--') {
        argsBeforeDash = this.args.length;
        this.args.push(...this.rest.splice(0));
      } else if (word.startsWith('--')) this.long(word);
      else this.shorthands(word.slice(1));
    }
    const { args, values, notices } = this;
    return { flags: values, args, argsBeforeDash, isHelp: values.bool('help'), notices };
  }

  private long(word: string): void {
    const written = word.slice(2);
    if (/^(?:[-=]|$)/.test(written)) throw new FlagError(`bad flag syntax: ${word}`);
    const equals = written.indexOf('=');
    const name = equals < 0 ? written : written.slice(0, equals);
    const flag = this.byName.get(name.replaceAll('_', '-')); // `--dry_run` is `--dry-run`.
    if (flag === undefined) throw new FlagError(`unknown flag: --${name}`, name);
    const value = equals < 0 ? (flag.noOptionDefault ?? this.rest.shift()) : written.slice(equals + 1);
    if (value === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    this.set(flag, value);
  }

  /** `it`, `ojson`, `o=json`, `n` with the value behind. */
  private shorthands(word: string): void {
    for (let letters = word; letters !== ''; ) {
      const letter = letters.slice(0, 1);
      const flag = this.byShorthand.get(letter);
      if (flag === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`, letter);
      if (letters.length > 2 && letters[1] === '=') {
        this.set(flag, letters.slice(2));
        return;
      }
      if (flag.noOptionDefault !== undefined) {
        this.set(flag, flag.noOptionDefault);
        letters = letters.slice(1);
        continue;
      }
      const value = letters.length > 1 ? letters.slice(1) : this.rest.shift();
      if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
      this.set(flag, value);
      return;
    }
  }

  private set(flag: FlagDefinition, value: string): void {
    try {
      this.values.set(flag, value);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const name = flag.shorthand === undefined ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
      throw new FlagError(`invalid argument ${goQuote(value)} for "${name}" flag: ${error.message}`);
    }
    if (flag.deprecated !== undefined) {
      this.notices.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`);
    }
  }
}
