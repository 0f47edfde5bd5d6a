/**
 * Conditions over the objects of a cluster, in the Common Expression Language: `ready < 2`,
 * `pods.exists(p, restarts(p) > 3)`. What stops the clock, and what a goal of a lesson is.
 */
import type { Evaluation } from '../client/stepping';
import { type Compiled, newEnvironment, readExpression } from '../cel/expressions';
import { registerEver } from './everMacros';
import { pastFunctions } from './pastWords';
import { checkPatterns } from './patterns';
import type { Past, Scene, Source } from './scene';
import { textOf } from './values';
import { functions, variables } from './words';

/** An expression that could be read. */
export interface Condition {
  readonly expression: string;
  /** It is true or false, or that is told only by the objects that it meets. */
  readonly isCondition: boolean;
  /** What it is now. */
  evaluate(): Evaluation;
  /** What it looked at last: while none of that changes, its value does not. */
  readonly looksAt: ReadonlySet<Source>;
}

/** Reads conditions about `scene`. */
export function conditionsOf(scene: Scene): {
  /** Throws an Error with the parser's words for an expression that is none. */
  read(expression: string): Condition;
} {
  const environment = newEnvironment();
  let looksAt = new Set<Source>();
  let looks = 0;
  const look = <T>(source: Source, value: T): T => {
    looksAt.add(source);
    looks += 1;
    return value;
  };
  const { past } = scene;
  const noted: Scene = {
    list: (kind) => look(kind, scene.list(kind)),
    ...(past === undefined ? {} : { past: notedPast(past, look) }),
  };
  const context = {};
  for (const { name, type, value } of variables) {
    environment.registerVariable(name, type);
    Object.defineProperty(context, name, { get: () => value(noted), enumerable: true });
  }
  for (const { signature, call } of wordsOf(scene)) {
    environment.registerFunction(signature, (...given: readonly unknown[]) => call(noted, ...given));
  }
  if (past !== undefined) registerEver(environment, noted, () => looks);
  const read = (expression: string): Condition => {
    const reading = readExpression(environment, expression);
    if ('mistake' in reading) throw new Error(reading.mistake);
    const { compiled } = reading;
    checkPatterns(compiled.ast);
    const checked = compiled.check();
    if ('mistake' in checked) throw new Error(checked.mistake);
    const isCondition = checked.type === 'bool' || checked.type === 'dyn';
    const condition = {
      expression,
      isCondition,
      looksAt,
      evaluate: () => {
        looksAt = new Set();
        condition.looksAt = looksAt;
        return evaluated(compiled, context, isCondition);
      },
    };
    return condition;
  };
  return { read };
}

/** Where there is a past, a word of it takes the place of the same word about the present. */
function wordsOf({ past }: Scene): typeof functions {
  if (past === undefined) return functions;
  const told = new Set(pastFunctions.map(({ signature }) => signature));
  return [...functions.filter(({ signature }) => !told.has(signature)), ...pastFunctions];
}

function notedPast(past: Past, look: <T>(source: Source, value: T) => T): Past {
  return {
    startedAt: past.startedAt,
    start: (kind) => past.start(kind),
    versions: (kind) => look(kind, past.versions(kind)),
    lines: () => look('line', past.lines()),
    requests: () => look('request', past.requests()),
    faults: () => look('fault', past.faults()),
  };
}

/** A value that is not there, such as a field that an object does not have, is no mistake: it may come. */
function evaluated(compiled: Compiled, context: Readonly<Record<string, unknown>>, mayHold: boolean): Evaluation {
  try {
    const value = compiled.evaluate(context);
    return { value: textOf(value), holds: value === true, isCondition: mayHold && typeof value === 'boolean' };
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { holds: false, isCondition: mayHold, error: why };
  }
}
