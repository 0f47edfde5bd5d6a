/** Reads the fields of a YAML file one by one and gathers every mistake with its line. */
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** What is wrong, and where: `line` from 1. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A place in the file. */
export class Field {
  constructor(
    private readonly source: Source,
    private readonly node: unknown,
    /** As people write it: `start.files`. */
    private readonly path: string,
  ) {}

  get isThere(): boolean {
    return this.node !== undefined && !(isScalar(this.node) && this.node.value === null);
  }

  /** Notes a mistake at this place. */
  fail(text: string): void {
    const at = (this.node as Node | undefined)?.range?.[0]; // Nodes have a range; what is absent has none.
    this.source.fail(at, this.path === '' ? text : `${this.path}: ${text}`);
  }

  /** The fields of a map; those that are not among `known` are mistakes. */
  fields<K extends string>(known: readonly K[]): Readonly<Record<K, Field>> {
    const found = this.entries();
    for (const [name, field] of found) {
      if (!known.some((each) => each === name)) field.fail(`unknown field; known are ${known.join(', ')}`);
    }
    return Object.fromEntries(known.map((name) => [name, found.get(name) ?? this.#absent(name)])) as Record<K, Field>;
  }

  /** All of a map, by their names. */
  entries(): ReadonlyMap<string, Field> {
    const all = new Map<string, Field>();
    if (!this.isThere) return all;
    if (!isMap(this.node)) this.fail('must be a map');
    else {
      for (const pair of this.node.items) {
        if (!isPair(pair)) continue;
        const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
        all.set(name, new Field(this.source, pair.value ?? pair.key, this.#below(name)));
      }
    }
    return all;
  }

  items(): readonly Field[] {
    if (!this.isThere) return [];
    if (isSeq(this.node)) return this.node.items.map((item, at) => new Field(this.source, item, `${this.path}[${at}]`));
    this.fail('must be a list');
    return [];
  }

  /** A text; `fallback` if it is absent, and a mistake without one. */
  text(fallback?: string): string {
    const value = this.#value();
    if (typeof value === 'string') return value;
    if (this.isThere || fallback === undefined) this.fail(this.isThere ? 'must be a text' : 'is missing');
    return fallback ?? '';
  }

  optionalText(): string | undefined {
    return this.isThere ? this.text() : undefined;
  }

  number(fallback?: number): number {
    const value = this.#value();
    if (typeof value === 'number') return value;
    if (this.isThere || fallback === undefined) this.fail(this.isThere ? 'must be a number' : 'is missing');
    return fallback ?? 0;
  }

  flag(): boolean {
    const value = this.#value();
    if (this.isThere && typeof value !== 'boolean') this.fail('must be true or false');
    return value === true;
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  #value(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  #below(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  #absent(name: string): Field {
    return new Field(this.source.at(this.node), undefined, this.#below(name));
  }
}

/** A file, and its mistakes. */
interface Source {
  fail(offset: number | undefined, text: string): void;
  /** The same, whose mistakes without a place of their own are at that node. */
  at(node: unknown): Source;
}

/** The whole of a file. What is no YAML is a mistake too. */
export function readYamlFile(file: string, text: string, mistakes: Mistake[]): Field {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source = (fallback: number): Source => ({
    fail: (offset, words) => void mistakes.push({ file, line: lines.linePos(offset ?? fallback).line, text: words }),
    at: (node) => source((node as Node | undefined)?.range?.[0] ?? fallback), // As above.
  });
  const whole = source(0);
  for (const { pos, message } of document.errors) whole.fail(pos[0], message);
  return new Field(whole, document.contents ?? undefined, '');
}
