/**
 * Reads label selectors as `-l` and the labelSelector parameter spell them, refusing with Kubernetes' own sentences.
 * Models Lexer, Parser and NewRequirement of staging/src/k8s.io/apimachinery/pkg/labels/selector.go (v1.36.3).
 */
import type { Requirement } from './labels';
import { labelValueErrors, qualifiedNameErrors } from './qualifiedName';

/** A selector that cannot be read. The message is Kubernetes' own. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

type TokenType =
  | 'identifier'
  | 'end'
  | 'error'
  | '!'
  | '='
  | '=='
  | '!='
  | '>'
  | '<'
  | '('
  | ')'
  | ','
  | 'in'
  | 'notin';
interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const symbols: readonly TokenType[] = ['!', '=', '==', '!=', '>', '<', '(', ')', ','];

/** The terms of `text`; none for an empty text. Throws SelectorError. */
export function parseLabelSelector(text: string): readonly Requirement[] {
  return new Parser(tokensOf(text)).parse();
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (' \t\r\n'.includes(char)) {
      at += 1;
      continue;
    }
    const token = isSymbol(char) ? symbolAt(text, at) : wordAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function isSymbol(char: string): boolean {
  return '=!(),><'.includes(char);
}

/** The longest operator that begins here: `==`, but `=` before another sign. */
function symbolAt(text: string, at: number): Token {
  const two = text.slice(at, at + 2);
  const pair = symbols.find((symbol) => symbol === two && symbol.length === 2);
  const single = symbols.find((symbol) => symbol === text.charAt(at));
  const type = pair ?? single ?? 'error';
  return { type, text: type === 'error' ? text.charAt(at) : type };
}

function wordAt(text: string, at: number): Token {
  let end = at;
  while (end < text.length && !isSymbol(text.charAt(end)) && !' \t\r\n'.includes(text.charAt(end))) end += 1;
  const word = text.slice(at, end);
  return { type: word === 'in' || word === 'notin' ? word : 'identifier', text: word };
}

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const first = this.peek('values');
      if (first.type === 'end') return requirements;
      if (first.type !== 'identifier' && first.type !== '!') {
        throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.requirement());
      const next = this.take('values');
      if (next.type === 'end') return requirements;
      if (next.type !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
      const after = this.peek('values');
      if (after.type !== 'identifier' && after.type !== '!') {
        throw new SelectorError(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  /** `in` and `notin` are words where an operator may stand, identifiers elsewhere. */
  private peek(context: 'values' | 'operator'): Token {
    const token = this.tokens[this.at] ?? { type: 'end', text: '' };
    const isWord = token.type === 'in' || token.type === 'notin';
    return isWord && context === 'values' ? { type: 'identifier', text: token.text } : token;
  }

  private take(context: 'values' | 'operator'): Token {
    const token = this.peek(context);
    this.at += 1;
    return token;
  }

  private requirement(): Requirement {
    const negated = this.peek('values').type === '!';
    if (negated) this.take('values');
    const key = this.take('values');
    if (key.type !== 'identifier') throw refused(`found '${key.text}', expected: identifier`);
    checkKey(key.text);
    const next = this.peek('values').type;
    if (negated) return { key: key.text, operator: 'DoesNotExist', values: [] };
    if (next === 'end' || next === ',') return { key: key.text, operator: 'Exists', values: [] };
    const operator = this.operator();
    const values = operator === 'In' || operator === 'NotIn' ? this.valueSet() : [this.value()];
    return checked(key.text, operator, values);
  }

  private operator(): Requirement['operator'] {
    const token = this.take('operator');
    switch (token.type) {
      case 'in':
        return 'In';
      case 'notin':
        return 'NotIn';
      case '=':
      case '==':
      case '!=':
        return token.type;
      case '>':
        return 'Gt';
      case '<':
        return 'Lt';
      default:
        throw refused(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  private value(): string {
    const next = this.peek('values');
    if (next.type === 'end' || next.type === ',') return '';
    this.take('values');
    if (next.type === 'identifier') return next.text;
    throw refused(`found '${next.text}', expected: identifier`);
  }

  private valueSet(): readonly string[] {
    const open = this.take('values');
    if (open.type !== '(') throw refused(`found '${open.text}' expected: '('`);
    const next = this.peek('values');
    if (next.type === ')') {
      this.take('values');
      return ['']; // `in ()` asks for an empty value: so does the real parser.
    }
    if (next.type !== 'identifier' && next.type !== ',') {
      throw refused(`found '${next.text}', expected: ',', ')' or identifier`);
    }
    const values = this.identifiers();
    const close = this.take('values');
    if (close.type !== ')') throw refused(`found '${close.text}', expected: ')'`);
    return [...values].sort();
  }

  /** `(,a)` and `(a,)` hold the empty value too. */
  private identifiers(): ReadonlySet<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.take('values');
      if (token.type === 'identifier') {
        values.add(token.text);
        const next = this.peek('values');
        if (next.type === ')') return values;
        if (next.type !== ',') throw refused(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.type === ',') {
        if (values.size === 0) values.add('');
        const next = this.peek('values');
        if (next.type === ')') return values.add('');
        if (next.type === ',') values.add('');
      } else {
        throw refused(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }
}

function refused(why: string): SelectorError {
  return new SelectorError(`unable to parse requirement: ${why}`);
}

function checkKey(key: string): void {
  const errors = qualifiedNameErrors(key);
  if (errors.length > 0) throw refused(`<nil>: Invalid value: ${JSON.stringify(key)}: ${errors.join('; ')}`);
}

function checked(key: string, operator: Requirement['operator'], values: readonly string[]): Requirement {
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    throw refused("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
  }
  values.forEach((value, index) => {
    if ((operator === 'Gt' || operator === 'Lt') && !/^[+-]?\d+$/.test(value)) {
      throw refused(
        `values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
    const errors = labelValueErrors(value);
    if (errors.length > 0) {
      throw refused(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${errors.join('; ')}`);
    }
  });
  return { key, operator, values };
}
