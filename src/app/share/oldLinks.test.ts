import { expect, test } from 'vitest';
import { decodeFragment } from './codec';
import { emptyRun, linkOf } from './randomRuns';
import oldLinks from './oldLinks.json';

// Links that are out in the world. Lines are added for what a new build writes; none is ever changed or taken away.
test.each(oldLinks)('a link that was made by the build of $madeBy opens for ever as the run that it held', (old) => {
  expect(decodeFragment(old.link)).toEqual({ type: 'run', run: old.run });
});

test('no old link is missing', () => {
  expect(oldLinks.length).toBeGreaterThanOrEqual(9);
  expect(new Set(oldLinks.map(({ madeBy }) => madeBy)).size).toBeGreaterThanOrEqual(4);
});

test('the empty cluster is still written as it always was', () => {
  expect(linkOf(emptyRun)).toBe(oldLinks[0]?.link);
});
