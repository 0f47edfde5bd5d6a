/** Which build's files are kept, and which requests they answer. */
import { describe, expect, test } from 'vitest';
import { cachePrefix, keptAddress, outdatedCaches } from './builds';

const scope = 'https://example.org/a/b/';
const prefix = cachePrefix(scope);

describe('caches', () => {
  test('the build before stays for tabs that were opened with it, older ones go', () => {
    const names = [`${prefix}1`, `${prefix}2`, `${prefix}3`];
    expect(outdatedCaches(names, `${prefix}3`, prefix)).toEqual([`${prefix}1`]);
    expect(outdatedCaches(names.slice(1), `${prefix}3`, prefix)).toEqual([]);
  });

  test('what is being filled for the next build stays', () => {
    const names = [`${prefix}1`, `${prefix}2`, `${prefix}3`];
    expect(outdatedCaches(names, `${prefix}2`, prefix)).toEqual([]);
  });

  test('other pages of the origin keep theirs', () => {
    const names = ['other', `${cachePrefix('https://example.org/')}1`, `${prefix}1`, `${prefix}2`, `${prefix}3`];
    expect(outdatedCaches(names, `${prefix}3`, prefix)).toEqual([`${prefix}1`]);
  });
});

describe('a request for', () => {
  const files = new Set(['./', 'icon.svg', 'parity.txt']);
  const asked = (path: string, more: { method?: string; isNavigation?: boolean } = {}) =>
    keptAddress({ url: `https://example.org${path}`, method: 'GET', isNavigation: false, ...more }, scope, files);

  test('the page is answered with the page, whatever it is to show', () => {
    expect(asked('/a/b/', { isNavigation: true })).toBe(scope);
    expect(asked('/a/b/?lang=ko&embed=1', { isNavigation: true })).toBe(scope);
    expect(asked('/a/b/index.html#/s/first-pod', { isNavigation: true })).toBe(scope);
  });

  test('a file of the build is answered from what is kept', () => {
    expect(asked('/a/b/icon.svg')).toBe(`${scope}icon.svg`);
    expect(asked('/a/b/parity.txt', { isNavigation: true })).toBe(`${scope}parity.txt`);
    expect(asked('/a/b/assets/of-another-build-12345678.js')).toBe(`${scope}assets/of-another-build-12345678.js`);
  });

  test('an API, another page or another site goes to the network', () => {
    expect(asked('/a/b/api/v1/pods')).toBeUndefined();
    expect(asked('/a/b/icon.svg', { method: 'HEAD' })).toBeUndefined();
    expect(asked('/a/b/other/', { isNavigation: true })).toBeUndefined();
    expect(asked('/a/')).toBeUndefined();
    expect(
      keptAddress({ url: 'https://other.org/a/b/icon.svg', method: 'GET', isNavigation: false }, scope, files),
    ).toBeUndefined();
  });
});
