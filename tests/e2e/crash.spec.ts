/** The worker dies: the page says why, keeps the person's text, and brings the run back. */
import { expect, test } from '@playwright/test';
import { sealLesson } from '../../src/app/authoring/lessonLink';
import { skeleton } from '../../src/app/authoring/skeleton';
import { findings } from './findings';
import { PROBED } from './manifests';
import { applyPasted, open, paste, pod, seconds, wordsOf } from './page';

const t = wordsOf('en');

declare global {
  interface Window {
    /** The engines that the page has started. */
    engines: Worker[];
    /** Nothing of what an engine says comes through. */
    isMute: boolean;
  }
}

/** Keeps the engines that the page starts where a test reaches them. Runs in the page. */
function holdEngines() {
  const engines: Worker[] = [];
  const Real = window.Worker;
  window.engines = engines;
  window.Worker = class extends Real {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      if (options?.name !== 'kubeloop') return;
      engines.push(this);
      // The first listener of all: it may keep the word from the others.
      super.addEventListener('message', (event) => {
        if (window.isMute) event.stopImmediatePropagation();
      });
    }
  };
}

test('a dead worker is told of with its reason, the run comes back, the text of the editor was never gone', async ({
  page,
}) => {
  await page.addInitScript(holdEngines);
  const complaints = await open(page, '/?lang=en');
  await applyPasted(page, PROBED);
  await expect(pod(page, 'pod probed, Running, READY 1/1, 0 restarts')).toBeVisible();
  await paste(page, '# not yet applied');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
  // The page goes back to a little before the end: the pod is to be there by then.
  const born = await seconds(page);
  await expect.poll(() => seconds(page)).toBeGreaterThan(born + 15);

  await page.evaluate(() => {
    const [engine] = window.engines;
    engine?.terminate();
    engine?.dispatchEvent(new ErrorEvent('error', { message: 'invariant: a pod on two nodes' }));
  });
  const dialog = page.getByRole('alertdialog', { name: 'The simulation stopped' });
  await expect(dialog).toContainText('invariant: a pod on two nodes');
  await expect(page.getByRole('status').filter({ hasText: 'The simulation stopped' })).toBeAttached();
  const arriving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Report file' }).click();
  await arriving;
  await dialog.getByRole('button', { name: /^Go back to / }).click();

  await expect(dialog).toHaveCount(0);
  await expect(pod(page, 'pod probed, Running, READY 1/1, 0 restarts')).toBeVisible();
  expect(await seconds(page)).toBeGreaterThan(born);
  await expect(page.getByText('# not yet applied')).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const before = await seconds(page);
  await expect.poll(() => seconds(page)).toBeGreaterThan(before);

  await page.evaluate(() => window.engines.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'again' })));
  await expect(dialog).toContainText('again');
  await dialog.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByRole('heading', { name: 'Three nodes, nothing running yet' })).toBeVisible();
  await expect(page.getByText('# not yet applied')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a lesson is there again after a crash; one in which the engine falls silent is ended, and begins only if asked', async ({
  page,
}) => {
  const sealed = sealLesson(skeleton('silent'));
  if (sealed.type !== 'link') throw new Error('too big for a link');
  await page.addInitScript(holdEngines);
  const complaints = await open(page, `/?lang=en&play=1${sealed.fragment}`);
  const lesson = page.getByRole('region', { name: 'Pods that come back' });
  await expect(lesson).toBeVisible();

  await test.step('"Start over" is the beginning of the lesson', async () => {
    await expect(pod(page, /^pod web-.*READY 1\/1/)).toHaveCount(3);
    await page.evaluate(() => window.engines.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'a bug' })));
    await page
      .getByRole('alertdialog', { name: t('crash.title') })
      .getByRole('button', { name: t('crash.over') })
      .click();
    await expect(lesson).toBeVisible();
    await expect(pod(page, /^pod web-.*READY 1\/1/)).toHaveCount(3);
    await expect(lesson.locator('.lesson-step[data-state="done"]')).toHaveCount(0);
    await pod(page, /^pod web-/)
      .first()
      .click();
    await page.keyboard.press('Delete');
    await expect(lesson.locator('.lesson-step[data-state="done"]')).toHaveCount(1);
  });

  await page.evaluate(() => {
    window.isMute = true;
  });
  const silence = page.getByRole('status').filter({ hasText: t('silent.title') });
  await expect(silence).toContainText(t('silent.lesson', { title: 'Pods that come back' }));
  expect(await findings(page)).toEqual([]);
  await silence.getByRole('button', { name: t('silent.stop') }).click();
  const dialog = page.getByRole('alertdialog', { name: t('crash.stopped') });
  await expect(dialog).toContainText('Pods that come back');
  await page.evaluate(() => {
    window.isMute = false;
  });
  await dialog.getByRole('button', { name: t('lesson.leave') }).click();
  await expect(page.getByRole('heading', { name: 'Three nodes, nothing running yet' })).toBeVisible();

  await page.goto(`/?lang=en${sealed.fragment}`);
  await page.reload();
  await expect(page.getByText(t('silent.held', { lesson: 'Pods that come back' }))).toBeVisible();
  await expect(lesson).toHaveCount(0);
  await page.getByRole('button', { name: t('silent.held.begin') }).click();
  await expect(lesson).toBeVisible();
  expect(complaints).toEqual([]);
});
