/**
 * Tokens of a template with up to three of them looked at ahead.
 * Models Tree.next, peek and backup of text/template/parse/parse.go (Go 1.26).
 */
import type { Lexer, Token } from './lexer';

const none: Token = { type: 'eof', at: 0, text: 'EOF', line: 0 };

/** Reads a lexer and can put tokens back. */
export class TokenStream {
  private readonly slots: [Token, Token, Token] = [none, none, none];
  private peeked = 0;

  constructor(private readonly lexer: Lexer) {}

  /** Where messages say that something is wrong: the line of the token that was read last from the lexer. */
  get line(): number {
    return this.slots[0].line;
  }

  /** The next token, which counts as read. */
  next(): Token {
    if (this.peeked > 0) this.peeked -= 1;
    else this.slots[0] = this.lexer.next();
    return this.slots[this.peeked] ?? this.slots[0];
  }

  /** Makes the last token the next one again. */
  back(): void {
    this.peeked += 1;
  }

  /** Puts `token` before the one that was peeked. */
  back2(token: Token): void {
    this.slots[1] = token;
    this.peeked = 2;
  }

  /** Puts two tokens before the one that was peeked. */
  back3(first: Token, second: Token): void {
    this.slots[1] = second;
    this.slots[2] = first;
    this.peeked = 3;
  }

  /** The next token, which stays. */
  peek(): Token {
    if (this.peeked === 0) {
      this.peeked = 1;
      this.slots[0] = this.lexer.next();
    }
    return this.slots[this.peeked - 1] ?? this.slots[0];
  }

  /** The next token that is no blank. */
  nextNonSpace(): Token {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  /** The next token that is no blank; it stays, blanks before it are gone. */
  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.back();
    return token;
  }
}
