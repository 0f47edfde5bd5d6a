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

test.each([
  ['?view=graph', { view: 'nodes' }],
  ['?view=controlPlane', { view: 'controlPlane' }],
  ['?view=timeline', { shows: 'timeline', panels: new Set(['timeline']) }],
  ['?view=terminal', { shows: 'terminal', panels: new Set(['terminal']), terminal: true }],
  ['?view=yaml', { shows: 'yaml', panels: new Set(['files']) }],
  ['?view=split', { shows: 'split', panels: new Set(['files']) }],
  ['?panels=lesson,yaml', { panels: new Set(['lesson', 'files']) }],
  ['?panels=', { panels: new Set() }],
  ['?panels=nothing,constructor', { panels: new Set() }],
  ['?ctl=1', { click: true }],
  ['?ctl=0', {}],
  ['?ro=1', { readOnly: true }],
  ['?src=https://x.dev/run.json', { source: 'https://x.dev/run.json' }],
  ['?src=http://x.dev/run.json', {}],
  ['?src=javascript:alert(1)', {}],
  ['?src=https://a:b@x.dev/run.json', {}],
  ['?src=/run.json', {}],
] as const)('%s', (query, found) => {
  expect(parseQuery(query)).toEqual({ embed: false, hide: new Set(), ...found });
});

test('unknown values are ignored instead of breaking the page', () => {
  expect(parseQuery('?view=pie&lang=xx&theme=pink&speed=7&play=maybe&hide=everything&%E0%A4%A')).toEqual({
    embed: false,
    hide: new Set(),
  });
});
