/** `npm run -s session -- [OPTIONS] FILE...`: bundles the player with the engine and runs it in this Node. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { build } from 'vite';

// What it prints is the transcript and nothing else.
spawnSync(process.execPath, ['scripts/generateSchema.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-session-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'src/session/main.ts', outDir: folder, emptyOutDir: true, target: 'node20', minify: false },
  });
  const { status } = spawnSync(process.execPath, [join(folder, 'main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
