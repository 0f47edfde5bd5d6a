/** Columns as Go's text/tabwriter lays them out. */
import { expect, test } from 'vitest';
import { describeOptions, tableOptions, TabWriter } from './tabWriter';

function laidOut(text: string): string {
  const writer = new TabWriter(describeOptions);
  writer.write(text);
  return writer.flush();
}

test('a column is as wide as its widest cell and the padding', () => {
  expect(laidOut('a\tb\nlonger\tc\n')).toBe('a       b\nlonger  c\n');
});

test('a line without a cell ends the block, so widths are local', () => {
  expect(laidOut('a\tb\nplain\nlonger\tc\n')).toBe('a  b\nplain\nlonger  c\n');
});

test('inner columns form blocks of their own', () => {
  expect(laidOut('a\tlong cell\tx\nb\ty\nc\tz\tx\n')).toBe('a  long cell  x\nb  y\nc  z  x\n');
});

test('the last cell of a line is not padded, an empty one leaves the padding before it', () => {
  const writer = new TabWriter(tableOptions);
  writer.write('NAME\tLABELS\nweb\t\n');
  expect(writer.flush()).toBe('NAME   LABELS\nweb    \n');
});

test('an empty column keeps the width of the padding', () => {
  expect(laidOut('\tb\n\tc\n')).toBe('  b\n  c\n');
});

test('remembered widths grow and never shrink until they are forgotten', () => {
  const writer = new TabWriter(tableOptions);
  const row = (text: string) => {
    writer.write(text);
    return writer.flush();
  };
  expect(row('a-long-name\tx\n')).toBe('a-long-name   x\n');
  expect(row('a\tx\n')).toBe('a             x\n');
  expect(row('a-much-longer-name\tx\n')).toBe('a-much-longer-name   x\n');
  expect(row('a\tx\n')).toBe('a                    x\n');
  writer.forgetWidths();
  expect(row('a\tx\n')).toBe('a     x\n');
});

test('widths count code points', () => {
  expect(laidOut('🙂\tb\nab\tc\n')).toBe('🙂   b\nab  c\n');
});

test('text may come in pieces', () => {
  const writer = new TabWriter(describeOptions);
  for (const piece of ['Na', 'me:\t', 'web', '\nNamespace:', '\tdefault']) writer.write(piece);
  expect(writer.flush()).toBe('Name:       web\nNamespace:  default');
});

test('every cell but the last of a line starts where the same cell of the line above does', () => {
  // Given rows of random cells,
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let round = 0; round < 50; round += 1) {
    const columns = 1 + random(6);
    const rows = Array.from({ length: 1 + random(8) }, () =>
      Array.from({ length: columns }, () => 'x'.repeat(random(12))),
    );
    const writer = new TabWriter(tableOptions);
    writer.write(rows.map((cells) => `${cells.join('\t')}\n`).join(''));
    // then each column starts after the widest cells before it, 3 blanks apart, and no column is narrower than 6.
    const widths = Array.from({ length: columns - 1 }, (_, column) =>
      Math.max(6, 3 + Math.max(...rows.map((cells) => cells[column]?.length ?? 0))),
    );
    const expected = rows.map((cells) => `${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')}\n`);
    expect(writer.flush()).toBe(expected.join(''));
  }
});
