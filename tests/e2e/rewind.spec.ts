/** Time is moved: by mouse, by keys, by a typed time, by a click on an event, step by step. */
import { type Page, expect, test } from '@playwright/test';
import { findings } from './findings';
import { CONTROLLER } from './manifests';
import {
  action,
  applyPasted,
  clock,
  type Language,
  open,
  pod,
  seconds,
  secondsOf,
  speed,
  type Words,
  wordsOf,
} from './page';

/** The other language and theme are those of branches.spec. */
const looks: readonly (readonly [Language, 'light' | 'dark'])[] = [['en', 'light']];

const playhead = (page: Page, t: Words) => page.getByRole('slider', { name: t('timeline.playhead') });
const past = (page: Page) => page.locator('.past-chip');

/** The card of the first pod, with so many restarts. */
const restartedPod = (page: Page, restarts: number, t: Words) =>
  pod(page, new RegExp(`^${t('graph.pod.name', { name: 'kubia', status: 'Running', ready: '1/1', restarts })}`));

/** Where `second` of the run lies on the screen, low in the lanes: the axis says it. */
async function placeOf(page: Page, second: number): Promise<{ readonly x: number; readonly y: number }> {
  const bar = await page.locator('.timeline').boundingBox();
  const ticks = await page.locator('.bar-ground g').evaluateAll((groups) =>
    groups.map((group) => ({
      text: group.textContent,
      x: group.querySelector('line')?.getBoundingClientRect().x ?? 0,
    })),
  );
  const [first, next] = ticks;
  if (bar === null || first === undefined || next === undefined) throw new Error('the time bar is not drawn');
  const perSecond = (next.x - first.x) / (secondsOf(next.text ?? '') - secondsOf(first.text ?? ''));
  return { x: first.x + (second - secondsOf(first.text ?? '')) * perSecond, y: bar.y + bar.height - 40 };
}

async function typeTime(page: Page, text: string, t: Words): Promise<void> {
  await clock(page).getByRole('button').click();
  await page.getByRole('textbox', { name: t('timeline.typed') }).fill(text);
  await page.keyboard.press('Enter');
}

for (const [language, theme] of looks)
  test(`the clock goes back to what was, ${language}, ${theme}`, async ({ page }) => {
    const t = wordsOf(language);
    await page.setViewportSize({ width: 1440, height: 900 });
    const complaints = await open(page, `/?lang=${language}&theme=${theme}`, t);

    await page.getByRole('button', { name: t('start.run') }).click();
    await expect(restartedPod(page, 0, t)).toBeVisible();
    const born = await seconds(page);
    const calm = Math.ceil(born) + 5;
    await speed(page, 5, t);
    await expect.poll(() => seconds(page)).toBeGreaterThan(calm + 5);
    await action(page, t('actions.killContainer'), t).click();
    await expect(restartedPod(page, 1, t)).toBeVisible();
    const restarted = await seconds(page);
    await expect.poll(() => seconds(page)).toBeGreaterThan(restarted + 10);
    await action(page, t('actions.deletePod'), t).click();
    await expect(pod(page, /^pod kubia, /)).toHaveCount(0);
    const gone = await seconds(page);

    await test.step('the playhead is dragged back by mouse: the clock stops and the restart has not been', async () => {
      const from = await placeOf(page, gone - 2);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      // What is held stands: the bar moves on no more.
      await expect(page.getByRole('button', { name: t('timeline.play'), exact: true })).toBeVisible();
      const [way, to] = [await placeOf(page, calm + 3), await placeOf(page, calm)];
      await page.mouse.move(way.x, way.y, { steps: 6 });
      await expect(pod(page, /^pod kubia, Running, /)).toBeVisible(); // The picture follows.
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
      await expect(restartedPod(page, 0, t)).toBeVisible();
      await expect.poll(() => seconds(page)).toBeCloseTo(calm, 0);
      await expect(past(page)).toBeVisible();
      await expect(page.getByRole('button', { name: t('timeline.play'), exact: true })).toBeVisible();
      await expect.soft(await findings(page), 'in the past').toEqual([]);
    });

    await test.step('what was lived stays on the bar, right of the playhead', async () => {
      const deed = page.locator('.timeline').getByRole('button', { name: 'delete pod kubia' });
      await expect(deed).toBeVisible();
      const [mark, grip] = await Promise.all([deed.boundingBox(), playhead(page, t).boundingBox()]);
      expect(mark?.x).toBeGreaterThan(grip?.x ?? Number.POSITIVE_INFINITY);
    });

    await test.step('keys move the playhead', async () => {
      await playhead(page, t).focus();
      const held = await seconds(page);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => seconds(page)).toBeGreaterThan(held);
      await page.keyboard.press('Home');
      await expect(clock(page)).toHaveText('0:00.0');
      await expect(pod(page, /^pod kubia, /)).toHaveCount(0);
      await page.keyboard.press('End');
      await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(gone);
      await expect(past(page)).toHaveCount(0);
    });

    await test.step('comma goes to before the last change, full stop to the next', async () => {
      await page.locator('body').press(',');
      await expect(pod(page, /^pod kubia, /)).toHaveCount(1);
      await page.locator('body').press('.');
      await expect(pod(page, /^pod kubia, /)).toHaveCount(0);
    });

    await test.step('a time is typed', async () => {
      await typeTime(page, 'yesterday', t);
      await expect(page.getByRole('alert')).toHaveText(t('timeline.typed.unknown'));
      await page.keyboard.press('Escape');
      await typeTime(page, `${Math.ceil(restarted)}s`, t);
      await expect(restartedPod(page, 1, t)).toBeVisible();
      await expect.poll(() => seconds(page)).toBe(Math.ceil(restarted));
    });

    await test.step('a click on the restarts leads to the last one, on an event to when it was told', async () => {
      await pod(page, /^pod kubia, /).click();
      await page.getByRole('button', { name: t('inspector.restarts', { count: 1 }), exact: true }).click();
      await expect.poll(() => seconds(page)).toBeLessThanOrEqual(restarted + 1);
      await page.getByRole('tab', { name: new RegExp(`^${t('inspector.tab.events')}`) }).click();
      const row = page.getByRole('listitem').filter({ hasText: 'Scheduled' }).first();
      await row.getByTitle(t('timeline.goThere')).click();
      await expect.poll(() => seconds(page)).toBeLessThanOrEqual(born);
      await expect(pod(page, /^pod kubia, (Pending|ContainerCreating|Running)/)).toBeVisible();
    });

    await test.step('the versions of the pod lead to their moments', async () => {
      await page.getByRole('tab', { name: t('timeline.history') }).click();
      await expect(page.getByRole('tabpanel').getByText('spec.nodeName')).toBeVisible();
      await expect.soft(await findings(page), 'history').toEqual([]);
      await page.getByRole('checkbox', { name: t('timeline.onlySelected', { name: 'kubia' }) }).check();
      await expect(page.locator('.bar-name').filter({ hasText: 'worker' })).toHaveCount(1);
    });

    expect(complaints).toEqual([]);
  });

test('lanes: zoom by wheel, keys and buttons, marks that lead to their moments, controllers that open', async ({
  page,
}) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en&theme=light', t);
  const bar = page.locator('.timeline');
  const ticks = async () => (await bar.locator('.tick').allTextContents()).length;
  const step = async () => {
    const [first = '', next = ''] = await bar.locator('.tick').allTextContents();
    return secondsOf(next) - secondsOf(first);
  };
  const tool = (name: string) => page.getByRole('toolbar', { name: t('timeline.tools') }).getByRole('button', { name });
  await applyPasted(page, CONTROLLER);
  await expect(pod(page, /^pod kubia-\w{5}, Running, READY 1\/1, 0 restarts$/)).toHaveCount(3);
  await speed(page, 10);
  await expect.poll(() => seconds(page)).toBeGreaterThan(40);
  await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();

  await test.step('each component has its lane; the controllers are one until they are opened', async () => {
    await expect(page.locator('.bar-name')).toHaveCount(8);
    await bar.getByRole('button', { name: t('timeline.lane.controllers') }).click();
    await expect(page.locator('.bar-name').filter({ hasText: /^replication$/ })).toBeVisible();
    await bar.getByRole('button', { name: t('timeline.lane.controllers') }).click();
    await expect(page.locator('.bar-name')).toHaveCount(8);
  });

  await test.step('the window shows more or less', async () => {
    await tool(t('timeline.fit')).click();
    const whole = await step();
    await tool(t('timeline.zoomIn')).click();
    await tool(t('timeline.zoomIn')).click();
    const closer = await step();
    expect(closer).toBeLessThan(whole);
    await bar.hover({ position: { x: 600, y: 150 } });
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 800);
    await page.keyboard.up('Control');
    await expect.poll(step).toBeGreaterThan(closer);
    await page.getByRole('group', { name: t('timeline.label') }).focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(step).toBeLessThanOrEqual(closer);
    await tool(t('timeline.fit')).click();
    expect(await ticks()).toBeGreaterThan(3);
  });

  await test.step('a mark leads to its moment, by mouse and by keyboard', async () => {
    const now = await seconds(page);
    await bar.getByRole('button', { name: 'create replicationcontroller kubia' }).click();
    await expect.poll(() => seconds(page)).toBeLessThan(now);
    await expect(page.locator('.past-chip')).toBeVisible();
    await page.getByRole('group', { name: t('timeline.label') }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Home');
    await expect(clock(page)).toHaveText('0:00.0');
    await page.locator('.past-chip').click();
    await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(now - 0.2);
  });

  await test.step('marks that lie together come apart, those of one instant are listed', async () => {
    await tool(t('timeline.fit')).click();
    await tool(t('timeline.fit')).click();
    const wide = await step();
    const stacks = bar.getByRole('button', { name: / → worker-\d x3$/ });
    await stacks.click();
    const list = page.getByRole('dialog', { name: t('timeline.stack', { count: 3 }) });
    await expect(async () => expect((await list.count()) === 1 || (await step()) < wide).toBe(true)).toPass();
    if ((await list.count()) === 1) {
      await expect(list.getByRole('button', { name: / → worker-\d/ })).toHaveCount(3);
      await list.getByRole('button').first().click();
      await expect(page.locator('.past-chip')).toBeVisible();
    } else await expect(stacks).toHaveCount(0);
  });
  expect(complaints).toEqual([]);
});
