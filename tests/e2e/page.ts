/** The page as a person meets it: by roles and names alone. */
import { type Locator, type Page, expect } from '@playwright/test';

export const LIVENESS = `apiVersion: v1
kind: Pod
metadata:
  name: kubia-liveness
spec:
  containers:
  - image: luksa/kubia-unhealthy
    name: kubia
    livenessProbe:
      httpGet:
        path: /
        port: 8080
`;

export const CONTROLLER = `apiVersion: v1
kind: ReplicationController
metadata:
  name: kubia
spec:
  replicas: 3
  selector:
    app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
        ports:
        - containerPort: 8080
`;

/** Opens the playground and collects everything that the console complains of. */
export async function open(page: Page, address: string): Promise<{ readonly complaints: string[] }> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await expect(status(page)).toContainText(/running|paused/i);
  return { complaints };
}

export const status = (page: Page): Locator =>
  page
    .getByRole('status')
    .filter({ hasText: /running|paused|failed|실행|정지/i })
    .first();
export const clock = (page: Page): Locator => page.getByRole('timer').first();

/** A pod's card: `pod NAME, STATUS, READY n/m, N restarts`. */
export const pod = (page: Page, name: RegExp | string): Locator => page.getByRole('button', { name });

/** Puts `manifest` into a new file of the editor with the clipboard, and applies it. */
export async function applyPasted(page: Page, manifest: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const fresh = page.getByRole('button', { name: 'Paste a manifest' }).first();
  if (await fresh.isVisible()) await fresh.click();
  else
    await page
      .getByRole('button', { name: 'Add a file' })
      .click()
      .then(() =>
        page
          .getByRole('menuitem', { name: /empty|new/i })
          .first()
          .click(),
      );
  const editor = page.getByRole('textbox').first();
  await editor.waitFor();
  await editor.focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), manifest);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
}

export async function speed(page: Page, factor: number): Promise<void> {
  await page.getByRole('combobox', { name: /speed/i }).selectOption(String(factor));
}

/** Carries out an action, through its dialog if it has one. */
export async function act(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first();
  if (await button.isVisible()) await button.click();
  else {
    await page.getByRole('button', { name: 'More actions' }).last().click();
    await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
  }
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) await dialog.getByRole('button', { name, exact: true }).click();
}
