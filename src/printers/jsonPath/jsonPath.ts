/**
 * Evaluates a jsonpath template over a JSON value.
 * Models staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go (v1.36.3). Left out: the random order in which Go walks
 * the keys of a map at `.*` and `..`: here it is the order of the keys.
 */
import { utf8Bytes } from '../../api/meta/base64';
import { GoFloat, goType, goValue, sortedEntries } from '../goFormat';
import { goJson } from '../json';
import { compare } from './compare';
import { JsonPathError, type PathNode, parseJsonPath } from './parser';

type Value = unknown;
type Values = readonly Value[];

/** How forgiving a template is. */
export interface JsonPathOptions {
  /** A missing key gives nothing instead of an error. */
  readonly allowMissingKeys?: boolean;
}

/** One template. It may be used for several objects, one after the other. */
export class JsonPath {
  private readonly nodes: readonly PathNode[];
  private readonly allowMissingKeys: boolean;
  /** Where the next object begins; a `range` leaves it behind itself, as upstream's does. */
  private from = 0;
  private beginRange = 0;
  private inRange = 0;
  private endRange = 0;
  private lastEnd = -1;

  /** Throws JsonPathError if the template cannot be read. */
  constructor(template: string, { allowMissingKeys = false }: JsonPathOptions = {}) {
    this.nodes = parseJsonPath(template);
    this.allowMissingKeys = allowMissingKeys;
  }

  /** What the template gives for `value`: one list of values per pair of braces or text. Throws JsonPathError. */
  find(value: Value): readonly Values[] {
    const results: Values[] = [];
    for (let at = this.from; at < this.nodes.length; at += 1) {
      const node = this.nodes[at];
      if (node === undefined) break;
      const found = this.walk([value], node);
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange -= 1;
        this.lastEnd = at;
        break;
      }
      if (this.beginRange === 0) {
        results.push(found);
        continue;
      }
      at = this.range(found, at, results);
    }
    return results;
  }

  /** What is printed for `value`. Throws JsonPathError. */
  text(value: Value): string {
    return this.find(value).map(textOfValues).join('');
  }

  /** The same as a JSON list of all values. */
  jsonText(value: Value): string {
    return this.find(value)
      .map((values) => `${goJson(values, { indent: '    ' })}\n`)
      .join('');
  }

  /** Walks what follows the `range` at `at` for each of `values`; returns where its `end` stands. */
  private range(values: Values, at: number, results: Values[]): number {
    this.beginRange -= 1;
    this.inRange += 1;
    for (const value of values) {
      this.from = at + 1;
      results.push(...this.find(value));
    }
    if (values.length === 0) {
      this.from = at + 1;
      this.find(null); // Only to find the end.
    }
    this.inRange -= 1;
    return this.lastEnd > at ? this.lastEnd : at;
  }

  private walk(input: Values, node: PathNode): Values {
    switch (node.type) {
      case 'list':
        return this.walkAll(input, node.nodes);
      case 'text':
        return [node.text];
      case 'field':
        return this.field(input, node.name);
      case 'array':
        return input.flatMap((value) => (value === null ? [] : slice(value, node)));
      case 'filter':
        return input.flatMap((value) => this.filter(value, node));
      case 'int':
      case 'bool':
        return input.map(() => node.value);
      case 'float':
        return input.map(() => new GoFloat(node.value));
      case 'wildcard':
        return input.flatMap(membersOf);
      case 'recursive':
        return input.flatMap(descendantsOf);
      case 'union':
        return node.nodes.flatMap((nodes) => this.walkAll(input, nodes));
      case 'identifier':
        return this.identifier(input, node.name);
      default:
        return node satisfies never;
    }
  }

  private walkAll(input: Values, nodes: readonly PathNode[]): Values {
    let values = input;
    for (const node of nodes) values = this.walk(values, node);
    return values;
  }

  private identifier(input: Values, name: string): Values {
    if (name === 'range') {
      this.beginRange += 1;
      return input;
    }
    if (name !== 'end') throw new JsonPathError(`unrecognized identifier ${name}`);
    if (this.inRange === 0) throw new JsonPathError('not in range, nothing to end');
    this.endRange += 1;
    return [];
  }

  private field(input: Values, name: string): Values {
    if (input.length === 0) return [];
    const values: Value[] = [];
    for (const value of input) {
      if (!isMap(value) || !Object.hasOwn(value, name)) continue;
      const found = value[name];
      if (found !== undefined) values.push(found);
    }
    if (values.length === 0 && !this.allowMissingKeys) throw new JsonPathError(`${name} is not found`);
    return values;
  }

  private filter(list: Value, node: PathNode & { type: 'filter' }): Values {
    if (!Array.isArray(list)) {
      throw new JsonPathError(`${goValue(list)} is not array or slice and cannot be filtered`);
    }
    return list.filter((item) => this.passes(item, node));
  }

  private passes(item: Value, { left, operator, right }: PathNode & { type: 'filter' }): boolean {
    if (operator === 'exists') return this.exists(item, left);
    const [a, ...moreOfA] = this.walkAll([item], left);
    if (moreOfA.length > 0) throw new JsonPathError('can only compare one element at a time');
    if (a === undefined) return false;
    const [b, ...moreOfB] = this.walkAll([item], right);
    if (moreOfB.length > 0) throw new JsonPathError('can only compare one element at a time');
    return b !== undefined && compare(a, operator, b);
  }

  /** Errors on the way mean that it is not there. */
  private exists(item: Value, nodes: readonly PathNode[]): boolean {
    try {
      return this.walkAll([item], nodes).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError) return false;
      throw error;
    }
  }
}

function isMap(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof GoFloat);
}

function slice(list: Value, { bounds: [from, to, step] }: PathNode & { type: 'array' }): Values {
  if (!Array.isArray(list)) throw new JsonPathError(`${goType(list)} is not array or slice`);
  const { length } = list;
  const first = from.value < 0 ? from.value + length : from.value;
  const last = to.known ? to.value : length;
  const end = last < 0 || (last === 0 && to.derived === true) ? last + length : last;
  if (end === first) return [];
  const outOfBounds = (index: number) =>
    new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
  if (first >= length || first < 0) throw outOfBounds(first);
  if (end > length || end < 0) throw outOfBounds(end - 1);
  if (first > end) throw new JsonPathError(`starting index ${first} is greater than ending index ${end}`);
  if (step.known && step.value <= 0) throw new JsonPathError('step must be > 0');
  const every = step.known ? step.value : 1;
  return list.slice(first, end).filter((_, index) => index % every === 0);
}

/** Values of a map or list; a text has its bytes. */
function membersOf(value: Value): Values {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return utf8Bytes(value);
  return isMap(value) ? sortedEntries(value).map(([, field]) => field) : [];
}

/** The value itself and everything below it that has members. */
function descendantsOf(value: Value): Values {
  const members = membersOf(value);
  return members.length === 0 ? [] : [value, ...members.flatMap(descendantsOf)];
}

function textOfValues(values: Values): string {
  return values.map(textOf).join(' ');
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'null';
  return typeof value === 'object' && !(value instanceof GoFloat) ? goJson(value) : goValue(value);
}
