import { expect, test } from 'vitest';
import { changedLabels, labelRowsOf } from './labelRows';

test('only labels that changed are sent, a removed one as null', () => {
  const before = { app: 'kubia', type: 'special' };
  const rows = labelRowsOf(before);
  expect(changedLabels(before, rows)).toEqual({});
  expect(
    changedLabels(before, [
      { id: 1, key: 'app', value: 'foo' },
      { id: 2, key: '', value: 'x' },
      { id: 3, key: 'new', value: '' },
    ]),
  ).toEqual({
    app: 'foo',
    type: null,
    new: '',
  });
});
