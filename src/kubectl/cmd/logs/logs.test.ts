import { expect, test } from 'vitest';
import { parseGoTime } from './goTime';
import { LinePrefix } from './linePrefix';
import { together } from './together';

test('a prefix stands before each line, also of lines that come in pieces', () => {
  const prefix = new LinePrefix('[pod/web/c] ');
  expect(['one\ntw', 'o\n', '', 'three', '\n\nfour'].map((piece) => prefix.add(piece)).join('')).toBe(
    '[pod/web/c] one\n[pod/web/c] two\n[pod/web/c] three\n[pod/web/c] \n[pod/web/c] four',
  );
});

test('times are refused as Go refuses them', () => {
  const said = (text: string): string => {
    try {
      return String(parseGoTime(text));
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const layout = '"2006-01-02T15:04:05Z07:00"';
  expect(said('yesterday')).toBe(`parsing time "yesterday" as ${layout}: cannot parse "yesterday" as "2006"`);
  expect(said('2026-1')).toBe(`parsing time "2026-1" as ${layout}: cannot parse "1" as "01"`);
  expect(said('2026-01-01T')).toBe(`parsing time "2026-01-01T" as ${layout}: cannot parse "" as "15"`);
  expect(said('2026-13-01T00:00:00Z')).toBe('parsing time "2026-13-01T00:00:00Z": month out of range');
  expect(said('2026-01-01T00:00:00.5+09:00')).toBe(String(Date.UTC(2025, 11, 31, 15) + 500));
});

test('the first failure among several works ends the others, and only it is told', async () => {
  const never = { interrupted: false, onInterrupt: () => () => {} };
  const stopped: string[] = [];
  const untilStopped = (name: string) => (interrupt: { onInterrupt(listener: () => void): unknown }) =>
    new Promise<void>((_resolve, reject) => {
      interrupt.onInterrupt(() => {
        stopped.push(name);
        reject(new Error(`${name} was stopped`));
      });
    });
  const failing = () => Promise.reject(new Error('no such log'));
  await expect(together(never, [untilStopped('a'), failing, untilStopped('b')])).rejects.toThrow('no such log');
  expect(stopped).toEqual(['a', 'b']);
});
