// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { forwardKeys, isForDeck, setKeyListener, type ToldKey } from './guestKeys';

const press = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target: null };

test.each(['PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'Escape'])('%s is the deck’s', (key) => {
  expect(isForDeck({ ...press, key })).toBe(true);
  expect(isForDeck({ ...press, key, defaultPrevented: true })).toBe(false);
  expect(isForDeck({ ...press, key, ctrlKey: true })).toBe(false);
});

test.each(['a', ' ', 'Enter', 'Tab', 'ArrowUp', 'Home'])('the deck hears nothing of %s', (key) => {
  expect(isForDeck({ ...press, key })).toBe(false);
});

test.each([
  '<input>',
  '<textarea></textarea>',
  '<div class="xterm"><i></i></div>',
  '<div role="dialog"><button></button></div>',
])('keys in %s are for who types there', (html) => {
  document.body.innerHTML = html;
  const target = document.body.querySelector('i, button') ?? document.body.firstElementChild;
  expect(isForDeck({ ...press, key: 'ArrowLeft', target })).toBe(false);
});

test('what nobody in the frame wants is told, and Escape leaves the frame', () => {
  document.body.innerHTML = '<button>pod</button>';
  const button = document.body.querySelector('button');
  button?.focus();
  const told: ToldKey[] = [];
  setKeyListener((key) => told.push(key));
  const stop = forwardKeys();
  for (const key of ['ArrowRight', 'x', 'Escape'])
    button?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  expect(told.map(({ key }) => key)).toEqual(['ArrowRight', 'Escape']);
  expect(document.activeElement).not.toBe(button);
  stop();
  button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(told).toHaveLength(2);
});
