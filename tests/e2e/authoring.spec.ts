/** A lesson is written in the page, tried, proved, saved and handed on as a link that opens elsewhere. */
import { expect, test } from '@playwright/test';
import { findings } from './findings';
import { open, wordsOf } from './page';

const t = wordsOf('en');

test('a lesson is begun, broken, mended, proved and opened from its link by somebody else', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: t('top.course'), exact: true }).click();
  await page.getByRole('button', { name: t('author.title') }).click();
  const desk = page.getByRole('dialog', { name: t('author.title') });
  await desk
    .getByRole('button', { name: t('author.new') })
    .first()
    .click();
  const yaml = desk.getByRole('textbox', { name: /^lesson\.yaml\b/ });
  const shown = desk.locator('.monaco-editor .view-lines');
  const choose = async (menu: string, item: string) => {
    await desk.getByRole('button', { name: menu, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const problems = desk.getByRole('list', { name: t('author.problems') });
  await expect(problems).toContainText(t('author.problems.none'));
  await expect(desk.getByRole('tabpanel')).toContainText('Pods that come back');

  await test.step('a mistake of the language is told in its words, at its line', async () => {
    await expect(shown).toContainText('neverBelowTwo');
    await yaml.focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.insertText(' + redy');
    await expect(problems).toContainText('Unknown variable: redy');
    await expect(problems.getByRole('button')).toHaveText(/^lesson\.yaml:1\d$/);
    await expect(desk.locator('.squiggly-error')).toHaveCount(1);
    await expect(desk.getByRole('button', { name: t('author.link') })).toBeDisabled();
    await desk.getByRole('button', { name: 'en.md' }).click();
    await expect(shown).toContainText('Pods that come back');
    await problems.getByRole('button').click();
    await expect(yaml).toBeFocused();
    // A word at a time.
    await page.keyboard.press('ControlOrMeta+Z');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(problems).toContainText(t('author.problems.none'));
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('q');
    await page.keyboard.press('ControlOrMeta+Space');
    await page.getByRole('option', { name: /^questions/ }).click();
    await expect(shown).toContainText('questions:');
    await page.keyboard.press('ControlOrMeta+Z');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(problems).toContainText(t('author.problems.none'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    await expect(desk.getByRole('button', { name: t('author.add.manifest') })).toBeFocused();
  });

  await test.step('its goals are tried on the cluster that runs', async () => {
    await desk.getByRole('tab', { name: t('author.goals') }).click();
    await expect(desk.getByRole('row', { name: /neverBelowTwo/ })).toContainText(t('author.holds.not'));
  });

  await test.step('the proof plays the solution and the wrong tries', async () => {
    await desk.getByRole('tab', { name: t('author.proof') }).click();
    await desk.getByRole('button', { name: t('author.proof.run') }).click();
    await expect(desk.getByText(t('author.proof.good'))).toBeVisible({ timeout: 60_000 });
    await expect(
      desk.getByRole('tabpanel').getByText(t('author.proof.missed', { goals: 'neverBelowTwo' })),
    ).toBeVisible();
  });
  expect(await findings(page)).toEqual([]);

  await test.step('what is saved as one file opens again', async () => {
    const saving = page.waitForEvent('download');
    await choose(t('author.save'), t('author.save.file'));
    const path = await (await saving).path();
    await choose(t('author.open'), t('author.new'));
    await desk
      .getByLabel(t('author.open.file'), { exact: true })
      .first()
      .setInputFiles({
        name: 'x.lesson.json',
        mimeType: 'application/json',
        buffer: (await import('node:fs')).readFileSync(path),
      });
    await expect(problems).toContainText(t('author.problems.none'));
  });

  await desk.getByRole('button', { name: t('author.link') }).click();
  await expect(desk.getByText(/characters/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#l1:');
  expect(link.length).toBeLessThan(2_000);
  const other = await context.newPage();
  const second = await open(other, link);
  await expect(other.getByRole('heading', { name: 'Pods that come back' })).toBeVisible();
  await expect(other.getByText(t('author.stranger'))).toBeVisible();
  await expect(other.getByRole('button', { name: 'replicaset web, 3/3' })).toBeVisible();
  expect([...complaints, ...second]).toEqual([]);
});
