/** `sleep`: seconds of the cluster's clock, with the suffixes s, m, h, d. */
import { program, type Run } from '../program';

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds of `1`, `0.5`, `2m`; undefined for anything else. */
export function readInterval(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (SECONDS[unit] ?? 1) * 1000;
}

export const sleep = program('sleep', {}, async ({ operands, io, world, misuse }: Run) => {
  if (operands.length === 0) {
    return misuse('missing operand');
  }
  const wrong = operands.find((operand) => readInterval(operand) === undefined);
  if (wrong !== undefined) {
    return misuse(`invalid time interval ‘${wrong}’`);
  }
  const totalMs = operands.reduce((sum, operand) => sum + (readInterval(operand) ?? 0), 0);
  await world.clock.sleep(totalMs, io.interrupt);
  return 0;
});
