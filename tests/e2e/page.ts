/** The page as a person meets it: by roles and names alone, in either language. */
import { type Locator, type Page, expect } from '@playwright/test';
import { en, ko } from '../../src/app/i18n/sentences';

export type Language = 'ko' | 'en';
export type Words = (key: keyof typeof en, params?: Readonly<Record<string, string | number>>) => string;

/** The visible words of a language, as the page builds them. */
export function wordsOf(language: Language): Words {
  const sentences = language === 'en' ? en : ko;
  return (key, params = {}) => sentences[key].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** Opens `address` and collects everything that the console complains of. Resolves when the engine answers. */
export async function open(page: Page, address: string, t: Words = wordsOf('en')): Promise<readonly string[]> {
  const complaints = collectComplaints(page);
  await page.goto(address);
  await expect(health(page, t)).toBeAttached();
  return complaints;
}

/** Everything that the console complains of from now on. */
export function collectComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isBlocked = message.text().startsWith('Service Worker registration blocked by Playwright');
    if ((message.type() === 'error' || message.type() === 'warning') && !isBlocked) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`));
  return complaints;
}

/** The engine's health: running or paused, also behind a dialog. */
export const health = (page: Page, t: Words = wordsOf('en')): Locator =>
  page
    .getByRole('status', { includeHidden: true })
    .filter({ hasText: new RegExp(`^(${t('health.running')}|${t('health.paused')})$`) });
export const clock = (page: Page): Locator => page.getByRole('timer');

/** The virtual clock in seconds. */
export async function seconds(page: Page): Promise<number> {
  return secondsOf((await clock(page).textContent()) ?? '');
}
export const secondsOf = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** A pod's card: `pod NAME, STATUS, READY n/m, N restarts`. */
export const pod = (page: Page | Locator, name: RegExp | string): Locator => page.getByRole('button', { name });
export const node = (page: Page, name: string, status: 'Ready' | 'NotReady'): Locator =>
  page.getByRole('group', { name: `node ${name}, ${status}`, exact: true });

/** The labels of all pods that the graph shows, sorted. */
export async function podLabels(page: Page): Promise<readonly string[]> {
  await pod(page, /^pod /).first().waitFor();
  const texts = await pod(page, /^pod /).allTextContents();
  return texts.map((text) => /^pod \S+, [^,]+, READY \d+\/\d+, \d+ restarts/.exec(text)?.[0] ?? text).toSorted();
}

/**
 * Runs until `condition` holds and tells the virtual second at which the clock then stands. The engine stops it: whoever
 * looks at a clock that runs looks late on a busy machine, by as many virtual seconds as the speed makes of the delay.
 */
export async function runUntil(page: Page, condition: string, t: Words = wordsOf('en')): Promise<number> {
  await page.getByRole('button', { name: new RegExp(`^${t('step.menu')}`) }).click();
  await page.getByRole('menuitem', { name: t('step.until') }).click();
  const dialog = page.getByRole('dialog', { name: t('step.until.title') });
  await dialog.getByRole('textbox', { name: t('step.condition') }).fill(condition);
  await dialog.getByRole('button', { name: t('step.until.run') }).click();
  await expect(page.getByText(t('step.stop.condition', { expression: condition })).first()).toBeVisible();
  return seconds(page);
}

/** The text field of the file that is open, once the real editor is there. */
export async function editor(page: Page, t: Words = wordsOf('en')): Promise<Locator> {
  await page.getByRole('code').first().waitFor();
  return page.getByRole('textbox', { name: new RegExp(`^${t('editor.text', { name: '.+' })}`) });
}

/** Opens an empty file and pastes `manifest` into it. */
export async function paste(page: Page, manifest: string, t: Words = wordsOf('en')): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const first = page.getByRole('main').getByRole('button', { name: t('start.paste') });
  if (await first.isVisible()) await first.click();
  else {
    await page.getByRole('button', { name: t('editor.add') }).click();
    await page.getByRole('menuitem', { name: t('editor.empty') }).click();
  }
  await replaceText(page, manifest, t);
}

/** Replaces the whole text of the open file through the clipboard. */
export async function replaceText(page: Page, text: string, t: Words = wordsOf('en')): Promise<void> {
  const field = await editor(page, t);
  // What stands at the end is in sight after a paste.
  const last = text.trim().split(/\s+/).at(-1) ?? '';
  // The clipboard is the browser's: a page that loses the focus for a moment pastes nothing.
  await expect(async () => {
    await field.focus();
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+V');
    await expect(page.locator('.monaco-editor .view-lines').first()).toContainText(last, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

/** Pastes `manifest` into a new file and applies it. */
export async function applyPasted(page: Page, manifest: string, t: Words = wordsOf('en')): Promise<void> {
  await paste(page, manifest, t);
  await apply(page, t);
}
export const apply = (page: Page, t: Words = wordsOf('en')): Promise<void> =>
  page.getByRole('button', { name: t('editor.apply'), exact: true }).click();

export async function speed(page: Page, factor: number, t: Words = wordsOf('en')): Promise<void> {
  await page.getByRole('combobox', { name: t('timeline.speed') }).selectOption(String(factor));
}

/** An action of what is selected. */
export const action = (page: Page, name: string, t: Words = wordsOf('en')): Locator =>
  page.getByRole('toolbar', { name: t('actions.list') }).getByRole('button', { name, exact: true });

/** Chooses an action that only the menu offers. */
export async function actByMenu(page: Page, name: string, t: Words = wordsOf('en')): Promise<void> {
  await page
    .getByRole('button', { name: t('actions.more') })
    .first()
    .click();
  await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
}

/** Saves the run through the open Share dialog and hands back the file's text. */
export async function saveRun(page: Page, t: Words = wordsOf('en')): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('share.export') })
    .click();
  const stream = await (await arriving).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Presses Tab, or another key, until `target` has the focus; fails if a walk round the whole page does not reach it. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 90; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${target.toString()}`);
}

/** Menus move the focus in a timer of their own: a key that is pressed before would go one too far. */
const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate(
    (element) => new Promise<boolean>((done) => setTimeout(() => done(element === document.activeElement))),
  );
