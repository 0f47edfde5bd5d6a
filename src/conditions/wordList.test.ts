import { expect, test } from 'vitest';
import { words } from '../lessons/words';
import { pastFunctions } from './pastWords';
import { functions, variables } from './words';

test('people who write lessons are told of every word of goals, and of no other', () => {
  const declared = [...functions, ...pastFunctions].map(({ signature }) => signature.slice(0, signature.indexOf('(')));
  const known = new Set([...declared, ...variables.map(({ name }) => name), 'ever', 'ever1']);
  expect([...new Set(words.map(({ name }) => name))].sort()).toEqual([...known].sort());
});
