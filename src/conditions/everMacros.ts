/**
 * `ever(kind, name, x, condition)` and `ever1`: whether a condition held for some stored version of an object, and the
 * first such version. Macros of the language: what stands behind `x` is looked at for each version.
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { partsOf } from '../cel/expressions';
import { NewVersions } from './newVersions';
import { pastOf } from './pastWords';
import { patternOf } from './patterns';
import type { Scene } from './scene';
import { valueOf } from './values';
import { kindNamed } from './words';

/** What the language hands its macros, as far as these use it. */
interface Checker {
  check(node: ASTNode, context: Context): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  eval(node: ASTNode, context: Context): unknown;
}
interface Context {
  forkWithVariable(name: string, type: unknown): Context;
  reuse(parent: Context): Context;
  setIterValue(value: unknown, evaluator: Evaluator): Context;
}

/** Macros of the language that give a name to each part of a list, or to a value. */
const NAMING = new Set(['all', 'exists', 'exists_one', 'filter', 'map', 'bind']);

/** Makes the macros known. `looks`: how often `scene` has been looked at. */
export function registerEver(environment: Environment, scene: Scene, looks: () => number): void {
  environment.registerFunction('ever(string, string, ast, ast): bool', macroOf(scene, looks, true) as never);
  environment.registerFunction('ever1(string, string, ast, ast): dyn', macroOf(scene, looks, false) as never);
}

/** What has been seen of a kind and name. */
interface Seen {
  readonly versions: NewVersions;
  /** The first for which the condition held. */
  found?: object;
}

function macroOf(scene: Scene, looks: () => number, isTest: boolean) {
  return ({ args }: { readonly args: readonly [ASTNode, ASTNode, ASTNode, ASTNode] }) => {
    const [kind, name, variable, condition] = args;
    if (variable.op !== 'id') throw new Error('the third argument of ever is a name for the object');
    const isAlone = isAbout(condition, [String(variable.args)]);
    const all = new Map<string, Seen>();
    let inner: Context;
    const first = (kindGiven: unknown, nameGiven: unknown, evaluator: Evaluator, context: Context) => {
      const versions = pastOf(scene).versions(kindNamed(kindGiven));
      const named = patternOf(nameGiven, true);
      const key = `${String(kindGiven)} ${String(nameGiven)}`;
      const known = all.get(key);
      const seen: Seen = known?.versions.versions === versions ? known : { versions: new NewVersions(versions) };
      const looked = looks();
      while (seen.found === undefined) {
        const next = seen.versions.next();
        if (next === undefined) break;
        if (!named.test(next.object.metadata.name)) continue;
        const value = valueOf(next.object);
        const inside = inner.reuse(context).setIterValue(value, evaluator);
        if (tried(() => evaluator.eval(condition, inside) === true)) seen.found = value;
      }
      // What looks at more than the versions may be otherwise the next time.
      if (isAlone && looks() === looked) all.set(key, seen);
      else all.delete(key);
      return seen.found;
    };
    return {
      typeCheck: (checker: Checker, _: unknown, context: Context) => {
        checker.check(kind, context);
        checker.check(name, context);
        inner = context.forkWithVariable(String(variable.args), checker.getType('dyn'));
        checker.check(condition, inner);
        return checker.getType(isTest ? 'bool' : 'dyn');
      },
      evaluate: (evaluator: Evaluator, _: unknown, context: Context) => {
        const found = first(evaluator.eval(kind, context), evaluator.eval(name, context), evaluator, context);
        return isTest ? found !== undefined : (found ?? null);
      },
    };
  };
}

/** A field that a version does not have yet is no mistake: the condition does not hold for it. */
function tried(act: () => boolean): boolean {
  try {
    return act();
  } catch {
    return false;
  }
}

/** Whether the expression is about nothing but what `names` stand for, and the functions that it calls. */
function isAbout(node: ASTNode, names: readonly string[]): boolean {
  if (node.op === 'id') return names.includes(String(node.args));
  const [word, , [named] = []] = (node.op === 'rcall' ? node.args : []) as readonly [string?, ASTNode?, ASTNode[]?]; // So the language builds calls.
  const isNaming = word !== undefined && NAMING.has(word) && named?.op === 'id';
  const inner = isNaming ? [...names, String(named.args), 'cel'] : names;
  return partsOf(node).every((part) => isAbout(part, inner));
}
