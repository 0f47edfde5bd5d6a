/**
 * Reads a Corefile into server blocks and their directives, and tells what is wrong with it in CoreDNS's words.
 * Models caddyfile/parse.go of coredns/caddy 1.1. Left out: snippets, `import`, environment variables.
 */

/** One line of a directive's block, or the directive's own. */
export interface Words {
  readonly words: readonly string[];
  /** Of the file, from 1. */
  readonly line: number;
}
/** A directive: `forward . 8.8.8.8 { ... }`. */
export interface Directive extends Words {
  readonly block: readonly Words[];
}
/** What serves some zones. */
export interface Block {
  readonly keys: readonly string[];
  readonly directives: readonly Directive[];
}

/** The Corefile cannot be used; the message is what CoreDNS writes. */
export class CorefileError extends Error {}

/** One word of the file. */
export interface Token {
  readonly text: string;
  readonly line: number;
}

/** An error at a place of the file. */
export function errorAt(path: string, line: number, what: string): CorefileError {
  return new CorefileError(`${path}:${line} - Error during parsing: ${what}`);
}

/** Throws a CorefileError. `path` is the file's name in messages, `isKnown` whether a directive exists. */
export function readCorefile(text: string, path: string, isKnown: (directive: string) => boolean): Block[] {
  const tokens = tokensOf(text);
  const blocks: Block[] = [];
  let at = 0;
  const peek = () => tokens[at];
  const lineBefore = () => tokens[at - 1]?.line ?? 1;
  const endOfFile = () => errorAt(path, lineBefore(), 'Unexpected EOF');
  const readDirective = (): Directive => {
    const { text: name, line } = tokens[at++] ?? { text: '', line: 1 };
    if (!isKnown(name)) throw errorAt(path, line, `Unknown directive '${name}'`);
    const own = [name];
    while (peek()?.line === line && !isBrace(peek())) own.push(tokens[at++]?.text ?? '');
    const block: { words: string[]; line: number }[] = [];
    if (peek()?.text === '{') {
      at++;
      for (let depth = 1; depth > 0; at++) {
        const token = peek();
        if (token === undefined) throw endOfFile();
        if (token.text === '{') depth++;
        else if (token.text === '}') depth--;
        else if (block.at(-1)?.line === token.line) block.at(-1)?.words.push(token.text);
        else block.push({ words: [token.text], line: token.line });
      }
    }
    return { words: own, line, block };
  };
  while (at < tokens.length) {
    const keys: string[] = [];
    while (peek() !== undefined && peek()?.text !== '{') keys.push((tokens[at++]?.text ?? '').replace(/,$/, ''));
    const directives: Directive[] = [];
    at++;
    while (peek()?.text !== '}') {
      if (peek() === undefined) {
        // Nothing but the names of zones.
        if (directives.length === 0 && at > tokens.length) break;
        throw new CorefileError(
          `${path}:${lineBefore()} - Syntax error: Unexpected token '${tokens.at(-1)?.text ?? ''}', expecting '}'`,
        );
      }
      directives.push(readDirective());
    }
    at++;
    blocks.push({ keys, directives });
  }
  return blocks;
}

function isBrace(token: Token | undefined): boolean {
  return token?.text === '{' || token?.text === '}';
}

/** The words of a Corefile, without comments. */
export function tokensOf(text: string): Token[] {
  return text.split('\n').flatMap((content, index) => {
    const found = content.match(/#.*|"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? [];
    const comment = found.findIndex((each) => each.startsWith('#'));
    const kept = comment < 0 ? found : found.slice(0, comment);
    return kept.map((each) => ({ text: each.replace(/^"(.*)"$/, '$1').replaceAll('\\"', '"'), line: index + 1 }));
  });
}
