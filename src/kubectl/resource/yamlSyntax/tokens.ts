/**
 * What YAML text is made of, as go-yaml's scanner sees it.
 */

/** A place in the text; lines and columns count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

export type TokenType =
  | 'stream end'
  | 'directive'
  | 'document start'
  | 'document end'
  | 'block sequence start'
  | 'block mapping start'
  | 'block end'
  | '['
  | ']'
  | '{'
  | '}'
  | 'entry'
  | ','
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
  /** Of anchors and aliases: the name. */
  readonly text?: string;
}

/**
 * Text that is no YAML. The message is go-yaml's, with the line as it counts it: the scanner's from 1, the parser's
 * from 0, and none where that is 0.
 */
export class YamlError extends Error {
  override name = 'YamlError';
}

/** The scanner stopped at `at`; `context` is where the thing began that it was in. */
export function scannerError(problem: string, at: Mark, context: Mark): YamlError {
  return new YamlError(`yaml: ${at.line === 0 ? lineText(context.line) : lineText(at.line + 1)}${problem}`);
}

/** The parser did not expect the token at `at`. */
export function parserError(problem: string, at: Mark, context: Mark): YamlError {
  return new YamlError(`yaml: ${lineText(at.line === 0 ? context.line : at.line)}${problem}`);
}

const lineText = (line: number): string => (line === 0 ? '' : `line ${line}: `);
