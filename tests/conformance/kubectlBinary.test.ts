/**
 * Recorded sessions of a real cluster, played by a real kubectl over HTTPS on a served cluster, in real time. All sessions
 * can be played so (docs/sessions.md); these are short and wait for nothing.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findKubectl } from '../../scripts/kubectl.mjs';
import { checkTranscript } from '../../src/session/check';
import { servedStage } from '../../src/session/realStage';
import { versionDifferences } from './reviewed';

const PLAYED = ['05-rc-selector-mismatch', '23-apply-and-edit', '36-ssa-conflicts'];
const OLDEST = 27;

const kubectl = findKubectl();
const minor = kubectl === undefined ? undefined : minorVersionOf(kubectl);
/** For machines that can have no kubectl: the sessions are then counted as skipped. */
const isWaived = process.env.KUBECTL === 'none';
const isPlayable = kubectl !== undefined && minor !== undefined && minor >= OLDEST;

function minorVersionOf(path: string): number | undefined {
  const { stdout } = spawnSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const found = /"gitVersion": "v1\.(\d+)\./.exec(stdout ?? '');
  return found === null ? undefined : Number(found[1]);
}

test.skipIf(isWaived)('there is a kubectl that is not too old', () => {
  const words =
    'install a kubectl of 1.27 or newer, or name one with KUBECTL=PATH; KUBECTL=none leaves these tests out';
  expect(kubectl, words).toBeDefined();
  expect(minor, `${kubectl}: ${words}`).toBeGreaterThanOrEqual(OLDEST);
});

for (const name of PLAYED) {
  test.skipIf(isWaived || !isPlayable)(`${name} replays as recorded`, { timeout: 300_000 }, async () => {
    const file = `${name}.console`;
    const text = readFileSync(new URL(`./recordings/sessions/${file}`, import.meta.url), 'utf8');
    const stage = await servedStage(kubectl ?? '');
    try {
      const { commands, differences } = await checkTranscript(text, stage);
      expect(commands).toBeGreaterThan(5);
      const known = versionDifferences().filter((row) => row.file === file && (minor ?? 0) <= row.until);
      const unexpected = differences.filter(({ line }) => !known.some((row) => row.line === line));
      expect(unexpected).toEqual([]);
    } finally {
      await stage.close?.();
    }
  });
}
