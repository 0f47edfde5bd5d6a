/** A short story over sizes, themes and languages; its pictures are attached to be looked at. */
import { expect, test } from '@playwright/test';
import { action, clock, node, open, pod, speed, wordsOf } from './page';

/** Each size meets each theme and language, each theme each language. */
const looks = [
  { width: 1440, height: 900, theme: 'light', language: 'en' },
  { width: 1440, height: 900, theme: 'dark', language: 'ko' },
  { width: 640, height: 360, theme: 'light', language: 'ko' },
  { width: 640, height: 360, theme: 'dark', language: 'en' },
] as const;

for (const { width, height, theme, language } of looks) {
  test(`a pod is run, killed and deleted, a node cut off: ${width}x${height}, ${theme}, ${language}`, async ({
    page,
  }, testInfo) => {
    const t = wordsOf(language);
    await page.setViewportSize({ width, height });
    const complaints = await open(page, `/?lang=${language}&theme=${theme}&speed=10`, t);
    const picture = async (name: string) =>
      testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    await page.getByRole('button', { name: t('start.run') }).click();
    const card = pod(page, /^pod kubia, /);
    await expect(card).toHaveAccessibleName(/^pod kubia, Running, READY 1\/1, /);
    await card.click();
    await action(page, t('actions.killContainer'), t).click();
    await expect(card).toHaveAccessibleName(
      t('graph.pod.name', { name: 'kubia', status: 'Running', ready: '1/1', restarts: 1 }),
    );
    await picture('selected');
    await speed(page, 1, t);
    await action(page, t('actions.deletePod'), t).click();
    await expect(card).toHaveAccessibleName(/^pod kubia, Terminating, /);
    await speed(page, 60, t);
    await expect(card).toHaveCount(0);
    await node(page, 'worker-1', 'Ready').getByRole('button', { name: 'worker-1', exact: true }).click();
    await action(page, t('actions.cutNetwork'), t).click();
    await expect(node(page, 'worker-1', 'NotReady')).toBeVisible();
    await picture('lost');
    await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();
    await expect(page.getByRole('button', { name: t('timeline.play'), exact: true })).toBeVisible();
    await expect(clock(page)).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    // What stands in the top bar is not cut off either.
    const cut = await page.getByRole('banner').evaluate((bar) => bar.scrollWidth - bar.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });
}
