/** The main job, by accessible names alone: apply, watch, break, see it heal, share. */
import { expect, test } from '@playwright/test';
import { CONTROLLER, LIVENESS, act, applyPasted, clock, open, pod, speed } from './page';

test('a probe fails, a pod is replaced, a node is lost and comes back, and a link leads to the same cluster', async ({
  page,
  context,
}) => {
  const { complaints } = await open(page, '/?lang=en');

  await applyPasted(page, LIVENESS);
  await expect(pod(page, /^pod kubia-liveness, Running, READY 1\/1, 0 restarts$/)).toBeVisible();
  await speed(page, 60);
  await expect(pod(page, /^pod kubia-liveness, Running, READY 1\/1, 1 restarts$/)).toBeVisible();
  await expect(clock(page)).toContainText(/^1:5|^2:/);

  await speed(page, 2);
  await applyPasted(page, CONTROLLER);
  await expect(page.getByRole('button', { name: /^replicationcontroller kubia, 3\/3/ })).toBeVisible();

  const killed = pod(page, /^pod kubia-\w{5}, /).first();
  await killed.click();
  await act(page, 'Delete pod');
  await expect(pod(page, /^pod kubia-\w{5}, Terminating, /)).toHaveCount(1);
  await expect(pod(page, /^pod kubia-\w{5}, /)).toHaveCount(4);
  await speed(page, 60);
  await expect(pod(page, /^pod kubia-\w{5}, /)).toHaveCount(3);

  const node = page.getByRole('group', { name: /^node worker-1, Ready$/ });
  await node.getByRole('button', { name: 'worker-1' }).click();
  await act(page, 'Cut network');
  await expect(page.getByRole('group', { name: /^node worker-1, NotReady$/ })).toBeVisible();
  await speed(page, 300);
  await expect(
    page
      .getByRole('group', { name: /^node worker-1, NotReady$/ })
      .getByRole('button', { name: /, Terminating, / })
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: /^replicationcontroller kubia, 3\/3/ })).toBeVisible();
  await speed(page, 10);
  await act(page, 'Bring back');
  await expect(page.getByRole('group', { name: /^node worker-1, Ready$/ })).toBeVisible();
  await speed(page, 60);
  await expect(pod(page, /^pod kubia-\w{5}, /)).toHaveCount(3);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const seen = await podNames(page);
  const time = await clock(page).textContent();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox').first().inputValue();
  expect(link).toContain('#z1:');
  expect(link.length).toBeLessThan(2_000);

  const other = await context.newPage();
  const second = await open(other, link);
  await expect(clock(other)).toHaveText(time ?? '');
  expect(await podNames(other)).toEqual(seen);
  expect([...complaints, ...second.complaints]).toEqual([]);
});

async function podNames(page: Parameters<typeof pod>[0]): Promise<readonly string[]> {
  await pod(page, /^pod /).first().waitFor();
  const names = await pod(page, /^pod /).evaluateAll((cards) =>
    cards.map(
      (card) =>
        card.getAttribute('aria-label') ??
        card.querySelector('.sr-only, .visually-hidden')?.textContent ??
        card.textContent ??
        '',
    ),
  );
  return names.sort();
}
