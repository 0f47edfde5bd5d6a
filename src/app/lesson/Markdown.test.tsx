/** Texts of lessons come from strangers: no HTML is made of them, and links lead to two places alone. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, onTestFinished, test } from 'vitest';
import { draftStore } from '../editor/draftStore';
import { isAllowedLink, Markdown } from './Markdown';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test('emphasis, code, lists and tables become elements', () => {
  expect(html('**a** and *b* with `c<d`')).toBe(
    '<div class="md"><p><strong>a</strong> and <em>b</em> with <code class="mono">c&lt;d</code></p></div>',
  );
  expect(html('- one\n- two')).toContain('<ul><li>one</li><li>two</li></ul>');
  expect(html('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<tr><td>1</td><td>2</td></tr>');
});

test('HTML stands as its own text', () => {
  const page = html('x <img src=x onerror=alert(1)> y\n\n<script>alert(1)</script>\n');
  expect(page).not.toMatch(/<(img|script)/);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('pictures are not fetched', () => {
  expect(html('![a](https://example.com/a.png)')).not.toContain('<img');
});

test('links lead to the documentation or into the page, and nowhere else', () => {
  expect(html('[docs](https://kubernetes.io/docs/)')).toContain('href="https://kubernetes.io/docs/"');
  expect(html('[next](#/s/job)')).toContain('href="#/s/job"');
  for (const href of [
    'https://example.com',
    'javascript:alert(1)',
    'https://kubernetes.io.example.com/',
    'data:text/html,x',
    '#z1:<x>',
    '/x',
  ]) {
    expect(isAllowedLink(href)).toBe(false);
    expect(html(`[x](${href})`)).not.toContain('href');
  }
});

test('the name of a file of the open lesson opens it; in other texts it is only a name', () => {
  expect(html('See `web.yaml`.')).toContain('<code class="mono">web.yaml</code>');
  const before = draftStore.getState();
  onTestFinished(() => draftStore.setState(before));
  before.setAside({ 'pod.yaml': 'kind: Pod', 'web.yaml': 'kind: Service' });
  const page = document.createElement('div');
  const root = createRoot(page);
  onTestFinished(() => root.unmount());
  flushSync(() => root.render(<Markdown text="See `web.yaml` and `other.yaml`." />));
  const [button, other] = page.querySelectorAll('button');
  expect(other).toBeUndefined();
  button?.click();
  expect(draftStore.getState().active).toBe('web.yaml');
});
