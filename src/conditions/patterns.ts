/**
 * Regular expressions of conditions. Lessons bring those of strangers: they are matched in time that grows with the text,
 * and what RE2 does not read is refused before it is tried.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { matchesIn } from '../cel/expressions';
import { type Pattern, patternOf as readOf } from '../cel/re2';

const LONGEST_PATTERN = 300;

/** The pattern that `text` is; `isWhole`: of a whole text. Throws an Error with readable words for one that is none, or too long. */
export function patternOf(text: unknown, isWhole = false): Pattern {
  const source = String(text);
  if (source.length > LONGEST_PATTERN) throw new Error(`a pattern of more than ${LONGEST_PATTERN} characters`);
  return readOf(isWhole ? `^(?:${source})$` : source);
}

/** Throws an Error for an expression that matches texts with what is no pattern, or with one that is not written out. */
export function checkPatterns(node: ASTNode): void {
  for (const { word, pattern } of matchesIn(node)) {
    if (pattern === undefined) throw new Error(`${word} takes a pattern in quotes`);
    patternOf(pattern);
  }
}
