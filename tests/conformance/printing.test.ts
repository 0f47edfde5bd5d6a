/** `kubectl get` and `kubectl events` of recorded objects equal what the real kubectl 1.36.3 printed, byte for byte. */
import { expect, test } from 'vitest';
import { print, printingPair } from './printingPair';

const numbers = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '29', '30'];

for (const number of numbers) {
  const pair = printingPair(number);
  test(`${number}: ${pair.command}`, async () => {
    const { stdout, stderr } = await print(pair);
    expect(stdout).toBe(pair.stdout);
    expect(stderr).toBe(pair.stderr);
  });
}
