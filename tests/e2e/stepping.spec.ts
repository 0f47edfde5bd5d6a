/** Stepping: to the next change, reconcile or probe, until a condition holds, and breakpoints. By roles and names alone. */
import { expect, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { PROBED } from './manifests';
import { action, applyPasted, open, pod, seconds, wordsOf, type Words } from './page';

const en = wordsOf('en');
const menu = (page: Page, t: Words = en) => page.getByRole('button', { name: new RegExp(`^${t('step.menu')}`) });
const entry = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: false });

/** A pod that is asked for while the clock stands: nothing has become of it yet, however slow the machine. */
async function asked(page: Page): Promise<readonly string[]> {
  const complaints = await open(page, '/?lang=en&play=0');
  await applyPasted(page, PROBED);
  await expect(pod(page, /^pod probed, Pending/)).toBeVisible();
  return complaints;
}

test('a step tells what it led to, and the keys step too', async ({ page }) => {
  const complaints = await asked(page);
  await menu(page).click();
  await entry(page, en('step.any')).click();
  await expect(page.getByRole('status').filter({ hasText: 'changed: ' })).toHaveText('changed: pod/probed');
  await expect(async () => {
    await page.keyboard.press('.');
    await expect(pod(page, /^pod probed, Running, READY 1\/1/)).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [0] });
  expect(complaints).toEqual([]);
});

test('reconciles and probes can be stepped to', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await applyPasted(page, PROBED);
  await expect(pod(page, /^pod probed, Running, READY 1\/1/).first()).toBeVisible();
  await pod(page, /^pod probed, Running, READY 1\/1/)
    .first()
    .click();
  await menu(page).click();
  await entry(page, en('step.probe')).first().click();
  await expect(page.getByRole('status').filter({ hasText: ' probe of pod/' })).toBeVisible();
  await menu(page).press('Enter');
  await entry(page, en('step.reconcile')).press('ArrowRight');
  await entry(page, 'replicaset-controller').waitFor();
  await page.getByRole('menuitem', { name: 'garbage-collector-controller', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /reconciled|nothing of it/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the clock runs until a condition holds, and a mistake is told in the words of the language', async ({ page }) => {
  const complaints = await asked(page);
  await menu(page).click();
  await entry(page, en('step.until')).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: en('step.condition') });
  await field.fill('redy < 2');
  await expect(dialog.getByText('Unknown variable: redy')).toBeVisible();
  const run = dialog.getByRole('button', { name: en('step.until.run') });
  await expect(run).toBeDisabled();
  await field.fill('ready');
  await expect(dialog.getByText(en('step.now.noCondition'))).toBeVisible();
  await field.fill('ready == 1');
  await expect(dialog.getByText('false', { exact: true })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await run.click();
  await expect(dialog).toHaveCount(0);
  await expect(pod(page, /^pod probed, Running, READY 1\/1/)).toBeVisible();
  await expect(page.getByText(/^0:0\d holds: ready == 1$/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a breakpoint stops the clock while it plays, until it is switched off', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: 'Run a first pod' }).click();
  await menu(page).click();
  await entry(page, en('step.until')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: en('step.condition') }).fill('pods.exists(p, restarts(p) > 0)');
  await dialog.getByRole('button', { name: en('step.breakpoint.add') }).click();
  const set = dialog.getByRole('checkbox', { name: 'pods.exists(p, restarts(p) > 0)' });
  await expect(set).toBeChecked();
  await page.keyboard.press('Escape');
  await pod(page, /^pod kubia, Running, READY 1\/1/).click();
  await action(page, en('actions.killContainer')).click();
  await expect(page.getByText(/stopped by a breakpoint: pods.exists/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: en('timeline.play'), exact: true })).toBeVisible();
  const at = await seconds(page);
  await menu(page).click();
  await entry(page, en('step.until')).click();
  await expect(dialog.getByText(en('step.breakpoint.holds'))).toBeVisible();
  await set.click();
  await expect(set).not.toBeChecked();
  await expect(dialog.getByText(en('step.breakpoint.off'), { exact: true })).toBeVisible();
  await dialog
    .getByRole('button', { name: en('step.breakpoint.remove', { expression: 'pods.exists(p, restarts(p) > 0)' }) })
    .click();
  await expect(set).toHaveCount(0);
  await page.keyboard.press('Escape');
  expect(await seconds(page)).toBe(at);
  expect(complaints).toEqual([]);
});
