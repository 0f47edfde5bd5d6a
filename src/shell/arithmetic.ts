/** `$((...))`: whole numbers, + - * / %, comparisons, brackets, variables. Models POSIX sh arithmetic. Left out: bits, assignments, `?:`. */

/** An expression that is none, in bash's words. */
export class ArithmeticError extends Error {
  override name = 'ArithmeticError';
}

const TOKEN = /\s*(?:(\d+)|([A-Za-z_]\w*)|(\|\||&&|[<>=!]=|[-+*/%()<>!]))/y;
/** Operators by how strongly they bind, the weakest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The value of `text`; a variable that is no number counts as 0. Throws ArithmeticError. */
export function evaluate(text: string, variable: (name: string) => string): number {
  const tokens = tokensOf(text);
  let at = 0;
  const level = (index: number): number => {
    const operators = LEVELS[index];
    if (operators === undefined) return unary();
    let value = level(index + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at += 1;
      value = apply(operator, value, level(index + 1), text);
    }
    return value;
  };
  const unary = (): number => {
    const token = tokens[at++];
    if (token === '-') return -unary();
    if (token === '+') return unary();
    if (token === '!') return unary() === 0 ? 1 : 0;
    if (token === '(') {
      const value = level(0);
      if (tokens[at++] !== ')') throw failure(text, "missing `)'");
      return value;
    }
    if (token !== undefined && /^\d/.test(token)) return Number(token);
    if (token !== undefined && /^\w/.test(token)) return Math.trunc(Number(variable(token))) || 0;
    throw failure(text, 'operand expected');
  };
  if (tokens.length === 0) return 0;
  const value = level(0);
  if (at < tokens.length) throw failure(text, 'syntax error in expression');
  return value;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const found = TOKEN.exec(trimmed);
    if (found === null) throw failure(text, 'syntax error: invalid arithmetic operator');
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}

function apply(operator: string, left: number, right: number, text: string): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
    case '%':
      if (right === 0) throw failure(text, 'division by 0');
      return operator === '/' ? Math.trunc(left / right) : left % right;
    case '||':
      return left !== 0 || right !== 0 ? 1 : 0;
    case '&&':
      return left !== 0 && right !== 0 ? 1 : 0;
    default:
      return compare(operator, left, right) ? 1 : 0;
  }
}

function compare(operator: string, left: number, right: number): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  return operator === '==' ? left === right : left !== right;
}

function failure(text: string, why: string): ArithmeticError {
  return new ArithmeticError(`${text.trim()}: ${why}`);
}
