import { expect, test } from 'vitest';
import { expand } from './environment';

const known: Readonly<Record<string, string>> = { A: 'x', B: 'y' };

test.each([
  ['$(A)', 'x'],
  ['$(A)-$(B)', 'x-y'],
  ['$$(A)', '$(A)'],
  ['$$$(A)', '$x'],
  ['$(NOPE)', '$(NOPE)'],
  ['$(A', '$(A'],
  ['cost $5', 'cost $5'],
  ['$', '$'],
  ['$$', '$'],
])('%s becomes %s', (text, expanded) => expect(expand(text, (name) => known[name])).toBe(expanded));
