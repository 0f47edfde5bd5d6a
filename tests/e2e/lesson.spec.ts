/** Three whole labs in the page: by mouse alone, by keyboard alone, with the text tree alone. Goals are reached, nothing is complained of. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { action, node, open, speed, tabTo, wordsOf } from './page';

const en = wordsOf('en');
const ko = wordsOf('ko');

const panel = (page: Page, title: string): Locator => page.getByRole('region', { name: title });
/** Steps that are done. */
const done = (page: Page): Locator => page.locator('.lesson-step[data-state="done"]');

test('a node is lost and comes back, by mouse alone, from the map of the course', async ({ page, browser }) => {
  const complaints = await open(page, '/?lang=ko', ko);
  await page
    .getByRole('button', { name: ko('top.course') })
    .first()
    .click();
  const map = page.getByRole('dialog', { name: ko('course.title') });
  await map.getByRole('button', { name: /^L21 / }).click();
  const title = await page.locator('#lesson-title').innerText();
  const lesson = panel(page, title);
  await expect(map).toHaveCount(0);
  await expect(page).toHaveURL(/#\/s\/node-failure$/);
  expect(await findings(page)).toEqual([]);

  await lesson
    .getByRole('button', { name: /^터미널에서 실행: kubectl get po -o wide/ })
    .first()
    .click();
  await expect(done(page)).toHaveCount(1);
  const question = lesson.getByRole('group', { name: ko('lesson.predict') });
  await question.getByRole('radio').nth(1).check();
  await question.getByRole('button', { name: ko('lesson.predict.run') }).click();
  // Who selects a node goes on reading; the inspector is one click away.
  const name = 'gke-kubia-default-pool-7985c381-bscm';
  await node(page, name, 'Ready').click({ position: { x: 20, y: 12 } });
  await expect(lesson).toBeVisible();
  await page.getByRole('tab', { name: ko('lesson.tab.inspector', { name }) }).click();
  await action(page, ko('actions.cutNetwork'), ko).click();
  // Its tab says how far the lesson is.
  await page.getByRole('tab', { name: new RegExp(`^${ko('lesson.tab')} ?[2-8]/8$`) }).click();
  await speed(page, 300, ko);
  await expect(page.locator('.lesson-goals')).toContainText(
    ko('lesson.goal.holds', { goal: 'kubia 파드가 축출되었다' }),
    { timeout: 30_000 },
  );
  // Guess and truth side by side, once the run has shown it.
  await expect(lesson.locator('.lesson-compare').first()).toContainText(ko('lesson.predict.wrong'));
  await page.getByRole('tab', { name: ko('lesson.tab.inspector', { name }) }).click();
  const before = page.url();
  await action(page, ko('actions.bringBack'), ko).click();
  await page.getByRole('tab', { name: new RegExp(`^${ko('lesson.tab')}`) }).click();
  await expect(page.getByRole('region', { name: ko('lesson.passed') })).toBeVisible({ timeout: 30_000 });
  expect(await findings(page)).toEqual([]);

  // Whoever opens the address elsewhere stands in the same lab.
  await expect(page).toHaveURL((url) => url.href !== before && url.hash.startsWith('#z1:'));
  const other = await browser.newPage();
  await other.goto(page.url());
  await expect(other.locator('#lesson-title')).toHaveText(title);
  await expect(other.locator('.lesson-goals')).toContainText(
    ko('lesson.goal.holds', { goal: 'kubia 파드가 축출되었다' }),
  );
  await other.close();

  // The map remembers.
  await page.getByRole('button', { name: ko('course.open') }).click();
  await expect(map.getByRole('button', { name: /^L21 .*통과$/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the first lab by keyboard alone', async ({ page }) => {
  const complaints = await open(page, '/?lang=en#/s/first-pod');
  await expect(page.locator('#lesson-title')).toBeVisible();
  // Whoever thinks better of it stands where the question was asked.
  for (const name of [en('lesson.reset'), en('course.open')]) {
    await tabTo(page, page.locator('.lesson-title'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('menuitem', { name }), 'ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('.lesson-title')).toBeFocused();
  }
  const run = async (line: string) => {
    await tabTo(page, page.getByRole('button', { name: en('lesson.run.line', { line }), exact: true }).first());
    await page.keyboard.press('Enter');
  };
  await run('kubectl apply -f Pod/pod.yaml');
  await expect(page.locator('.lesson-goals')).toContainText('Passed: nginx-pod has been ready');
  for (const line of ['kubectl get pods --show-labels', 'kubectl describe pods nginx-pod']) await run(line);
  await expect(done(page)).toHaveCount(3);
  for (const line of ['kubectl apply -f Pod/pod.yaml', 'kubectl create -f Pod/pod.yaml']) await run(line);
  await expect(page.getByText('AlreadyExists').first()).toBeVisible();
  await run('kubectl apply -f Pod/empty.yaml');
  await expect(done(page)).toHaveCount(5);
  // The last step waits for the person; it closes and opens by keyboard as well.
  await tabTo(page, page.locator('.lesson-step').last().getByRole('heading').getByRole('button'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('kubectl delete -f Pod/pod.yaml', { exact: true })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await run('kubectl delete -f Pod/pod.yaml');
  const outcome = page.getByRole('region', { name: en('lesson.passed') });
  await expect(outcome).toBeVisible();
  await expect(outcome.getByRole('button').last()).toBeInViewport({ ratio: 1 });
  await expect(page.locator('[data-spoken="lesson"]')).toContainText(en('lesson.spoken.passed'));
  expect(complaints).toEqual([]);
});

test('a relabelled pod leaves and comes home, with the text tree alone', async ({ page }) => {
  const complaints = await open(page, '/?lang=en#/s/relabel');
  await expect(page.locator('#lesson-title')).toBeVisible();
  await page.getByRole('button', { name: en('timeline.play'), exact: true }).press('Enter');
  const pods = page.getByRole('treeitem', { name: /^pod wj-node-/ });
  const relabel = async (pod: Locator, to: string) => {
    await pod.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: new RegExp(`^${en('actions.relabel')}`) }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: en('actions.relabel.value') })
      .first()
      .fill(to);
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
  };
  const first = (await pods.first().textContent())?.match(/wj-node-\w+/)?.[0] ?? '';
  const own = page.getByRole('treeitem', { name: new RegExp(`^pod ${first},`) }).first();
  await relabel(own, 'wj-ch4');
  await expect(page.locator('.lesson-goals')).toContainText('Passed: A pod left the controller');
  await relabel(own, 'wj-ch4-ec');
  await speed(page, 60);
  await expect(page.getByRole('region', { name: en('lesson.passed') })).toBeVisible();
  await expect(page.locator('.lesson-goals [data-holds="false"]')).toHaveCount(0);
  // The way on leads into the next lesson, and a file that its text names into the editor.
  await page.getByRole('button', { name: /^Next: / }).press('Enter');
  const file = page.getByRole('button', { name: en('lesson.showFile', { name: 'ch4-rc-template-label.yaml' }) });
  await file.press('Enter');
  await expect(page.getByRole('tab', { name: 'ch4-rc-template-label.yaml', selected: true })).toBeVisible();
  expect(complaints).toEqual([]);
});
