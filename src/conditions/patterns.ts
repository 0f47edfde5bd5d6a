/**
 * Regular expressions of conditions. Lessons bring those of strangers: what backtracks without an end is refused before
 * it is tried.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { partsOf } from '../cel/expressions';

const LONGEST_PATTERN = 300;
const MOST_REPETITIONS = 8;

const known = new Map<string, RegExp>();

/** The pattern that `text` is; `isWhole`: of a whole text. Throws an Error with readable words for one that is none, or may take for ever. */
export function patternOf(text: unknown, isWhole = false): RegExp {
  const source = isWhole ? `^(?:${String(text)})$` : String(text);
  const found = known.get(source);
  if (found !== undefined) return found;
  checkPattern(source);
  const made = new RegExp(source, 'u');
  known.set(source, made);
  return made;
}

/** A group that is open: what stands in it so far. */
interface Group {
  /** Something in it may be there once more, or not at all. */
  hasRepetition: boolean;
  readonly from: number;
  /** Where its alternatives begin. */
  readonly alternatives: number[];
}

/** Escapes, classes, beginnings of groups, how often something is there, and single characters. */
const TOKEN =
  /\\(?:u\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu;

/** Throws an Error for a pattern that is too long, or in which something repeated can be read in several ways. */
function checkPattern(source: string): void {
  if (source.length > LONGEST_PATTERN) throw new Error(`a pattern of more than ${LONGEST_PATTERN} characters`);
  const open: Group[] = [{ hasRepetition: false, from: 0, alternatives: [0] }];
  let last: { readonly group: Group; readonly end: number } | undefined;
  let count = 0;
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    const group = open.at(-1);
    if (group === undefined) break; // More brackets closed than opened: no pattern at all.
    const ended = last;
    last = undefined;
    if (token.startsWith('(')) {
      const from = index + token.length;
      open.push({ hasRepetition: false, from, alternatives: [from] });
    } else if (token === ')') {
      open.pop();
      last = { group, end: index };
      const around = open.at(-1);
      if (around !== undefined) around.hasRepetition ||= group.hasRepetition;
    } else if (token === '|') group.alternatives.push(index + 1);
    else if (/^([*+?]|\{\d)/.test(token)) {
      group.hasRepetition = true;
      if (token.startsWith('?')) continue;
      count += 1;
      if (ended !== undefined) checkRepeated(source, ended.group, ended.end);
    }
  }
  if (count > MOST_REPETITIONS) throw new Error(`more than ${MOST_REPETITIONS} repetitions: ${source}`);
}

/** Of a group that is repeated: at each place there must be one way to go on. */
function checkRepeated(source: string, { hasRepetition, from, alternatives }: Group, end: number): void {
  if (hasRepetition) throw new Error(`a repetition within a repetition: ${source}`);
  if (alternatives.length === 1 || /^(\.\|\\n|\\n\|\.)$/.test(source.slice(from, end))) return;
  const first = alternatives.map((at) => /^(?:\\[^\w]|[^\\.[(^$])/u.exec(source.slice(at, end))?.[0]);
  if (first.includes(undefined) || new Set(first).size < first.length)
    throw new Error(`alternatives that begin alike within a repetition: ${source}`);
}

const MATCHING = new Set(['matches', 'find', 'findAll']);

/** Throws an Error for an expression that matches texts with such patterns, or with ones that are not written out. */
export function checkPatterns(node: ASTNode): void {
  if (node.op === 'rcall') {
    const [word, , given] = node.args as readonly [string, ASTNode, readonly ASTNode[]]; // So the language builds calls.
    if (MATCHING.has(word)) {
      const [asked] = given;
      if (asked?.op !== 'value' || typeof asked.args !== 'string') throw new Error(`${word} takes a pattern in quotes`);
      patternOf(asked.args);
    }
  }
  partsOf(node).forEach(checkPatterns);
}
