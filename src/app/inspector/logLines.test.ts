import { expect, test } from 'vitest';
import { logLines } from './logLines';

test('each line of a log keeps its text and has the instant of its stamp', () => {
  expect(logLines('2026-01-01T00:00:03.123456789Z Starting server\n2026-01-01T00:00:04Z \nno stamp\n')).toEqual([
    { number: 0, at: Date.parse('2026-01-01T00:00:03.123Z'), text: 'Starting server' },
    { number: 1, at: Date.parse('2026-01-01T00:00:04Z'), text: '' },
    { number: 2, at: undefined, text: 'no stamp' },
  ]);
  expect(logLines('')).toEqual([]);
});
