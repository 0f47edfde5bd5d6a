/** An image that the simulation does not know: what the page says of it, and the two ways on. */
import { expect, test } from '@playwright/test';
import { findings } from './findings';
import { apply, applyPasted, editor, open, pod, speed, wordsOf } from './page';

const UNKNOWN = `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
  - name: web
    image: mycompany/shop:2.1
    livenessProbe:
      httpGet: {path: /healthz, port: 3000}
`;

test('an unknown image is told as such, and one click runs it as a generic server', async ({ page }) => {
  const t = wordsOf('ko');
  const complaints = await open(page, '/?lang=ko&speed=2', t);
  await applyPasted(page, UNKNOWN.replace(/ +livenessProbe:[^]*$/, ''), t);
  await pod(page, /^pod shop, (ErrImagePull|ImagePullBackOff)/).click();
  const help = page.getByRole('region', { name: t('image.unknown.title') });
  await expect(help).toContainText(t('image.unknown.text', { image: 'mycompany/shop:2.1' }));
  expect(await findings(page)).toEqual([]);
  await help.getByRole('button', { name: t('image.generic') }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: t('image.defined.title') })).toBeVisible();
  // The longer it took to get here, the longer the kubelet waits before it pulls again.
  await speed(page, 60, t);
  await expect(pod(page, /^pod shop, Running, READY 1\/1/)).toBeVisible();
  await expect(page.getByRole('region', { name: t('image.defined.title') })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a definition is written in the editor, applied, and answers the probe', async ({ page }) => {
  const t = wordsOf('en');
  await open(page, '/?lang=en&speed=5', t);
  await applyPasted(page, UNKNOWN, t);
  await pod(page, /^pod shop, (ErrImagePull|ImagePullBackOff)/).click();
  await page.getByRole('button', { name: t('image.edit') }).click();
  await expect(page.getByRole('tab', { name: 'image-shop-2.1.yaml' })).toBeVisible();
  await editor(page, t);
  await expect(page.getByText('path: /healthz')).toBeVisible();
  await apply(page, t);
  await expect(page.getByRole('log', { name: t('editor.results') })).toContainText(
    'image.images.kubeloop.dev/shop-2.1 created',
  );
  await speed(page, 60, t);
  await expect(pod(page, /^pod shop, Running, READY 1\/1, 0 restarts/)).toBeVisible();
});

test('a tag that a known image does not have is left to the words of the registry', async ({ page }) => {
  const t = wordsOf('en');
  await open(page, '/?lang=en&speed=2', t);
  await applyPasted(page, UNKNOWN.replace('mycompany/shop:2.1', 'nginx:9.99'), t);
  await pod(page, /^pod shop, (ErrImagePull|ImagePullBackOff)/).click();
  await expect(page.getByText(/Waiting: (ErrImagePull|ImagePullBackOff)/)).toBeVisible();
  await expect(page.getByRole('region', { name: t('image.unknown.title') })).toHaveCount(0);
});
