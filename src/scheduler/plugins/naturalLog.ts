/** ln of a whole number from + - * / alone: Math.log may differ between browsers, and this ends up in the state. */

const LN_2 = 0.6931471805599453;

/** The natural logarithm of `value` (>= 1), to about 15 digits. */
export function naturalLog(value: number): number {
  let rest = value;
  let twos = 0;
  while (rest > 1.5) {
    rest /= 2;
    twos += 1;
  }
  // ln(rest) = 2 artanh((rest - 1) / (rest + 1)), and |rest - 1| <= 0.5 makes the series short.
  const x = (rest - 1) / (rest + 1);
  let power = x;
  let sum = 0;
  for (let n = 1; n < 40; n += 2) {
    sum += power / n;
    power *= x * x;
  }
  return 2 * sum + twos * LN_2;
}
