/**
 * Recordings of curl, wget, nslookup, dig, ping and nc against a real kube-proxy 1.36.3 and CoreDNS 1.14.2, replayed:
 * each client prints the same, ends the same and takes as long.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replay } from './network/replay';
import { scenes } from './network/scenes/index';
import { pendingRecordings, reviewedDifferences } from './reviewed';

const folder = new URL('./recordings/network/', import.meta.url);
const files = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''));
const reviewed = reviewedDifferences('.txt');
const pending = pendingRecordings('.txt');

for (const file of files) {
  const waiting = pending.find((row) => row.file === `${file}.txt`);
  const name = waiting === undefined ? 'replays as recorded' : 'replays as far as what it needs is there';
  test(`${file} ${name}`, async () => {
    const { commands, differences } = await replay(file, scenes[file] ?? {});
    const stale = reviewed.filter(
      (row) => row.file === `${file}.txt` && !differences.some(({ line }) => line === row.line),
    );
    expect(stale, 'reviewed differences that are none any more').toEqual([]);
    const unexpected = differences.filter(
      ({ line }) => !reviewed.some((row) => row.file === `${file}.txt` && row.line === line),
    );
    const told = unexpected.map(({ line, command, said }) => `${line}: $ ${command}\n${said.join('\n')}`);
    const equal = commands - unexpected.length;
    if (waiting === undefined) return expect(told, `${equal} of ${commands} commands equal`).toEqual([]);
    expect(equal, 'commands equal: see pending.md').toBeGreaterThanOrEqual(waiting.equal);
    expect(unexpected.length, 'it replays whole: take it off pending.md').toBeGreaterThan(0);
  });
}

test('every recording has its scene, and reviewed differences of them are rare', () => {
  expect(Object.keys(scenes).sort()).toEqual(files.sort());
  const commands = files.flatMap((file) => readFileSync(new URL(`${file}.txt`, folder), 'utf8').match(/^\$ /gm) ?? []);
  expect(commands.length).toBeGreaterThan(400);
  expect(reviewed.length).toBeLessThanOrEqual(commands.length / 40);
  expect(reviewed.filter(({ reason }) => reason.length < 10)).toEqual([]);
  expect([...reviewed, ...pending].filter(({ file }) => !files.includes(file.replace(/\.txt$/, '')))).toEqual([]);
});
