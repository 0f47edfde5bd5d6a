/**
 * The Common Expression Language with the libraries that Kubernetes adds to it: how expressions are read, and how their
 * mistakes are told. Models apiserver/pkg/cel/library (v1.36.3).
 */
import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { isJsonObject } from '../api/meta/jsonObject';
import { patternOf } from './re2';

/** An expression, read. */
export interface Compiled {
  readonly ast: ASTNode;
  /** Throws for a value that the expression cannot do with. A variable is asked for only if it is needed. */
  evaluate(context: Readonly<Record<string, unknown>>): unknown;
  /** The type of what it comes to, `dyn` where only its values tell; or what is wrong with it in any case. */
  check(): { readonly type: string } | { readonly mistake: string };
}
/** The same, or why it cannot be read: `1:5: Syntax error: ...` with the line and a mark below the column. */
export type Reading = { readonly compiled: Compiled } | { readonly mistake: string };

type Comparable = number | bigint | string;

/** A language with Kubernetes' libraries and no variables. */
export function newEnvironment(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  const least = (list: readonly Comparable[], sign: 1 | -1): Comparable => {
    const [first, ...rest] = list;
    if (first === undefined) throw new Error(`${sign === 1 ? 'min' : 'max'} called on empty list`);
    return rest.reduce((best, each) => ((sign === 1 ? each < best : each > best) ? each : best), first);
  };
  const adds = (list: readonly (number | bigint)[]): number | bigint =>
    list.some((each) => typeof each === 'number')
      ? list.reduce<number>((sum, each) => sum + Number(each), 0)
      : list.reduce<bigint>((sum, each) => sum + BigInt(each), 0n);
  environment.registerFunction('list.isSorted(): bool', (list: readonly Comparable[]) =>
    list.every((each, at) => at === 0 || (list[at - 1] ?? each) <= each),
  );
  environment.registerFunction('list.sum(): dyn', adds);
  environment.registerFunction('list.min(): dyn', (list: readonly Comparable[]) => least(list, 1));
  environment.registerFunction('list.max(): dyn', (list: readonly Comparable[]) => least(list, -1));
  environment.registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
    BigInt(list.indexOf(item)),
  );
  environment.registerFunction('list.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
    BigInt(list.lastIndexOf(item)),
  );
  environment.registerFunction(`string.${MATCHES}(string): bool`, (text: string, pattern: string) =>
    patternOf(pattern).test(text),
  );
  environment.registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => patternOf(pattern).find(text) ?? '',
  );
  environment.registerFunction('string.findAll(string): list', (text: string, pattern: string) =>
    patternOf(pattern).findAll(text),
  );
  environment.registerFunction('isURL(string): bool', (text: string) =>
    /^([a-z][a-z0-9+.-]*:\/\/[^\s/]+|\/)\S*$/i.test(text),
  );
  return environment;
}

/** Reads `text`. */
export function readExpression(environment: Environment, text: string): Reading {
  try {
    const evaluate = environment.parse(text);
    matchOurWay(evaluate.ast);
    const check = () => {
      const { type = 'dyn', error } = evaluate.check();
      return error === undefined ? { type } : { mistake: mistakeOf(error, text) };
    };
    return { compiled: { ast: evaluate.ast, evaluate, check } };
  } catch (error) {
    return { mistake: mistakeOf(error, text, 'Syntax error: ') };
  }
}

/** What stands in the place of the language's own `matches`, whose patterns are JavaScript's. */
const MATCHES = '__matches';

function matchOurWay(node: ASTNode): void {
  const { op, args } = node as { readonly op: string; readonly args: unknown[] }; // As the language builds calls.
  if (op === 'rcall' && args[0] === MATCHES)
    throw Object.assign(new Error(`undeclared reference to '${MATCHES}'`), { node });
  if (op === 'rcall' && args[0] === 'matches') args[0] = MATCHES;
  partsOf(node).forEach(matchOurWay);
}

const MATCHING = new Set([MATCHES, 'matches', 'find', 'findAll']);

/** Each call that matches a text with a pattern; `pattern` is undefined where it is not written out. */
export function* matchesIn(node: ASTNode): Iterable<{ word: string; pattern: string | undefined; pos: number }> {
  if (node.op === 'rcall') {
    const [word, , given] = node.args as readonly [string, ASTNode, readonly ASTNode[]]; // So the language builds calls.
    const [asked] = given;
    const pattern = asked?.op === 'value' && typeof asked.args === 'string' ? asked.args : undefined;
    if (MATCHING.has(word)) yield { word: writtenAs(word), pattern, pos: asked?.pos ?? node.pos };
  }
  for (const part of partsOf(node)) yield* matchesIn(part);
}

/** A function's name as a person wrote it. */
export const writtenAs = (word: string): string => (word === MATCHES ? 'matches' : word);

/** What the language says of an error that it threw, with its place in `text`. `what` stands before its words. */
export function mistakeOf(error: unknown, text: string, what = ''): string {
  const { node, message } = error as { readonly node?: { readonly pos?: number }; readonly message: string }; // As it throws.
  const [why = ''] = message.split('\n');
  return located(text, node?.pos ?? text.length, what + why.replaceAll(MATCHES, 'matches'));
}

/** `1:5: why`, the line, and a mark below the column. */
export function located(text: string, at: number, why: string): string {
  const before = text.slice(0, at).split('\n');
  const line = text.split('\n')[before.length - 1] ?? '';
  const column = before.at(-1)?.length ?? 0;
  return `${before.length}:${column + 1}: ${why}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

/** The parts of a node that are nodes. */
export function partsOf({ args }: ASTNode): readonly ASTNode[] {
  const parts: ASTNode[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (isJsonObject(part) && 'op' in part) parts.push(part as unknown as ASTNode); // Only nodes have one.
  };
  visit(args);
  return parts;
}
