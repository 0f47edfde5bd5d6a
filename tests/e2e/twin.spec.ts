/** Clusters come in as files and go out as manifests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { node, open, pod, wordsOf } from './page';

/** Two nodes, one cordoned, and a workload of an image that nobody knows; with a Secret. */
const DUMP = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    ...['ip-10-0-0-1.ec2.internal', 'ip-10-0-0-2.ec2.internal'].map((name, index) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, uid: name, labels: { 'topology.kubernetes.io/zone': 'eu-west-1a' } },
      spec: index === 1 ? { unschedulable: true } : {},
      status: {
        allocatable: { cpu: '3920m', memory: '15Gi', pods: '58' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    })),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: '1' } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: 'shop' },
      type: 'Opaque',
      data: { password: 'aHVudGVyMg==' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop', uid: '2', resourceVersion: '7' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [{ name: 'web', image: 'registry.example.com/shop/web:1.4', ports: [{ containerPort: 8080 }] }],
          },
        },
      },
      status: { replicas: 2 },
    },
  ],
});

async function openShare(page: Page, name: string) {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('a dump of a cluster is imported, lives, is exported again, and the run before comes back', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: 'Run a first pod' }).click();
  await expect(pod(page, /^pod kubia, Running/)).toBeVisible();

  const dialog = await openShare(page, 'Import a cluster');
  expect(await findings(page)).toEqual([]);
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles({ name: 'cluster.json', mimeType: 'application/json', buffer: Buffer.from(DUMP) });
  await expect(dialog.getByText('2 nodes, 1 workloads, 4 objects in all')).toBeVisible();
  await expect(dialog.getByText(/generic server stands in/)).toBeVisible();
  await dialog.getByText(/values of these Secrets are placeholders/).click();
  await expect(dialog.getByText('Secret shop/db: 1')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Open the twin' }).click();

  await expect(dialog).toHaveCount(0);
  await expect(node(page, 'ip-10-0-0-1.ec2.internal', 'Ready')).toBeVisible();
  await expect(pod(page, /^pod web-\w+-\w+, Running, READY 1\/1/)).toHaveCount(2);

  const exported = await openShare(page, 'Export manifests');
  await expect(exported.getByText('3 objects')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await exported.getByRole('button', { name: 'manifests.yaml' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('kind: Deployment');
  expect(text).toContain('#   registry.example.com/shop/web:1.4');
  expect(text).not.toMatch(/aHVudGVyMg|^status:|resourceVersion/m);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the run before' }).click();
  await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
  await expect(pod(page, /^pod kubia, Running/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('what is pasted may be broken: it is said, and other text is taken', async ({ page }) => {
  const ko = wordsOf('ko');
  const complaints = await open(page, '/?lang=ko', ko);
  await page.getByRole('button', { name: ko('share.button') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: ko('twin.import.title') })
    .click();
  const dialog = page.getByRole('dialog', { name: ko('twin.import.title') });
  const field = dialog.getByRole('textbox', { name: ko('twin.paste') });
  await field.fill('kind: [');
  await dialog.getByRole('button', { name: ko('twin.read') }).click();
  await expect(dialog.getByRole('alert')).toHaveText(ko('twin.nothing'));
  await field.fill('apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: nginx}]}\n');
  await dialog.getByRole('button', { name: ko('twin.read') }).click();
  await expect(dialog.getByText(ko('twin.summary', { nodes: 3, workloads: 1, objects: 1 }))).toBeVisible();
  await dialog.getByRole('button', { name: ko('twin.open') }).click();
  await expect(pod(page, /^.* a, Running/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a twin of a cluster behind the page opens in a page of its own', async ({ page, context }) => {
  const folder = mkdtempSync(join(tmpdir(), 'twin-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const programs: ChildProcess[] = [];
  try {
    const served = await started(programs, ['serve', '--port', '0', '--kubeconfig', kubeconfig], /kubectl get nodes/);
    expect(served).toContain('https://127.0.0.1:');
    const connect = await started(programs, ['connect', '--port', '0', '--kubeconfig', kubeconfig], /http:\S+/);
    await page.goto(/http:\S+/.exec(connect)?.[0] ?? '');
    await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Make a simulated twin' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a simulated twin' });
    await expect(dialog.getByText(/^3 nodes, /)).toBeVisible();
    const opened = context.waitForEvent('page');
    await dialog.getByRole('button', { name: 'Open the twin in a new page' }).click();
    const twin = await opened;
    await expect(node(twin, 'worker-3', 'Ready')).toBeVisible();
    await expect(twin.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    await expect(twin.getByRole('button', { name: 'Share' })).toBeVisible();
  } finally {
    for (const program of programs) program.kill('SIGINT');
    rmSync(folder, { recursive: true });
  }
});

/** Starts kubeloop; what it has said once it says what `ready` asks for. */
function started(programs: ChildProcess[], args: readonly string[], ready: RegExp): Promise<string> {
  const program = spawn(process.execPath, ['bin/kubeloop.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  programs.push(program);
  return new Promise((resolve, reject) => {
    let said = '';
    let wrong = '';
    program.stderr.on('data', (piece: Buffer) => {
      wrong += piece.toString();
    });
    program.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (ready.test(said)) resolve(said);
    });
    program.on('exit', (code) => reject(new Error(`kubeloop ${args.join(' ')} ended with ${code}: ${wrong}`)));
  });
}
