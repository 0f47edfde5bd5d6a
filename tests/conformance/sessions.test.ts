/**
 * Recorded sessions of a real Kubernetes 1.36.3, replayed with our kubectl on our cluster: every output is the same,
 * but for what no two clusters share.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inBusyboxWords } from './imageTools';
import { checkTranscript } from '../../src/session/check';
import type { Difference } from '../../src/session/compare';
import { simulatedStage } from '../../src/session/simulation';
import { noisyCommands, pendingRecordings, reviewedDifferences } from './reviewed';

const folder = new URL('./recordings/sessions/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.console'));
const reviewed = reviewedDifferences();
const pending = pendingRecordings();
const noisy = noisyCommands();

const isReviewed = (file: string, { line, command }: Difference) =>
  noisy.has(`${file}: $ ${command}`) || reviewed.some((row) => row.file === file && row.line === line);

for (const file of files) {
  const waiting = pending.find((row) => row.file === file);
  const name = waiting === undefined ? 'replays as recorded' : 'replays as far as what it needs is there';
  test(`${file} ${name}`, { timeout: 120_000 }, async () => {
    // The recordings' nginx has a page /ready; the real image, and ours, has not.
    const text = inBusyboxWords(readFileSync(new URL(file, folder), 'utf8'))
      .replaceAll('path: /ready', 'path: /')
      .replaceAll('http://:80/ready ', 'http://:80/ ');
    const { commands, differences } = await checkTranscript(text, await simulatedStage());
    const unexpected = differences.filter((difference) => !isReviewed(file, difference));
    if (waiting === undefined) return expect(unexpected).toEqual([]);
    expect(commands - unexpected.length, 'outputs equal: see pending.md').toBe(waiting.equal);
    expect(unexpected.length, 'it replays whole: take it off pending.md').toBeGreaterThan(0);
  });
}

test('reviewed differences are rare, and each has its reason', () => {
  const commands = files.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').match(/^\$ /gm) ?? []);
  expect(commands.length).toBeGreaterThan(2000);
  expect(reviewed.length).toBeLessThanOrEqual(commands.length / 100);
  expect(reviewed.filter(({ reason }) => reason.length < 10)).toEqual([]);
  expect([...reviewed, ...pending].filter(({ file }) => !files.includes(file))).toEqual([]);
});
