/** Keys between the wish for a terminal and its screen. */
import { expect, test } from 'vitest';
import { TypeAhead } from './typeAhead';

function press(page: EventTarget, key: string, more: Partial<KeyboardEvent> = {}): Event {
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key, ...more });
  page.dispatchEvent(event);
  return event;
}

test('what is typed before the screen stands is the terminal’s, and the page hears none of it', () => {
  const page = new EventTarget();
  const typeAhead = new TypeAhead();
  typeAhead.begin(page);
  for (const key of ['l', 's', 'x', 'Backspace', 'Enter']) expect(press(page, key).defaultPrevented).toBe(true);
  expect(press(page, 'r', { ctrlKey: true }).defaultPrevented).toBe(false);
  expect(press(page, 'ArrowUp').defaultPrevented).toBe(false);
  expect(typeAhead.take()).toBe('lsx\u007f\r');
  expect(press(page, 'a').defaultPrevented).toBe(false);
  expect(typeAhead.take()).toBe('');
});

test('Escape or a click gives the keys back to the page', () => {
  const page = new EventTarget();
  const typeAhead = new TypeAhead();
  typeAhead.begin(page);
  press(page, 'a');
  press(page, 'Escape');
  expect(press(page, 'b').defaultPrevented).toBe(false);
  typeAhead.begin(page);
  page.dispatchEvent(new Event('pointerdown'));
  expect(press(page, 'c').defaultPrevented).toBe(false);
  expect(typeAhead.take()).toBe('');
});
