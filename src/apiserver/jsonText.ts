/**
 * JSON text as Go's encoding/json takes it: no deeper than it goes, and with its words for what is none.
 * Models src/encoding/json/scanner.go (Go 1.26). Simplified: of mistakes in the middle only the commonest are told apart.
 */

/** As maxNestingDepth: more objects and lists in one another are refused. */
const MAX_DEPTH = 10_000;

/** The value of `text`. Throws SyntaxError with encoding/json's words. */
export function parseJson(text: string): unknown {
  const found = text.length > MAX_DEPTH ? depthError(text) : undefined;
  if (found !== undefined) throw new SyntaxError(found);
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(jsonSyntaxError(text));
  }
}

/** The words of an error that `parseJson` has thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The refusal of a text that goes too deep before it goes wrong otherwise. One pass, whatever the depth. */
function depthError(text: string): string | undefined {
  const at = tooDeepAt(text);
  if (at === undefined) return undefined;
  return isSoundBefore(text, at) ? `invalid character '${text.charAt(at)}' exceeded max depth` : undefined;
}

const QUOTE = 34;
const BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const BRACE = 123;
const CLOSING_BRACE = 125;

/** Where the first object or list stands that is in too many others. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === BRACE || code === BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH) return at;
    } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
  }
  return undefined;
}

/** Where the text in quotes ends that opens at `from`. */
function endOfText(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether `text` is JSON up to the value that begins at `end`: with another value there and all closed, it is whole. */
function isSoundBefore(text: string, end: number): boolean {
  const closing: string[] = [];
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === BRACE) closing.push('}');
    else if (code === BRACKET) closing.push(']');
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) closing.pop();
  }
  try {
    JSON.parse(`${text.slice(0, end)}0${closing.reverse().join('')}`);
    return true;
  } catch {
    return false;
  }
}

/** What encoding/json says of a text that is no JSON. */
export function jsonSyntaxError(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '{' || trimmed === '[') return 'unexpected end of JSON input';
  const first = trimmed.charAt(0);
  for (const [letter, literal] of [
    ['n', 'null'],
    ['t', 'true'],
    ['f', 'false'],
  ] as const) {
    if (first !== letter) continue;
    const at = [...literal].findIndex((expected, index) => trimmed.charAt(index) !== expected);
    const found = trimmed.charAt(at);
    if (found === '') return 'unexpected end of JSON input';
    return `invalid character '${found}' in literal ${literal} (expecting '${literal.charAt(at)}')`;
  }
  if (!'{["-0123456789'.includes(first)) return `invalid character '${first}' looking for beginning of value`;
  return isCutShort(trimmed) ? 'unexpected end of JSON input' : 'invalid character in JSON input';
}

/** True if brackets or a text stay open at the end. */
function isCutShort(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (inText) {
      if (char === '\\') at += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return inText || depth > 0;
}
