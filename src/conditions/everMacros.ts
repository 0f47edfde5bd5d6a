/**
 * `ever(kind, name, x, condition)` and `ever1`: whether a condition held for some stored version of an object, and the
 * first such version. Macros of the language: what stands behind `x` is looked at for each version.
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { partsOf } from '../cel/expressions';
import { versionValues } from './pastWords';
import type { Scene } from './scene';

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

/** Words whose value changes although the version does not. Their conditions are looked at anew each time. */
const CHANGING =
  /^(one|object|objs|ev|pods|nodes|events|sumReq|ran|ranFailed|reqs|start|versions|ever|ever1|reached|duration|maxActive|jobAt|everPaused|faultUsed)$/;

/** Makes the macros known. */
export function registerEver(environment: Environment, scene: Scene): void {
  environment.registerFunction('ever(string, string, ast, ast): bool', macroOf(scene, true) as never);
  environment.registerFunction('ever1(string, string, ast, ast): dyn', macroOf(scene, false) as never);
}

function macroOf(scene: Scene, isTest: boolean) {
  return ({ args }: { readonly args: readonly [ASTNode, ASTNode, ASTNode, ASTNode] }) => {
    const [kind, name, variable, condition] = args;
    if (variable.op !== 'id') throw new Error('the third argument of ever is a name for the object');
    const known = isStable(condition) ? new WeakMap<object, boolean>() : undefined;
    let inner: Context;
    const holds = (value: object, evaluator: Evaluator, context: Context): boolean => {
      const before = known?.get(value);
      if (before !== undefined) return before;
      const found = tried(
        () => evaluator.eval(condition, inner.reuse(context).setIterValue(value, evaluator)) === true,
      );
      known?.set(value, found);
      return found;
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
        const all = versionValues(scene, evaluator.eval(kind, context), evaluator.eval(name, context));
        const found = all.find((value) => holds(value, evaluator, context));
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

/** Whether the condition is about the version alone. */
function isStable(node: ASTNode): boolean {
  const word = node.op === 'id' ? String(node.args) : node.op === 'call' ? String((node.args as unknown[])[0]) : '';
  return !CHANGING.test(word) && partsOf(node).every(isStable);
}
