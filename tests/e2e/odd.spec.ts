/** The page on an API server whose objects lack what Kubernetes' own always have: it shows what is there, and nothing fails. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { bundle } from '../../scripts/bundle.mjs';
import type * as NodeParts from './nodeParts';
import { findings } from './findings';
import { oddObjects } from './oddObjects';
import { collectComplaints, pod, wordsOf } from './page';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-odd-'));
let parts: typeof NodeParts;
let api: Server;
/** What a user of the server may list; everything if undefined. */
let allowed: ReadonlySet<string> | undefined;
let asked: string[] = [];

test.beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const module = await bundle('tests/e2e/nodeParts.ts', join(folder, 'parts'));
  parts = (await import(pathToFileURL(module).href)) as typeof NodeParts; // What was bundled.
  api = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    asked.push(url.pathname);
    const { code, body } = answer(url.pathname);
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  // Watches stay open and bring nothing.
  const sockets = new WebSocketServer({ noServer: true });
  api.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => {}));
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => {
  api.closeAllConnections();
  api.close();
  rmSync(folder, { recursive: true });
});
test.beforeEach(() => {
  allowed = undefined;
  asked = [];
});

/** A list of everything, or of one namespace. */
function answer(path: string): { readonly code: number; readonly body: object } {
  if (path === '/version') return { code: 200, body: { gitVersion: 'v1.36.3' } };
  const [, namespace, plural = ''] = /^\/apis?\/(?:[^/]+\/)?v\w+\/(?:namespaces\/([^/]+)\/)?([a-z]+)$/.exec(path) ?? [];
  const isAllowed = allowed?.has(path) ?? true;
  if (!isAllowed) {
    const message = `${plural} is forbidden: User "reader" cannot list resource "${plural}"`;
    return {
      code: 403,
      body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', message, code: 403 },
    };
  }
  if (plural === '')
    return {
      code: 404,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'NotFound',
        message: 'not found',
        code: 404,
      },
    };
  const { kind, apiVersion, items } = oddObjects[plural] ?? { kind: 'Thing', apiVersion: 'v1', items: null };
  const kept = items?.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace) ?? null;
  return { code: 200, body: { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items: kept } };
}

async function connected(page: Page, query: string, act: () => Promise<void>): Promise<void> {
  const { port } = api.address() as AddressInfo; // It listens on TCP.
  writeFileSync(join(folder, 'config'), kubeconfig(`http://127.0.0.1:${port}`));
  const files = parts.readPage('dist');
  if (files === undefined) throw new Error('dist holds no page: npm run build');
  const target = parts.targetOf(parts.loadKubeconfig(join(folder, 'config'), {}), undefined);
  const server = await parts.startConnect({ target, page: files, port: 0, isReadOnly: true });
  try {
    await page.goto(server.url);
    await page.goto(`http://127.0.0.1:${server.port}/?api=/&${query}`);
    await act();
  } finally {
    await server.close();
  }
}

const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'odd',
    clusters: [{ name: 'odd', cluster: { server } }],
    users: [{ name: 'reader', user: { token: 'abc' } }],
    contexts: [{ name: 'odd', context: { cluster: 'odd', user: 'reader', namespace: 'team-a' } }],
  });

test('objects without what others have are shown in a slide', async ({ page }) => {
  const t = wordsOf('ko');
  await page.setViewportSize({ width: 640, height: 360 });
  const complaints = collectComplaints(page);
  await connected(page, 'lang=ko&theme=dark', async () => {
    await expect(pod(page, /^pod /).first()).toBeAttached();
    await expect(page.getByRole('combobox', { name: t('namespace.label') })).toBeAttached();
    for (const name of ['no-status', 'odd-phase', 'twenty']) {
      await page.getByRole('tab', { name: new RegExp(`^${t('graph.view.nodes')}`) }).click();
      const card = pod(page, new RegExp(`^pod ${name}, `)).first();
      await card.click({ force: true });
      await expect(page.getByText(name, { exact: true }).first()).toBeAttached();
      for (const tab of await page.getByRole('tab').all()) await tab.click(); // The views of the graph are among them.
      await page.keyboard.press('Escape');
    }
    await expect.soft(await findings(page), 'axe').toEqual([]);
  });
  expect(complaints.filter((line) => !/ERR_CONNECTION_REFUSED|WebSocket|Failed to load resource/.test(line))).toEqual(
    [],
  );
});

test('who may list pods of one namespace alone names it, and sees them', async ({ page }) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = collectComplaints(page);
  allowed = new Set(['/api/v1/namespaces/team-a/pods']);
  await connected(page, 'lang=en', async () => {
    const refused = page.getByRole('region', { name: t('remote.refused') });
    await expect(refused).toContainText('Pod');
    await refused.locator('summary').click();
    await expect(refused).toContainText('cannot list resource "pods"');
    await expect(refused).toContainText(t('remote.refused.namespace'));
    const field = page.getByRole('combobox', { name: t('namespace.label') });
    await field.fill('team-a');
    await field.press('Enter');
    await expect(pod(page, /^pod no-status, /)).toBeVisible();
    await expect(page).toHaveURL(/[?&]ns=team-a/);
    await expect.soft(await findings(page), 'axe').toEqual([]);
    await expect(page.getByRole('group', { name: 'node bare, Unknown', exact: true })).toBeVisible();
    asked = [];
    await page.reload();
    await expect(pod(page, /^pod no-status, /)).toBeVisible();
    // Long enough for a second try.
    await page.waitForTimeout(3_000);
    const twice = asked.filter((path, index) => asked.indexOf(path) !== index);
    expect(twice).toEqual([]);
  });
  expect(complaints.filter((line) => !/WebSocket|Failed to load resource/.test(line))).toEqual([]);
});
