import { expect, test } from 'vitest';
import { en } from '../i18n/sentences';
import { embedAddress, embedSnippet, problemText } from './address';
import { readRunFile, reportFileText, runFileText } from './runFile';

test('an embedding address keeps the query and the run', () => {
  expect(embedAddress('https://x.dev/k/?lang=ko&view=owners#old', '#z1:abc')).toBe(
    'https://x.dev/k/?lang=ko&view=owners&embed=1#z1:abc',
  );
});

test('a title cannot break out of the snippet', () => {
  expect(embedSnippet('https://x.dev/?a=1&b=2#z1:a', 'a "b" <c>')).toContain(
    'src="https://x.dev/?a=1&amp;b=2#z1:a" title="a &quot;b&quot; &lt;c>"',
  );
});

test('every reason why a link fails has a sentence with its numbers', () => {
  const problems = [
    { type: 'cut', length: 412, expected: 640 },
    { type: 'damaged' },
    { type: 'tooLong', length: 200_000 },
    { type: 'newer', version: 2 },
    { type: 'oversized' },
    { type: 'notARun', where: 'commands[0]' },
    { type: 'noLesson', name: 'first-pot' },
    { type: 'unknown', text: 'nodes' },
  ] as const;
  for (const problem of problems) {
    const told = problemText(problem, (key, params = {}) => {
      for (const [place] of en[key].matchAll(/\{\w+\}/g)) expect(Object.keys(params)).toContain(place.slice(1, -1));
      return en[key];
    });
    expect(told).not.toBe('');
  }
});

const run = {
  version: 1,
  profile: 'v1.36',
  seed: 7,
  nodes: [],
  files: { 'a.yaml': 'x' },
  commands: [],
  untilMs: 5,
} as const;

test('a run comes back from its file, and from a report about it', () => {
  expect(readRunFile(runFileText(run))).toEqual({ type: 'run', run });
  expect(readRunFile(reportFileText({ why: 'invariant', where: 'Chrome', run }))).toEqual({ type: 'run', run });
});

test('a file that holds no run says what is missing', () => {
  expect(readRunFile('kind: Pod')).toEqual({ type: 'notARun', where: 'JSON' });
  expect(readRunFile('{"version":1}')).toEqual({ type: 'notARun', where: 'commands' });
  expect(readRunFile('{"version":3}')).toEqual({ type: 'newer', version: 3 });
});
