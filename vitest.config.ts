/**
 * Which tests there are: `unit`, `page` and `sockets` beside their files, the rest in folders of their own under tests/.
 * `sockets` are those that open some and wait for real time.
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const folder = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.ts`], environment: 'node', testTimeout, hookTimeout: testTimeout },
});

/** What hangs is ended; on a machine that does ten other things at once a test may be slow and is not wrong. */
const PATIENCE_MS = 30_000;
const SOCKETS = 'src/{server,standalone}/**/*.test.ts';

export default defineConfig({
  test: {
    // Processes start slower than threads and give nothing here: no test touches what is shared.
    pool: 'threads',
    // Modules keep nothing between tests but memos of frozen values: loading them once saves two thirds of the time.
    isolate: false,
    // Vitest would leave one core alone: of two that is half.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          exclude: [SOCKETS],
          environment: 'node',
          testTimeout: PATIENCE_MS,
        },
      },
      { extends: true, test: { name: 'sockets', include: [SOCKETS], environment: 'node', testTimeout: PATIENCE_MS } },
      {
        extends: true,
        test: { name: 'page', include: ['src/**/*.test.tsx'], environment: 'happy-dom', testTimeout: PATIENCE_MS },
      },
      folder('tidy', 60_000),
      folder('conformance', 60_000),
      folder('simulation', 300_000),
      folder('transports', PATIENCE_MS),
      folder('clients', 60_000),
    ],
  },
});
