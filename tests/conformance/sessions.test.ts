/** Recorded sessions of a real Kubernetes 1.36.3, replayed: the API objects and Events are the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { play } from './player';

const folder = new URL('./recordings/sessions/', import.meta.url);
/** Where a probe decides, a time may differ by one period of it. */
const PROBED = /^0[23]-/;

for (const file of readdirSync(folder).sort()) {
  test(`${file} replays as recorded`, async () => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const differences = await play(text, { toleranceSeconds: PROBED.test(file) ? 10 : 3 });
    expect(differences).toEqual([]);
  });
}
