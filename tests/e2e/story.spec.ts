/** The main job by mouse: apply, watch, break, see it heal, share. And the same moment in Node. */
import { expect, test } from '@playwright/test';

import type { Run } from '../../src/client/simulation';
import { askWorker } from './engineWorker';
import { CONTROLLER, LIVENESS } from './manifests';
import { hashesInNode } from './nodeEngine';
import { action, applyPasted, clock, node, open, pod, podLabels, runUntil, saveRun, speed } from './page';

const KUBIA = /^pod kubia-\w{5}, /;

test('a probe fails, a pod is replaced, a node is lost and comes back, and a link leads to the same cluster', async ({
  page,
  context,
}) => {
  const complaints = await open(page, '/?lang=en');

  await test.step('a liveness probe restarts a container after 110 seconds', async () => {
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await applyPasted(page, LIVENESS);
    const started = await runUntil(page, 'ready == 1');
    const restarted = await runUntil(page, 'pods.exists(p, restarts(p) == 1)');
    expect(restarted - started).toBeGreaterThan(105);
    expect(restarted - started).toBeLessThan(115);
    await speed(page, 2);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(pod(page, /^pod kubia-liveness, Running, READY 1\/1, 1 restarts$/)).toBeVisible();
  });

  await test.step('a deleted pod is replaced while it is still terminating', async () => {
    await applyPasted(page, CONTROLLER);
    await expect(page.getByRole('button', { name: 'replicationcontroller kubia, 3/3', exact: true })).toBeVisible();
    await expect(pod(page, /^pod kubia-\w{5}, Running, READY 1\/1, 0 restarts$/)).toHaveCount(3);
    await pod(page, KUBIA).first().click();
    await action(page, 'Delete pod').click();
    await expect(pod(page, /^pod kubia-\w{5}, Terminating, /)).toHaveCount(1);
    await expect(pod(page, KUBIA)).toHaveCount(4);
    await speed(page, 60);
    await expect(pod(page, KUBIA)).toHaveCount(3);
  });

  await test.step('a node is cut off: NotReady, eviction after 300 seconds, and back', async () => {
    await speed(page, 10);
    await node(page, 'worker-1', 'Ready').getByRole('button', { name: 'worker-1', exact: true }).click();
    await action(page, 'Cut network').click();
    const lost = await runUntil(page, 'nodes.exists(n, !nodeReady(n))');
    await expect(node(page, 'worker-1', 'NotReady')).toBeVisible();
    const evicted = await runUntil(page, 'pods.exists(p, p.metadata.?deletionTimestamp.hasValue())');
    expect(evicted - lost).toBeCloseTo(300, 0);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(node(page, 'worker-1', 'NotReady').getByRole('button', { name: /, Terminating, / })).not.toHaveCount(
      0,
    );
    await expect(page.getByRole('button', { name: 'replicationcontroller kubia, 3/3', exact: true })).toBeVisible();
    await action(page, 'Bring back').click();
    await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
    await speed(page, 60);
    await expect(pod(page, /, Terminating, /)).toHaveCount(0);
    await expect(pod(page, KUBIA)).toHaveCount(3);
  });

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const seen = await podLabels(page);
  const time = await clock(page).textContent();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link).toContain('#z1:');
  expect(link.length).toBeLessThan(2_000);
  const run: Run = JSON.parse(await saveRun(page)); // Our own export.

  await test.step('the link opens the same pods at the same moment', async () => {
    const other = await context.newPage();
    const second = await open(other, link);
    await expect(clock(other)).toHaveText(time ?? '');
    await expect.poll(() => podLabels(other)).toEqual(seen);
    await other.getByRole('button', { name: 'Share' }).click();
    const again: Run = JSON.parse(await saveRun(other));
    expect(again).toEqual(run);
    await other.keyboard.press('Escape');
    // As many as fit and some more; the others come for whoever scrolls to the end.
    const events = other.getByRole('region', { name: 'Events of the cluster' });
    await expect(events.getByRole('listitem')).toHaveCount(30);
    await events.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(events.getByRole('listitem')).not.toHaveCount(30);
    expect(second).toEqual([]);
    await other.close();
  });

  await test.step('the run leads to the same state in Node and in the browser, paused, stepped and at 300x', async () => {
    const moved = await Promise.all([
      askWorker(page, [{ type: 'load', run }]),
      askWorker(page, [{ type: 'load', run }, ...Array.from({ length: 12 }, () => ({ type: 'step' }) as const)]),
      askWorker(page, [
        { type: 'load', run: { ...run, commands: run.commands.slice(0, 1), untilMs: 5_000 } },
        { type: 'setSpeed', speed: 300 },
        { type: 'play' },
        { type: 'until', runMs: 300_000 },
        { type: 'pause' },
      ]),
    ]);
    expect(moved[0]?.run.untilMs).toBe(run.untilMs);
    const inNode = await hashesInNode(moved.map(({ run: reached }) => reached));
    expect(inNode).toEqual(moved.map(({ hash }) => hash));
    expect(new Set(moved.map(({ hash }) => hash)).size).toBe(3);
  });
  expect(complaints).toEqual([]);
});
