/**
 * Recorded sessions of a real cluster, played by a real kubectl over HTTPS on a served cluster, in real time. All sessions
 * can be played so (docs/sessions.md); these are short and wait for nothing.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findKubectl, playableVersion } from '../../scripts/kubectl.mjs';
import { checkTranscript } from '../../src/session/check';
import { servedStage } from '../../src/session/realStage';
import { versionDifferences } from './reviewed';

const PLAYED = ['05-rc-selector-mismatch', '23-apply-and-edit', '36-ssa-conflicts'];

const kubectl = findKubectl();
/** Without one the sessions count as skipped, and `npm test` says so. */
const minor = playableVersion(kubectl);

for (const name of PLAYED) {
  test.skipIf(minor === undefined)(`${name} replays as recorded`, { timeout: 300_000 }, async () => {
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
