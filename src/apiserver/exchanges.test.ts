/**
 * Raw exchanges with a real kube-apiserver 1.36.3, sent again to this one alone. The files hold requests (`>`) and answers
 * (`<`); uids, resourceVersions, times and generated names may differ, everything else must not.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Instant } from '../sim/clock';
import { playExchanges } from './exchangePlayer';
import { testServer } from './testServer';

const folder = join(import.meta.dirname, 'exchanges');

test.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
  const { server, kernel } = await testServer();
  const failures = await playExchanges(readFileSync(join(folder, name), 'utf8'), {
    request: (request) => server.request(request),
    watch: (request, onEvent) => server.watch(request, onEvent),
    bookmark: () => server.bookmark(),
    pass: async (ms) => {
      await kernel.advanceTo((kernel.clock.now() + ms) as Instant); // A later one.
    },
    patienceMs: 0,
  });
  expect(failures.join('\n\n')).toBe('');
});
