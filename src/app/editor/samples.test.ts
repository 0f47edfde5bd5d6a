import { expect, test } from 'vitest';
import { parseManifests } from './manifests';
import { samples } from './samples';

test.each(samples.map(({ name, text }) => [name, text]))('%s is a manifest that can be sent', (name, text) => {
  const entries = parseManifests(text, name);
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.filter(({ type }) => type === 'problem')).toEqual([]);
});
