/** The terminal: kubectl typed by a person, in both languages and themes, by mouse and by keyboard alone. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { editor, open, pod, replaceText, wordsOf } from './page';

const en = wordsOf('en');

/** What was printed so far, as a screen reader has it. */
const output = (page: Page, t = en): Locator => page.getByRole('log', { name: t('terminal.output') });
const field = (page: Page, t = en): Locator => page.getByRole('textbox', { name: t('terminal.label') });

async function openTerminal(page: Page, t = en): Promise<void> {
  await page.getByRole('button', { name: t('panel.terminal'), exact: true }).click();
  await expect(field(page, t)).toBeFocused();
  await expect(page.locator('.xterm-rows')).toContainText('$');
}

/** Types a line, and waits for a line of what it prints. */
async function run(page: Page, line: string, expected: string | RegExp, t = en): Promise<void> {
  await page.keyboard.type(`${line}\n`);
  await expect(output(page, t).locator('div').filter({ hasText: expected }).first()).toBeAttached();
}

test('a line that is typed at once, before the first prompt stands, runs there', async ({ page }) => {
  await open(page, '/?lang=en');
  await page.getByRole('button', { name: en('panel.terminal'), exact: true }).click();
  await page.keyboard.type('echo typed early\n');
  await expect(
    output(page)
      .locator('div')
      .filter({ hasText: /^typed early$/ }),
  ).toBeAttached();
});

const MANIFEST = `cat <<'EOF' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: kubia
spec:
  containers:
  - name: main
    image: luksa/kubia
EOF`;

test('a session: apply a heredoc, look, complete, search, interrupt, redirect, edit', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const complaints = await open(page, '/?lang=en&speed=2');
  await openTerminal(page);

  await test.step('a heredoc is pasted and runs with Enter', async () => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), MANIFEST);
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('Enter');
    await expect(output(page)).toContainText('pod/kubia created');
    await expect(pod(page, /^pod kubia, Running, READY 1\/1/)).toBeVisible();
  });

  await test.step('a pipe cuts, Tab completes a verb and a name', async () => {
    await run(page, 'kubectl get pods | grep kubia | wc -l', /^1$/);
    await page.keyboard.type('kubectl des');
    await page.keyboard.press('Tab');
    await page.keyboard.type('pods ku');
    await page.keyboard.press('Tab');
    await expect(page.locator('.xterm-rows')).toContainText('kubectl describe pods kubia');
    await page.keyboard.press('Enter');
    await expect(output(page)).toContainText('Successfully assigned default/kubia');
  });

  await test.step('the history comes back by arrow and by Ctrl-R', async () => {
    await page.keyboard.type('echo first\necho second\n');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(output(page).getByText('first', { exact: true })).toHaveCount(2);
    await page.keyboard.press('Control+R');
    await page.keyboard.type('sec');
    await expect(page.locator('.xterm-rows')).toContainText("(reverse-i-search)`sec': echo second");
    await page.keyboard.press('Enter');
    await expect(output(page).getByText('second', { exact: true })).toHaveCount(2);
  });

  await test.step('Ctrl-C ends a watch with 130', async () => {
    await page.keyboard.type('kubectl get pods -w\n');
    await expect(page.getByRole('button', { name: en('terminal.stop'), exact: true })).toBeVisible();
    await page.keyboard.press('Control+C');
    await expect(page.getByRole('button', { name: en('terminal.stop'), exact: true })).toBeHidden();
    await run(page, 'echo code $?', 'code 130');
  });

  await test.step('a shell in the container: its prompt, its output, its end', async () => {
    await page.keyboard.type('kubectl exec -it kubia -- sh\n');
    await expect(page.locator('.xterm-rows')).toContainText(/sh#\s*$/);
    await run(page, 'hostname', /^kubia$/);
    await page.keyboard.press('Control+D');
    await expect(page.getByRole('button', { name: en('terminal.stop'), exact: true })).toBeHidden();
  });

  await test.step('curl reaches a forwarded port', async () => {
    await run(page, 'kubectl port-forward kubia 8080:8080 &', 'Forwarding from 127.0.0.1:8080');
    await run(page, 'curl -s localhost:8080', "You've hit kubia");
    await run(page, 'kill %1', 'Terminated');
  });

  await test.step('a redirection makes a file of the editor; kubectl edit round trip', async () => {
    await page.keyboard.type('kubectl get pod kubia -o yaml > kubia.yaml\n');
    await expect(page.getByRole('tab', { name: 'kubia.yaml' })).toBeVisible();
    await page.keyboard.type('kubectl edit pod kubia\n');
    const done = page.getByRole('button', { name: en('terminal.editing.done') });
    await expect(done).toBeVisible();
    await editor(page);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    await replaceText(page, text.replace('  name: kubia\n', '  labels:\n    edited: "yes"\n  name: kubia\n'));
    await done.click();
    await expect(output(page)).toContainText('pod/kubia edited');
    await expect(done).toBeHidden();
    await field(page).focus();
    await run(page, 'kubectl get pods --show-labels', 'edited=yes');
  });

  await test.step('a hint for learners is not among the words of kubectl', async () => {
    await run(
      page,
      'kubectl get pods --watche',
      en('terminal.hint.unknownFlagTypo', { typed: 'watche', meant: 'watch' }),
    );
    await run(page, 'kubectl get pods --watche 2>&1 | wc -l', /^2$/);
  });
  expect(complaints).toEqual([]);
});

test('buttons put their command into the terminal, and names in the output select objects', async ({ page }) => {
  const complaints = await open(page, '/?lang=en&speed=2');
  await openTerminal(page);
  await run(page, 'k run kubia --image=luksa/kubia', 'pod/kubia created');
  await expect(pod(page, /^pod kubia, Running, READY 1\/1/)).toBeVisible();

  await test.step('a click on a name selects it', async () => {
    await run(page, 'k get pods -o name', /^pod\/kubia$/);
    const row = page.locator('.xterm-rows > div').filter({ hasText: /^pod\/kubia\s*$/ });
    const box = await row.boundingBox();
    // The screen takes the mouse for all its rows.
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 6);
    await expect(page.locator('.xterm-cursor-pointer')).toBeVisible();
    await page.mouse.down();
    await page.mouse.up();
    await expect(page.getByRole('heading', { name: 'kubia', exact: true })).toBeVisible();
  });

  await test.step('the button beside a command puts it at the prompt, nothing runs', async () => {
    const line = 'kubectl delete pod kubia';
    await page.getByRole('button', { name: en('terminal.put.line', { line }) }).click();
    await expect(field(page)).toBeFocused();
    await expect(page.locator('.xterm-rows')).toContainText(`$ ${line}`);
    await expect(pod(page, /^pod kubia, Running/)).toBeVisible();
    await page.keyboard.press('Control+C');
  });

  await test.step('so does Shift+Enter in the menu, and the dialog of an action', async () => {
    await page
      .getByRole('button', { name: en('actions.more') })
      .first()
      .click();
    const item = page.getByRole('menuitem', { name: new RegExp(`^${en('actions.forceDeletePod')}`) });
    await item.focus();
    await page.keyboard.press('Shift+Enter');
    await expect(page.locator('.xterm-rows')).toContainText('kubectl delete pod kubia --force --grace-period=0');
    await expect(field(page)).toBeFocused();
    await page.keyboard.press('Control+C');
    await page
      .getByRole('button', { name: en('actions.more') })
      .first()
      .click();
    await page.getByRole('menuitem', { name: new RegExp(`^${en('actions.relabel')}`) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: en('terminal.put') })
      .click();
    await expect(page.locator('.xterm-rows')).toContainText('kubectl label pod kubia KEY=VALUE --overwrite');
    await page.keyboard.press('Control+C');
  });

  await test.step('what was typed stands in the first lane, and comes back with the link', async () => {
    await expect(page.getByRole('group', { name: en('timeline.label') })).toContainText('k get pods -o name');
    await page.getByRole('button', { name: en('timeline.pause'), exact: true }).click();
    await page.getByRole('button', { name: en('share.button') }).click();
    const link = await page
      .getByRole('dialog')
      .getByRole('textbox', { name: en('share.link') })
      .inputValue();
    const other = await page.context().newPage();
    await open(other, link);
    await expect(other.locator('.xterm-rows')).toContainText('$ k run kubia --image=luksa/kubia');
    await other.close();
  });
  expect(complaints).toEqual([]);
});

test('by keyboard alone: the backquote opens it, Alt with arrows walks the names, Escape and Tab leave', async ({
  page,
}) => {
  const complaints = await open(page, '/?lang=en&speed=2');
  // The page's keys arrive with its heading.
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await page.keyboard.press('`');
  await expect(field(page)).toBeFocused();
  await expect(page.locator('.xterm-rows')).toContainText('$');
  await run(page, 'k get nodes', /worker-3\s+Ready/);
  await page.keyboard.press('Alt+ArrowUp');
  const words = en('terminal.link', { kind: 'node', name: 'worker-3' });
  await expect(page.getByRole('status').filter({ hasText: words })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'worker-3', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(field(page)).not.toBeFocused();
  expect(complaints).toEqual([]);
});

for (const [language, theme] of [
  ['en', 'dark'],
  ['ko', 'light'],
] as const) {
  test(`the terminal in a slide of 640x360, ${language}, ${theme}`, async ({ page }) => {
    const t = wordsOf(language);
    await page.setViewportSize({ width: 640, height: 360 });
    const complaints = await open(page, `/?embed=1&view=terminal&play=1&lang=${language}&theme=${theme}`, t);
    await field(page, t).focus();
    await expect(page.locator('.xterm-rows')).toContainText('$');
    // As an input method hands it over: whole words, without keys.
    await page.keyboard.insertText('echo 한국');
    await page.keyboard.insertText('어; k get nodes');
    await page.keyboard.press('Enter');
    await expect(output(page, t)).toContainText('worker-3');
    await expect(output(page, t)).toContainText('한국어');
    const size = await page
      .locator('.xterm-rows')
      .evaluate((rows) => Number.parseFloat(getComputedStyle(rows).fontSize));
    expect(size).toBeGreaterThanOrEqual(14);
    await page.getByRole('button', { name: t('panel.close', { panel: t('panel.terminal') }) }).click();
    await expect(page.getByRole('region', { name: t('panel.terminal') })).toBeHidden();
    expect(complaints).toEqual([]);
  });
}

test('in a window of 640x360 the terminal leaves room for the pods, and the first steps do not come back', async ({
  page,
}) => {
  await page.setViewportSize({ width: 640, height: 360 });
  const complaints = await open(page, '/?lang=en&speed=10');
  await page.getByRole('button', { name: en('start.run') }).click();
  const card = pod(page, /^pod kubia, Running/);
  await expect(card).toBeVisible();
  await openTerminal(page);
  await expect(card).toBeInViewport({ ratio: 1 });
  const covered = await card.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)) ? '' : 'covered';
  });
  expect(covered).toBe('');
  await run(page, 'kubectl delete pod kubia --now', 'pod "kubia" deleted from default namespace');
  await expect(card).toHaveCount(0);
  await expect(page.getByRole('button', { name: en('start.run') })).toHaveCount(0);
  expect(complaints).toEqual([]);
});
