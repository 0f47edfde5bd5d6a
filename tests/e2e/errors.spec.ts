/** What goes wrong and what people do about it: refusals at their line, faults, and the commands that actions stand for. */
import { expect, type Page, test } from '@playwright/test';
import { CONTROLLER, LIVENESS, PROBED } from './manifests';
import { actByMenu, action, apply, applyPasted, editor, node, open, pod, replaceText, speed } from './page';

const results = (page: Page) => page.getByRole('log', { name: 'Results' });
const line = (page: Page, number: number) => results(page).getByRole('button', { name: `line ${number}`, exact: true });

test('a panel that cannot be drawn says so in its place, the rest goes on, and it is drawn when it can be', async ({
  page,
}) => {
  const timeline = /\/Timeline-[^/]*\.js$/;
  await page.route(timeline, (route) => route.abort());
  await page.goto('/?lang=en');
  const failed = page.getByRole('alert').filter({ hasText: 'This part of the page has failed' });
  await expect(failed).toBeVisible();
  await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
  await page.unroute(timeline);
  await failed.getByRole('button', { name: 'Draw it again' }).click();
  await expect(failed).toBeHidden();
});

test('what the API server refuses stands at its line, and the text stays', async ({ page }) => {
  const complaints = await open(page, '/?lang=en&play=0');
  await applyPasted(page, LIVENESS.replace('image: luksa/kubia-unhealthy', 'imagee: luksa/kubia-unhealthy'));
  await expect(results(page)).toContainText('unknown field "spec.containers[0].imagee"');
  await expect(line(page, 7)).toBeVisible();
  await expect(page.getByText('The API server refused this, nothing was stored')).toBeVisible();
  await line(page, 7).click();
  await expect(await editor(page)).toBeFocused();

  await replaceText(page, LIVENESS.replace('port: 8080', 'port: 99999'));
  await apply(page);
  await expect(results(page)).toContainText('must be between 1 and 65535, inclusive');
  await expect(line(page, 12)).toBeVisible();

  await replaceText(page, LIVENESS.replace('  name: kubia-liveness', '  name: [kubia'));
  await apply(page);
  await expect(page.getByText('This cannot be sent as it stands')).toBeVisible();
  await expect(
    results(page)
      .getByRole('button', { name: /^line \d+$/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByText('name: [kubia')).toBeVisible();

  await replaceText(page, LIVENESS);
  await apply(page);
  await expect(results(page)).toContainText('pod/kubia-liveness created');
  await expect(pod(page, /^pod kubia-liveness, /)).toBeVisible();
  await apply(page);
  await expect(results(page)).toContainText('pod/kubia-liveness unchanged');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'manifest.yaml' })).toBeVisible();
  await expect(page.getByText('name: kubia-liveness')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a broken liveness endpoint restarts the container, a broken readiness endpoint only takes it out', async ({
  page,
}) => {
  const complaints = await open(page, '/?lang=en&speed=2');
  await applyPasted(page, PROBED);
  const card = pod(page, /^pod probed, /);
  await expect(card).toHaveAccessibleName('pod probed, Running, READY 1/1, 0 restarts');
  await card.click();
  await action(page, 'Break readiness').click();
  await expect(card).toHaveAccessibleName('pod probed, Running, READY 0/1, 0 restarts');
  await action(page, 'Mend readiness').click();
  await expect(card).toHaveAccessibleName('pod probed, Running, READY 1/1, 0 restarts');
  await action(page, 'Break liveness').click();
  await speed(page, 10);
  await expect(card).toHaveAccessibleName(/[1-9]\d* restarts$/);
  await action(page, 'Mend liveness').click();
  await expect(card).toHaveAccessibleName(/^pod probed, Running, READY 1\/1, /);
  await page.getByRole('tab', { name: /^Events/ }).click();
  const events = page.getByRole('tabpanel', { name: /^Events/ });
  await expect(events).toContainText('Liveness probe failed: HTTP probe failed with statuscode: 500');
  await expect(events).toContainText('Readiness probe failed: HTTP probe failed with statuscode: 500');
  expect(complaints).toEqual([]);
});

test('a killed container is counted on the card of the same pod', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: 'Run a first pod' }).click();
  const card = pod(page, /^pod kubia, /);
  await expect(card).toHaveAccessibleName('pod kubia, Running, READY 1/1, 0 restarts');
  await action(page, 'Kill container').click();
  await speed(page, 10);
  await expect(card).toHaveAccessibleName('pod kubia, Running, READY 1/1, 1 restarts');
  expect(complaints).toEqual([]);
});

test('cordon, scale and relabel show their kubectl line and do it', async ({ page }) => {
  const complaints = await open(page, '/?lang=en&speed=10');
  await node(page, 'worker-2', 'Ready').getByRole('button', { name: 'worker-2', exact: true }).click();
  await expect(action(page, 'Cordon')).toHaveAttribute('title', 'kubectl cordon worker-2');
  await action(page, 'Cordon').click();
  await expect(action(page, 'Uncordon')).toHaveAttribute('title', 'kubectl uncordon worker-2');

  await applyPasted(page, CONTROLLER);
  const controller = page.getByRole('button', { name: /^replicationcontroller kubia, / });
  await expect(controller).toHaveAccessibleName('replicationcontroller kubia, 3/3');
  await expect(node(page, 'worker-2', 'Ready').getByRole('button', { name: /^pod / })).toHaveCount(0);
  await controller.click();
  await action(page, 'Scale').click();
  const scaling = page.getByRole('dialog', { name: 'Scale kubia' });
  await scaling.getByRole('spinbutton', { name: 'Replicas' }).fill('5');
  await expect(scaling).toContainText('kubectl scale rc kubia --replicas=5');
  await scaling.getByRole('button', { name: 'Scale' }).click();
  await expect(controller).toHaveAccessibleName('replicationcontroller kubia, 5/5');

  const [first] = await pod(page, /^pod kubia-/).all();
  await first?.click();
  await actByMenu(page, 'Relabel');
  const labelling = page.getByRole('dialog', { name: /^Labels of kubia-/ });
  await labelling.getByRole('textbox', { name: 'Value' }).first().fill('other');
  await expect(labelling).toContainText(/kubectl label pod kubia-\w{5} app=other --overwrite/);
  await labelling.getByRole('button', { name: 'Relabel' }).click();
  // The controller lets go of the pod and makes another.
  await expect(pod(page, /^pod kubia-\w{5}, Running, READY 1\/1, 0 restarts$/)).toHaveCount(6);
  await expect(controller).toHaveAccessibleName('replicationcontroller kubia, 5/5');
  expect(complaints).toEqual([]);
});
