/** The list of files that the service worker keeps: everything of a build, and what tells one build's from another's. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf } from '../../scripts/serviceWorker.mjs';

test('every file is kept but the worker itself, what hosts read, and maps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-build-'));
  try {
    mkdirSync(join(folder, 'assets'));
    const names = [
      'index.html',
      'sw.js',
      '_headers',
      'embed.js',
      'assets/main-1a2b3c4d.js',
      'assets/main-1a2b3c4d.js.map',
    ];
    for (const name of names) writeFileSync(join(folder, name), name);
    const files = filesOf(folder);
    expect(files.map(([path]) => path)).toEqual(['assets/main-1a2b3c4d.js', 'embed.js', './']);
    // A name with a hash says what is in the file; of the others the content is checked.
    expect(files.map(([, integrity]) => integrity?.slice(0, 7))).toEqual([undefined, 'sha256-', 'sha256-']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
