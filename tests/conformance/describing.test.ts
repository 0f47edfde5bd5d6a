/** `kubectl describe` of recorded objects equals what the real kubectl 1.36.3 printed of them, byte for byte. */
import { expect, test } from 'vitest';
import { print, printingPair } from './printingPair';

const numbers = ['14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '31'];

for (const number of numbers) {
  const pair = printingPair(number);
  test(`${number}: ${pair.command}`, async () => {
    const { stdout, stderr } = await print(pair);
    expect(inFixedOrder(stdout)).toBe(inFixedOrder(pair.stdout));
    expect(stderr).toBe(pair.stderr);
  });
}

/** The real one walks the resources of one LimitRange item in the order of a Go map, which changes from run to run. */
function inFixedOrder(text: string): string {
  return text.replace(/(?:^ ?(?:Container|Pod) +(?:cpu|memory) .*\n)+/gm, (rows) => rows.split('\n').sort().join('\n'));
}
