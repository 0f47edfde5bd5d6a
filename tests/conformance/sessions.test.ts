/** Recorded sessions of a real Kubernetes 1.36.3, replayed: the API objects and Events are the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { play } from './player';

const folder = new URL('./recordings/sessions/', import.meta.url);
/** Where a probe decides, a time may differ by one period of it. */
const PROBED = /^0[23]-/;
/** Ages that two recordings of a real cluster do not share either. Reviewed in differences.md. */
const AGES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '04-rc-lifecycle.console': {
    96: 'which of six equal pods go is decided by their random uid',
    104: 'which of six equal pods go is decided by their random uid',
  },
  '14-crashloop.console': { 23: 'each back-off is lengthened by up to half of it at random' },
  '20-node-down.console': {
    115: 'the last lease may be up to 10 s old when the node dies',
    131: 'the last lease may be up to 10 s old when the node dies',
  },
};

/** Outputs that are chance, or follow an invention of the recordings' runtime. Reviewed in differences.md. */
const DIFFERS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '22-init-containers.console': {
    45: 'the back-off ends after 10 to 15 s, at random',
    151: 'the back-off ends after 10 to 15 s, at random',
  },
  '56-describe-pod-states.console': {
    491: 'whether the first restart of an init container that exits at once is synced twice lies within milliseconds',
  },
};

for (const file of readdirSync(folder).sort()) {
  test(`${file} replays as recorded`, async () => {
    // The recordings' nginx has a page /ready; the real image, and ours, has not.
    const text = readFileSync(new URL(file, folder), 'utf8').replace('path: /ready', 'path: /');
    const differences = await play(text, {
      toleranceSeconds: PROBED.test(file) ? 10 : 3,
      ages: AGES[file] ?? {},
      differs: DIFFERS[file] ?? {},
    });
    expect(differences).toEqual([]);
  });
}
