/** The control plane view as a person meets it: a write and who hears of it, step by step, a scheduler that is away. */
import { expect, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { open, wordsOf } from './page';

const t = wordsOf('en');
const picture = (page: Page) => page.getByRole('region', { name: t('controlPlane.region') });
const box = (page: Page, name: string) => picture(page).getByRole('region', { name, exact: true });
const list = (page: Page) => page.getByRole('region', { name: t('controlPlane.latest') });

async function type(page: Page, line: string): Promise<void> {
  const terminal = page.getByRole('button', { name: t('panel.terminal'), exact: true });
  if ((await terminal.getAttribute('aria-pressed')) !== 'true') await terminal.click();
  await expect(page.locator('.xterm-rows')).toContainText('$');
  await page.keyboard.type(`${line}\n`);
}

test('a write is followed from kubectl over etcd to everybody who watches', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en&theme=light&play=0');
  await page.keyboard.press('4');
  await expect(box(page, 'kube-apiserver')).toContainText('revision');
  await expect(box(page, 'worker-2')).toContainText('watches its own pods');
  await type(page, 'kubectl run kubia --image=luksa/kubia');
  await expect(box(page, t('controlPlane.you'))).toContainText('POST pods');
  const created = list(page).getByRole('button', { name: /create pod kubia/ });
  await created.click();
  const panel = page.getByRole('complementary', { name: t('panel.inspector') });
  await expect(panel.getByRole('heading', { name: 'create pod kubia' })).toBeVisible();
  // The clock stands: the watchers have not heard of it.
  await expect(panel).toContainText(t('controlPlane.headline.none'));
  await expect(panel.getByRole('listitem').filter({ hasText: t('controlPlane.next.delivery') })).toHaveCount(2);
  await page.getByRole('button', { name: t('timeline.step'), exact: true }).click();
  await expect(panel).toContainText(t('controlPlane.headline.many', { readers: 2 }));
  await expect(panel).toContainText(t('controlPlane.hears.schedulerQueues', { event: 'ADDED' }));
  await expect(picture(page).locator('circle').first()).toBeAttached();
  await expect.soft(await findings(page), 'a journey').toEqual([]);
  await list(page)
    .getByRole('button', { name: /create pod kubia binding/ })
    .click();
  await expect(panel).toContainText(t('controlPlane.step.because', { object: 'kubia', revision: '' }));
  expect(complaints).toEqual([]);
});

test('a paused scheduler is hatched and binds nothing until it is back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en&theme=dark');
  await page.keyboard.press('4');
  await picture(page)
    .getByRole('button', { name: t('actions.pauseScheduler') })
    .click();
  await expect(box(page, 'kube-scheduler')).toContainText('paused since');
  await type(page, 'kubectl run kubia --image=luksa/kubia');
  await expect(list(page)).toContainText('create pod kubia');
  await expect.soft(await findings(page), 'a paused scheduler').toEqual([]);
  await expect(list(page)).not.toContainText('create pod kubia binding');
  await picture(page)
    .getByRole('button', { name: t('actions.resumeScheduler') })
    .click();
  await expect(list(page)).toContainText('create pod kubia binding');
  await expect(picture(page).locator('circle')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('on a slide the picture fits, and the journey opens over it', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  const complaints = await open(page, '/?lang=ko&theme=light&embed=1&view=controlPlane&play=1', wordsOf('ko'));
  const ko = wordsOf('ko');
  const slide = page.getByRole('region', { name: ko('controlPlane.region') });
  await expect(slide.getByRole('region', { name: 'kube-scheduler' })).toBeVisible();
  await expect.soft(await findings(page), 'a slide').toEqual([]);
  await page.getByRole('button', { name: /^최근 요청/ }).click();
  await expect(page.getByRole('complementary', { name: ko('panel.inspector') })).toContainText('kube-apiserver');
  expect(complaints).toEqual([]);
});
