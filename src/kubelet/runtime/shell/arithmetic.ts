/** `$((...))`: whole numbers with C's operators and precedence. Left out: assignment, bit operators. */

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Longer sums are nobody's. */
const MAX_TOKENS = 500;

/** The value; unknown names count as 0, what cannot be read as 0 too. */
export function evaluate(source: string, variable: (name: string) => string): number {
  const expanded = source.replace(/\$\{?([A-Za-z_]\w*|\d)\}?/g, '$1');
  const tokens = expanded.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%<>()!?:]/g) ?? [];
  if (tokens.length > MAX_TOKENS) return 0;
  let at = 0;
  const take = (token: string) => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };
  const primary = (): number => {
    if (take('-')) return -primary();
    if (take('+')) return primary();
    if (take('!')) return primary() === 0 ? 1 : 0;
    if (take('(')) {
      const value = ternary();
      take(')');
      return value;
    }
    const token = tokens[at++] ?? '0';
    return Math.trunc(Number(/^\d/.test(token) ? token : variable(token))) || 0;
  };
  const level = (depth: number): number => {
    const operators = LEVELS[depth];
    if (!operators) return primary();
    let left = level(depth + 1);
    for (;;) {
      const operator = operators.find((candidate) => tokens[at] === candidate);
      if (operator === undefined) return left;
      at += 1;
      left = apply(operator, left, level(depth + 1));
    }
  };
  const ternary = (): number => {
    const condition = level(0);
    if (!take('?')) return condition;
    const yes = ternary();
    take(':');
    const no = ternary();
    return condition !== 0 ? yes : no;
  };
  return ternary();
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? 0 : Math.trunc(a / b);
    case '%':
      return b === 0 ? 0 : a % b;
    case '&&':
      return Number(a !== 0 && b !== 0);
    case '||':
      return Number(a !== 0 || b !== 0);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    default:
      return Number(a >= b);
  }
}
