import { expect, test } from 'vitest';
import { parseQuery } from './query';

test('the constants of the book are asked for by name; others are ignored', () => {
  expect(parseQuery('?k8s=book').profile).toBe('book');
  expect(parseQuery('?k8s=1.2').profile).toBeUndefined();
});

test('an address without a query asks for nothing special', () => {
  expect(parseQuery('')).toEqual({ embed: false, hide: new Set() });
});

test('an embedding address names view, language, theme, play and speed', () => {
  expect(parseQuery('?embed=1&view=owners&lang=ko&theme=dark&play=0&speed=60&hide=header,share')).toEqual({
    embed: true,
    view: 'owners',
    lang: 'ko',
    theme: 'dark',
    play: false,
    speed: 60,
    hide: new Set(['header', 'share']),
  });
});

test.each(['?view=terminal', '?panels=files,terminal', '?embed=1&view=terminal'])('%s opens the terminal', (query) => {
  expect(parseQuery(query).terminal).toBe(true);
  expect(parseQuery(query).view).toBeUndefined();
});

test('unknown values are ignored instead of breaking the page', () => {
  expect(parseQuery('?view=pie&lang=xx&theme=pink&speed=7&play=maybe&hide=everything&%E0%A4%A')).toEqual({
    embed: false,
    hide: new Set(),
  });
});
