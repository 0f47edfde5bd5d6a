/**
 * Regular expressions as Kubernetes reads them: RE2's syntax, matched in time that grows with the text and never worse.
 * JavaScript's own backtrack, and a pattern of a stranger may take for ever. Models Go's regexp and regexp/syntax (1.26).
 * Left out: what groups captured.
 */
import { type Assertion, type Node, parsePattern } from './re2Syntax';

/** A pattern that could be read. Where several matches begin at one place, the one that the pattern prefers counts. */
export interface Pattern {
  /** Whether some part of `text` matches. */
  test(text: string): boolean;
  /** The first part of `text` that matches. */
  find(text: string): string | undefined;
  /** All of them, one behind the other. */
  findAll(text: string): readonly string[];
}

type Step =
  | { readonly type: 'char'; readonly fits: (char: string) => boolean }
  | { readonly type: 'assert'; readonly assertion: Assertion }
  /** Goes on at either, `first` rather than `second`. */
  | { readonly type: 'fork'; first: number; second: number }
  | { readonly type: 'match' };

/** Patterns that unfold to more are refused: each character of a text meets all of it. */
const MOST_STEPS = 5_000;
/** So many answers of a pattern are kept: goals ask the same of the same texts at every change. */
const MOST_KEPT = 500;

const MOST_PATTERNS = 1_024;
const patterns = new Map<string, Pattern>();

/**
 * The pattern that `source` is, read once. Throws an Error with Go's words for what RE2 does not read:
 * `error parsing regexp: invalid escape sequence: ...`.
 */
export function patternOf(source: string): Pattern {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = readPattern(source);
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  patterns.set(source, made);
  return made;
}

function readPattern(source: string): Pattern {
  const steps = stepsOf(parsePattern(source), source);
  const kept = new Map<string, boolean>();
  return {
    test: (text) => {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const found = search(steps, text, 0, true) !== undefined;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(text, found);
      return found;
    },
    find: (text) => {
      const found = search(steps, text, 0, false);
      return found && text.slice(found.from, found.to);
    },
    findAll: (text) => [...allIn(steps, text)],
  };
}

function* allIn(steps: readonly Step[], text: string): Iterable<string> {
  let last = -1;
  for (let at = 0; at <= text.length; ) {
    const found = search(steps, text, at, false);
    if (found === undefined) return;
    const { from, to } = found;
    // Nothing right behind a match is no further match.
    if (to > from || from !== last) yield text.slice(from, to);
    last = to;
    at = to > from ? to : to + widthAt(text, to);
  }
}

function stepsOf(node: Node, source: string): readonly Step[] {
  const steps: Step[] = [];
  const add = <T extends Step>(step: T): T => {
    if (steps.length >= MOST_STEPS) throw new Error(`error parsing regexp: expression too large: \`${source}\``);
    steps.push(step);
    return step;
  };
  /** Afterwards, what comes next stands behind what was built. */
  const build = (each: Node): void => {
    switch (each.type) {
      case 'char':
        add({ type: 'char', fits: each.fits });
        break;
      case 'assert':
        add({ type: 'assert', assertion: each.assertion });
        break;
      case 'sequence':
        each.parts.forEach(build);
        break;
      case 'either':
        either(each.parts);
        break;
      case 'repeat':
        repeat(each);
        break;
      default:
        each satisfies never;
    }
  };
  const either = ([first, ...others]: readonly Node[]): void => {
    if (first === undefined) return;
    if (others.length === 0) return build(first);
    const fork = add({ type: 'fork', first: steps.length + 1, second: 0 });
    build(first);
    const end = add({ type: 'fork', first: 0, second: 0 });
    fork.second = steps.length;
    either(others);
    end.first = steps.length;
    end.second = steps.length;
  };
  const repeat = ({ part, least, most, isLazy }: Node & { type: 'repeat' }): void => {
    for (let count = 1; count < least; count += 1) build(part);
    const again = () => {
      const from = steps.length;
      build(part);
      const fork = add({ type: 'fork', first: from, second: steps.length + 1 });
      if (isLazy) [fork.first, fork.second] = [fork.second, fork.first];
    };
    if (most === undefined) return least === 0 ? skipping(isLazy, again) : again();
    if (least > 0) build(part);
    const optional = (left: number): void => {
      if (left === 0) return;
      skipping(isLazy, () => {
        build(part);
        optional(left - 1);
      });
    };
    optional(most - least);
  };
  const skipping = (isLazy: boolean, inner: () => void): void => {
    const at = steps.length;
    const fork = add({ type: 'fork', first: at + 1, second: at + 1 });
    inner();
    if (isLazy) fork.first = steps.length;
    else fork.second = steps.length;
  };
  build(node);
  add({ type: 'match' });
  return steps;
}

interface Thread {
  readonly step: number;
  readonly from: number;
}

/** All ways through the pattern at once, the preferred ones first: no character of the text is looked at twice. */
function search(
  steps: readonly Step[],
  text: string,
  from: number,
  isTest: boolean,
): { readonly from: number; readonly to: number } | undefined {
  const seen = new Int32Array(steps.length).fill(-1);
  let threads: Thread[] = [];
  let found: { readonly from: number; readonly to: number } | undefined;
  for (let at = from; ; ) {
    const next: Thread[] = [];
    const char = charAt(text, at);
    const ways: Thread[] = [];
    for (const { step, from: begun } of threads) follow(steps, step, text, at, begun, seen, ways);
    if (found === undefined) follow(steps, 0, text, at, at, seen, ways);
    for (const { step: index, from: begun } of ways) {
      const step = steps[index];
      if (step?.type === 'match') {
        if (isTest) return { from: begun, to: at };
        found = { from: begun, to: at };
        break; // Whoever comes behind it is less preferred.
      }
      if (step?.type === 'char' && char !== undefined && step.fits(char)) next.push({ step: index + 1, from: begun });
    }
    if (char === undefined || (next.length === 0 && found !== undefined)) return found;
    threads = next;
    at += char.length;
  }
}

/** Adds to `ways` where one stands behind `step` without another character. */
function follow(
  steps: readonly Step[],
  first: number,
  text: string,
  at: number,
  from: number,
  seen: Int32Array,
  ways: Thread[],
): void {
  const open = [first];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen[index] === at) continue;
    seen[index] = at;
    const step = steps[index];
    if (step?.type === 'fork') open.push(step.second, step.first);
    else if (step?.type === 'assert') {
      if (holds(step.assertion, text, at)) open.push(index + 1);
    } else ways.push({ step: index, from });
  }
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  const isWord = (place: number) => /\w/.test(text.charAt(place));
  switch (assertion) {
    case 'textStart':
      return at === 0;
    case 'textEnd':
      return at === text.length;
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n';
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    case 'wordEdge':
      return isWord(at - 1) !== isWord(at);
    case 'noWordEdge':
      return isWord(at - 1) === isWord(at);
    default:
      return assertion satisfies never;
  }
}

function charAt(text: string, at: number): string | undefined {
  const point = text.codePointAt(at);
  return point === undefined ? undefined : String.fromCodePoint(point);
}

const widthAt = (text: string, at: number): number => charAt(text, at)?.length ?? 1;
