/** Predict, then run: guesses before a fault, and what came of it beside them. */
import { expect, test } from '@playwright/test';
import { findings } from './findings';
import { CONTROLLER } from './manifests';
import { action, applyPasted, node, open, pod, speed, wordsOf } from './page';

const en = wordsOf('en');

test('what a cut node leads to is guessed first, then seen line by line', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await applyPasted(page, CONTROLLER);
  const ready = pod(page, /^pod kubia-\S+, Running, READY 1\/1/);
  await expect(ready).toHaveCount(3);
  // A node that has a pod of it.
  await ready.first().click();
  const name =
    (await page
      .getByRole('link', { name: /^worker-\d$/ })
      .or(page.getByRole('button', { name: /^worker-\d$/ }))
      .first()
      .textContent()) ?? '';
  await node(page, name, 'Ready').click({ position: { x: 20, y: 12 } });
  await page.getByRole('button', { name: en('predict.first') }).click();
  await action(page, en('actions.cutNetwork')).click();
  const dialog = page.getByRole('dialog', { name: en('predict.title') });
  await dialog
    .getByRole('combobox')
    .last()
    .selectOption({ label: en('predict.fate.restarts') });
  await dialog.getByRole('textbox', { name: en('predict.after.ready') }).fill('soon');
  await expect(dialog.getByText(en('predict.after.wrong'))).toBeVisible();
  await dialog.getByRole('textbox', { name: en('predict.after.ready') }).fill('5:45');
  await dialog.getByRole('spinbutton', { name: en('predict.restarts') }).fill('0');
  await dialog.getByRole('spinbutton', { name: en('predict.ready', { name: 'kubia' }) }).fill('3');
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: en('predict.run'), exact: true }).click();
  const panel = page.getByRole('region', { name: en('predict.list') });
  await expect(panel.getByText(/Guess and run are shown when it is over/)).toBeVisible();
  await speed(page, 300);
  const line = (question: string) => panel.getByRole('row', { name: new RegExp(`^${question}`) });
  await expect(line(en('predict.line.where'))).toContainText(`${en('predict.mark.wrong')}new pod on worker-`);
  await expect(line(en('predict.line.where'))).not.toContainText(`new pod on ${name}`);
  await expect(line('After how long')).toContainText(en('predict.mark.right'));
  await expect(line(en('predict.line.restarts'))).toContainText(`${en('predict.mark.right')}0`);
  await expect(line(en('predict.line.ready'))).toContainText(`${en('predict.mark.right')}3`);
  await expect(panel.getByText(en('predict.right', { right: 3, all: 4 }))).toBeVisible();
  // Menus that open over it can be used.
  await page.getByRole('button', { name: en('step.menu') }).click();
  await page.getByRole('menuitem', { name: new RegExp(en('step.any')) }).click({ trial: true });
  await page.keyboard.press('Escape');
  // The time leads to the moment; the guess stays.
  await line('After how long')
    .getByRole('button', { name: /^5:\d\d$/ })
    .click();
  await expect(page.getByRole('timer')).toHaveText(/^[5-9]:\d\d/);
  await expect(panel.getByText(en('predict.right', { right: 3, all: 4 }))).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a prediction can be shown before it is over, left open, folded and taken away', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: 'Run a first pod' }).click();
  await pod(page, /^pod kubia, Running, READY 1\/1/).click();
  await page.getByRole('button', { name: en('predict.first') }).click();
  await action(page, en('actions.deletePod')).click();
  const dialog = page.getByRole('dialog', { name: en('predict.title') });
  await dialog.getByRole('combobox').selectOption('nowhere');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await action(page, en('actions.deletePod')).click();
  await dialog.getByRole('button', { name: en('predict.run'), exact: true }).click();
  const panel = page.getByRole('region', { name: en('predict.list') });
  await panel.getByRole('button', { name: en('predict.showNow') }).click();
  await expect(panel.getByText(en('predict.notOver'))).toBeVisible();
  await panel.getByRole('button', { name: en('predict.fold') }).click();
  await expect(panel.getByRole('table')).toHaveCount(0);
  await panel.getByRole('button', { name: en('predict.remove') }).click();
  await expect(panel).toHaveCount(0);
  expect(complaints).toEqual([]);
});
