/** The traffic view: requests by mouse and by keyboard, their hops, a browser, reduced motion; axe finds nothing serious. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { applyPasted, open, tabTo, wordsOf } from './page';

const MANIFEST = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: kubia
spec:
  replicas: 2
  selector:
    matchLabels:
      app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
---
apiVersion: v1
kind: Service
metadata:
  name: kubia
spec:
  type: NodePort
  selector:
    app: kubia
  ports:
  - port: 80
    targetPort: 8080
    nodePort: 30123
---
apiVersion: v1
kind: Service
metadata:
  name: nobody
spec:
  type: NodePort
  selector:
    app: nobody
  ports:
  - port: 80
    nodePort: 30124
`;
const t = wordsOf('en');

const service = (page: Page, name: string, ready: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^service ${name}, .*, ${ready}`) });
const requests = (page: Page): Locator => page.locator('.requests button');
const hops = (page: Page): Locator => page.locator('.hops > li');

/** Two Services, one with pods behind it, in the traffic view. */
async function openTraffic(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en&speed=10');
  await applyPasted(page, MANIFEST);
  await page.locator('.canvas').focus();
  await page.keyboard.press('3');
  await expect(service(page, 'kubia', '2/2')).toBeVisible();
  await page.getByRole('combobox', { name: t('timeline.speed') }).selectOption('1');
  return complaints;
}

test('a request is sent by mouse, and every hop of it can be read', async ({ page }) => {
  const complaints = await openTraffic(page);
  await service(page, 'kubia', '2/2').click();
  const box = page.getByRole('region', { name: t('traffic.send.title') });
  await expect(box).toContainText(/curl -m 5 http:\/\/192\.168\.49\.\d+:30123\//);
  await box.getByRole('button', { name: t('traffic.send.one') }).click();
  await expect(page.getByRole('log', { name: t('terminal.output') })).toContainText("You've hit kubia-");
  await expect(requests(page).first()).toContainText('200');
  await expect(page.locator('.traffic-counts').first()).toContainText('100 %');
  await requests(page).first().click();
  await expect(hops(page).first()).toBeVisible();
  const told = (await hops(page).allTextContents()).join('\n');
  expect(told).toContain('kubia');
  expect(told).toMatch(/endpoint \d of 2/);
  // The same numbers stand on the picture.
  await expect(page.locator('.traffic-step')).toHaveCount(await hops(page).count());
  expect(await findings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a Service that nobody answers for refuses, and that is seen without motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTraffic(page);
  await expect(page.getByText(t('traffic.noReady'))).toBeVisible();
  // By keyboard alone: from box to box, then its button.
  await page.locator('.canvas').focus();
  await tabTo(page, service(page, 'nobody', '0/0'), 'ArrowDown');
  await page.keyboard.press('Enter');
  const send = page
    .getByRole('region', { name: t('traffic.send.title') })
    .getByRole('button', { name: t('traffic.send.one') });
  await send.focus();
  await page.keyboard.press('Enter');
  await expect(requests(page).first()).toContainText(t('traffic.error.refused'));
  await expect(page.locator('[data-spoken="requests"]')).toContainText(t('traffic.error.refused'));
  await expect(page.locator('.traffic-counts').last()).toContainText('0 %');
});

test('the browser of the learner’s machine shows pages as text and names failures', async ({ page }) => {
  await openTraffic(page);
  await page.getByRole('button', { name: t('traffic.browser'), exact: true }).click();
  const pane = page.getByRole('region', { name: t('traffic.browser'), exact: true });
  const go = async (address: string) => {
    await pane.getByRole('textbox').fill(address);
    await page.keyboard.press('Enter');
  };
  await go('192.168.49.2:30123');
  await expect(pane).toContainText("You've hit kubia-");
  await go('192.168.49.2:30124');
  await expect(pane).toContainText('ERR_CONNECTION_REFUSED');
  await go('http://kubia');
  await expect(pane).toContainText('ERR_NAME_NOT_RESOLVED');
  expect(await findings(page)).toEqual([]);
});

test('an Ingress does nothing until its controller is switched on: by mouse alone', async ({ page }) => {
  const complaints = await open(page, '/?lang=en&speed=10');
  await page.setViewportSize({ width: 1440, height: 900 });
  await applyPasted(page, readFileSync(new URL('../../src/app/editor/samples/ingress.yaml', import.meta.url), 'utf8'));
  await page.getByRole('tab', { name: new RegExp(`^${t('graph.view.traffic')}`) }).click();
  await expect(page.getByText(t('traffic.switch.ingress.off'))).toBeVisible();
  await page
    .getByRole('button', { name: new RegExp(`^${t('traffic.switch.enable')} ?: .*addons enable ingress`) })
    .click();
  await expect(
    page.getByRole('button', { name: new RegExp(`^${t('traffic.switch.disable')} ?: .*addons disab`) }),
  ).toBeVisible();
  // What the add-on consists of was done by that one line.
  await expect(page.getByText(/^create ingressclass/)).toHaveCount(0);

  await page.getByRole('button', { name: /^ingress paths/ }).click();
  const box = page.getByRole('region', { name: t('traffic.send.title') });
  await expect(box).toContainText(/Host: foo\.bar\.com/);
  await expect(async () => {
    await box.getByRole('button', { name: t('traffic.send.one') }).click();
    await expect(requests(page).first()).toContainText('200', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await requests(page).first().click();
  await expect(hops(page).first()).toBeVisible();
  const told = (await hops(page).allTextContents()).join('\n');
  expect(told).toContain(t('traffic.place.ingress'));
  expect(told).toMatch(/s1-/);
  expect(complaints).toEqual([]);
});
