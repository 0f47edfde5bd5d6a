/** What a busy pod and its node use, in the inspector. */
import { expect, test } from '@playwright/test';
import { applyPasted, node, open, pod, wordsOf } from './page';

const BUSY = `apiVersion: v1
kind: Pod
metadata:
  name: busy
spec:
  nodeName: worker-1
  containers:
  - name: main
    image: busybox
    command: [dd, if=/dev/zero, of=/dev/null]
    resources: {limits: {cpu: 500m}}
`;

test('the inspector tells what a pod and its node use', async ({ page }) => {
  const t = wordsOf('en');
  const complaints = await open(page, '/?lang=en&speed=2', t);
  await applyPasted(page, BUSY, t);
  await pod(page, /^pod busy, Running/).click();
  const inspector = page.getByRole('complementary').filter({ hasText: 'QoS Class' });
  await expect(inspector.getByText('500m / 500m')).toBeVisible();
  await inspector.getByRole('tabpanel').getByRole('button', { name: 'worker-1' }).click();
  await expect(page.getByText(/^54\dm \(13%\)$/)).toBeVisible();
  await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
  expect(complaints).toEqual([]);
});
