/** The guard against other hosts, and what hosts are told to send: that they bite, and that they say the same. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headerRules, headersAt } from '../../scripts/hostHeaders.mjs';
import { strangersIn } from '../../scripts/strangers.mjs';
import { POLICY } from '../../src/server/connect/pageFiles';
import { root } from './sources';

const found = (path: string, text: string) => strangersIn([{ path, text }]).length;

test('whatever fetches from another host is found', () => {
  expect(found('a.js', 'fetch("https://example.org/x")')).toBe(1);
  expect(found('a.js', 'import("//cdn.example.org/x.js")')).toBe(1);
  expect(found('a.js', 'import x from"https://esm.sh/x"')).toBe(1);
  expect(found('a.js', 'new Worker(`https://example.org/w.js`)')).toBe(1);
  expect(found('a.js', 'new WebSocket("wss://example.org")')).toBe(1);
  expect(found('a.js', 'image.src="https://example.org/pixel.gif"')).toBe(1);
  expect(found('a.css', '@font-face{src:url(https://fonts.example.org/x.woff2)}')).toBe(1);
  expect(found('index.html', '<script async src="https://example.org/count.js"></script>')).toBe(1);
});

test('links, namespaces and files of its own are not', () => {
  expect(found('a.js', 'href:"https://kubernetes.io/docs",xmlns:"http://www.w3.org/2000/svg"')).toBe(0);
  expect(found('a.js', 'import("./x.js");fetch("api/v1");new URL("x.js",import.meta.url)')).toBe(0);
  expect(found('a.css', 'a{background:url(data:image/svg+xml;base64,AA)}')).toBe(0);
  expect(found('index.html', '<link rel="icon" href="./icon.svg"><a href="https://kubernetes.io">')).toBe(0);
});

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const rules = headerRules(read('public/_headers'));
const policy = headersAt(rules, '/').find(([name]) => name === 'Content-Security-Policy')?.[1] ?? '';

test('the policy lets nobody run what the page did not bring', () => {
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|https?:|script-src[^;]*unsafe-inline/);
  expect(policy).toContain('frame-ancestors');
});

test('only what carries a hash in its name is kept for good', () => {
  const cached = (path: string) => headersAt(rules, path).filter(([name]) => name === 'Cache-Control');
  expect(cached('/assets/index-12345678.js')).toEqual([['Cache-Control', 'public, max-age=31536000, immutable']]);
  for (const path of ['/', '/index.html', '/sw.js']) expect(cached(path)).toEqual([['Cache-Control', 'no-cache']]);
});

test('every example of a host sends that policy', () => {
  const hosts = read('docs/hosting.md').match(/^\s*(?:add_header )?Content-Security-Policy "([^"]*)"/gm) ?? [];
  expect(hosts).toHaveLength(2);
  for (const line of hosts) expect(line).toContain(`"${policy}"`);
});

test('the page on a real cluster is under the same policy, and in no frame of others', () => {
  expect(POLICY).toBe(policy.replace('frame-ancestors *', "frame-ancestors 'self'"));
});
