/** The page on a cluster behind HTTPS, opened through `kubeloop connect`: what it shows, what others change, what it may do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { bundle } from '../../scripts/bundle.mjs';
import type { KubeClient } from '../../src/client/client';
import type { ConnectServer } from '../../src/server/connect/connectServer';
import type { ServedCluster } from '../../src/server/serve/servedCluster';
import { findings } from './findings';
import type * as NodeParts from './nodeParts';
import { action, apply, applyPasted, collectComplaints, pod, replaceText, wordsOf } from './page';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-e2e-'));
let parts: typeof NodeParts;
let cluster: ServedCluster;
/** Another client of the same cluster. */
let other: KubeClient;

test.beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const module = await bundle('tests/e2e/nodeParts.ts', join(folder, 'parts'));
  parts = (await import(pathToFileURL(module).href)) as typeof NodeParts; // What was bundled.
  cluster = await parts.serveCluster({ port: 0, speed: 10 });
  writeFileSync(join(folder, 'config'), cluster.kubeconfig);
  const send = parts.nodeSend({ server: cluster.url, token: cluster.token, insecureSkipTlsVerify: true });
  other = parts.createClient(parts.createHttpTransport(send), 'another-client');
  await other.create('Namespace', { metadata: { name: 'team-a' } });
  for (const namespace of ['default', 'team-a']) {
    await other.create('Pod', {
      metadata: { name: `first-${namespace}`, namespace },
      spec: { containers: [{ name: 'main', image: 'nginx' }] },
    });
  }
});
test.afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

/** Opens the page as the printed address does. */
async function connected(
  page: Page,
  isReadOnly: boolean,
  act: (server: ConnectServer) => Promise<void>,
): Promise<void> {
  const files = parts.readPage('dist');
  if (files === undefined) throw new Error('dist holds no page: npm run build');
  const target = parts.targetOf(parts.loadKubeconfig(join(folder, 'config'), {}), undefined);
  const server = await parts.startConnect({ target, page: files, port: 0, isReadOnly });
  try {
    await page.goto(server.url);
    await act(server);
  } finally {
    await server.close();
  }
}

const running = (name: string) => new RegExp(`^pod ${name}, Running, READY 1/1, `);

test('read-only the page shows the cluster, follows it and changes nothing', async ({ page }) => {
  const t = wordsOf('ko');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = collectComplaints(page);
  await connected(page, true, async ({ port }) => {
    await page.goto(`http://127.0.0.1:${port}/?api=/&lang=ko&theme=dark`);
    await expect(pod(page, running('first-default'))).toBeVisible();
    await expect(page).toHaveTitle(t('remote.title', { name: 'kubeloop' }));
    await expect(page.getByText(t('remote.readOnly'), { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: t('remote.health.connected') })).toBeVisible();
    await expect(page.getByRole('button', { name: t('timeline.pause'), exact: true })).toHaveCount(0);

    const name = 'made-elsewhere';
    await other.create('Pod', {
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'main', image: 'nginx' }] },
    });
    await expect(pod(page, running(name))).toBeVisible();

    await pod(page, running(name)).click();
    await expect(page.getByText(t('remote.readOnly.text'))).toBeVisible();
    await expect(action(page, t('actions.deletePod'), t)).toBeDisabled();
    await action(page, t('actions.deletePod'), t).click({ force: true }); // It says why.
    await expect(page.getByRole('region', { name: t('toast.list') }).getByText(t('remote.off'))).toBeVisible();
    await expect.soft(await findings(page), 'axe').toEqual([]);
    await other.delete('Pod', { namespace: 'default', name }, { gracePeriodSeconds: 0 });
    await expect(pod(page, running(name))).toHaveCount(0);

    await page.getByRole('combobox', { name: t('namespace.label') }).selectOption('team-a');
    await expect(pod(page, running('first-default'))).toHaveCount(0);
    await expect(pod(page, running('first-team-a'))).toBeVisible();
    await expect(page).toHaveURL(/[?&]ns=team-a/);
  });
  // The server is gone now: said once, quietly, and what is known stays.
  await expect(page.getByRole('alert').filter({ hasText: t('remote.banner.lost') })).toBeVisible();
  await expect(pod(page, running('first-team-a'))).toBeVisible();
  expect(
    complaints.filter((line) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|WebSocket/.test(line)),
  ).toEqual([]);
});

test('with --write a pod is deleted, and the terminal is one of this cluster', async ({ page }) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = collectComplaints(page);
  await other.create('Pod', {
    metadata: { name: 'doomed', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'nginx' }] },
  });
  await connected(page, false, async () => {
    await pod(page, running('doomed')).click();
    await action(page, t('actions.deletePod'), t).click();
    await expect(pod(page, /^pod doomed, /)).toHaveCount(0);
    await page.getByRole('button', { name: t('panel.terminal'), exact: true }).click();
    await expect(page.locator('.xterm-rows')).toContainText('(kubeloop) $');
    await page.keyboard.type('kubectl get pods; kubectl exec first-default -- hostname; minikube status\n');
    const output = page.getByRole('log', { name: t('terminal.output') });
    await expect(output).toContainText('first-default   1/1     Running');
    await expect(output).toContainText('this is a real cluster');
    await expect(output).toContainText('\nfirst-default');
    expect(complaints).toEqual([]);
  });
});

test('with --write the editor applies, compares and deletes, and what is refused stands at its line', async ({
  page,
}) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = collectComplaints(page);
  const manifest = (image: string, port = '8080') =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: edited\n  namespace: team-a\nspec:\n  containers:\n  - name: main\n    ${image}: nginx\n    ports:\n    - containerPort: ${port}\n`;
  await connected(page, false, async () => {
    await expect(pod(page, /^pod first-team-a, /)).toBeVisible();
    const results = page.getByRole('log', { name: t('editor.results') });
    const line = (number: number) => results.getByRole('button', { name: `line ${number}`, exact: true });
    await applyPasted(page, manifest('imagee'));
    await expect(results).toContainText('unknown field "spec.containers[0].imagee"');
    await expect(line(9)).toBeVisible();
    await replaceText(page, manifest('image', '99999'));
    await apply(page);
    await expect(results).toContainText('must be between 1 and 65535, inclusive');
    await expect(line(11)).toBeVisible();

    await replaceText(page, manifest('image'));
    await apply(page);
    await expect(results).toContainText('pod/edited created');
    await expect(pod(page, /^pod edited, /)).toBeVisible();
    expect((await other.get('Pod', { namespace: 'team-a', name: 'edited' })).spec.containers[0]?.image).toBe('nginx');

    await replaceText(page, manifest('image').replace(': nginx', ': nginx:1.27'));
    await page.getByRole('button', { name: t('editor.diff'), exact: true }).click();
    await expect(page.getByText(t('editor.diff.sides'))).toBeVisible();
    await page.keyboard.press('Escape');
    await apply(page);
    await expect(results).toContainText('pod/edited configured');
    await page.getByRole('button', { name: t('editor.delete'), exact: true }).click();
    await expect(results).toContainText('pod "edited" deleted');
    await expect(pod(page, /^pod edited, /)).toHaveCount(0);
  });
  expect(
    complaints.filter(
      (text) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|WebSocket|Failed to load resource/.test(text),
    ),
  ).toEqual([]);
});
