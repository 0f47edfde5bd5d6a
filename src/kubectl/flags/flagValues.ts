/** Values of the flags of one run, read as their kinds say. Models the value types of github.com/spf13/pflag v1.0.9. */
import type { Flags } from '../command';
import type { FlagDefinition, FlagKind } from '../help/flagKinds';
import { parseBool, parseCsv, parseDurationMs, parseInteger } from './goValues';

/** Flags by long name; what was not written has its default. */
export class FlagValues implements Flags {
  private readonly written = new Map<string, string>();
  private readonly inOrder: { readonly name: string; readonly value: string }[] = [];
  private readonly lists = new Map<string, readonly string[]>();

  constructor(private readonly definitions: ReadonlyMap<string, FlagDefinition>) {}

  /** Throws ValueError if `value` is not of the flag's kind. Lists grow, all else is replaced. */
  set({ name, kind }: FlagDefinition, value: string): void {
    if (kind === 'array' || kind === 'slice') {
      const more = kind === 'slice' ? parseCsv(value) : [value];
      this.lists.set(name, [...(this.lists.get(name) ?? []), ...more]);
    } else check(kind, value);
    this.written.set(name, value);
    this.inOrder.push({ name, value });
  }

  bool(name: string): boolean {
    return parseBool(this.text(name, 'bool'));
  }

  string(name: string): string {
    return this.text(name, 'string');
  }

  int(name: string): number {
    return parseInteger(this.text(name, 'int', 'int32'), 64);
  }

  list(name: string): readonly string[] {
    const text = this.text(name, 'array', 'slice');
    return this.lists.get(name) ?? parseCsv(text);
  }

  durationMs(name: string): number {
    return parseDurationMs(this.text(name, 'duration'));
  }

  changed(name: string): boolean {
    this.definition(name);
    return this.written.has(name);
  }

  occurrences(): readonly { readonly name: string; readonly value: string }[] {
    return this.inOrder;
  }

  private text(name: string, ...kinds: readonly FlagKind[]): string {
    const flag = this.definition(name);
    if (!kinds.includes(flag.kind))
      throw new Error(`flag --${name} is of kind ${flag.kind}, not ${kinds.join(' or ')}`);
    return this.written.get(name) ?? flag.default;
  }

  private definition(name: string): FlagDefinition {
    const flag = this.definitions.get(name);
    if (flag === undefined) throw new Error(`the help page knows no flag --${name}`);
    return flag;
  }
}

function check(kind: FlagKind, value: string): void {
  if (kind === 'bool') parseBool(value);
  else if (kind === 'int') parseInteger(value, 64);
  else if (kind === 'int32') parseInteger(value, 32);
  else if (kind === 'duration') parseDurationMs(value);
}
