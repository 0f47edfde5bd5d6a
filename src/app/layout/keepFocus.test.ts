// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { keepFocus } from './keepFocus';

test('a button that goes away with the focus leaves it to its place; one that stays keeps it', () => {
  document.body.innerHTML = '<div id="place" tabindex="-1"><button>one</button></div><button id="other">two</button>';
  const place = document.getElementById('place');
  const button = place?.querySelector('button');
  button?.focus();
  keepFocus(place, () => {});
  expect(document.activeElement).toBe(button);
  keepFocus(place, () => button?.remove());
  expect(document.activeElement).toBe(place);
  document.getElementById('other')?.focus();
  keepFocus(place, () => {});
  expect(document.activeElement?.id).toBe('other');
});
