// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { arrived, leadTo, SOLUTION } from './places';

function part(): HTMLElement {
  const element = document.createElement('section');
  element.id = SOLUTION;
  element.tabIndex = -1;
  document.body.replaceChildren(element);
  return element;
}

test('the focus is led to a part that is there, and to one that comes later, once', () => {
  leadTo(SOLUTION);
  const late = part();
  arrived(late);
  expect(document.activeElement).toBe(late);
  const other = part();
  arrived(other);
  expect(document.activeElement).toBe(document.body);
  leadTo(SOLUTION);
  expect(document.activeElement).toBe(other);
});
