/** `seq`: [FIRST [STEP]] LAST; -s, -w. */
import { program } from '../program';

const MOST = 100_000;

export const seq = program(
  'seq',
  { flags: 'w', values: 's', numbersAreOperands: true },
  async ({ operands, options, io, misuse }) => {
    const numbers = operands.map(Number);
    const wrong = operands.find((operand) => operand === '' || Number.isNaN(Number(operand)));
    if (numbers.length === 0 || numbers.length > 3 || wrong !== undefined) {
      return misuse(wrong === undefined ? 'missing operand' : `invalid floating point argument: ‘${wrong}’`);
    }
    const last = numbers.at(-1) ?? 0;
    const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
    const values: string[] = [];
    for (
      let value = first;
      step !== 0 && (step > 0 ? value <= last : value >= last) && values.length < MOST;
      value += step
    ) {
      values.push(String(value));
    }
    const width = options.has('w') ? Math.max(0, ...values.map((value) => value.length)) : 0;
    if (values.length > 0)
      await io.out(`${values.map((value) => value.padStart(width, '0')).join(options.value('s') ?? '\n')}\n`);
    return 0;
  },
);
