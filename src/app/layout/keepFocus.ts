/** For buttons that go away when they are pressed: whoever walks by keyboard does not begin at the top of the page again. */
import { flushSync } from 'react-dom';

/** Does `act` and draws what came of it; if the focus is gone then, `place` gets it, which must be able to have it. */
export function keepFocus(place: HTMLElement | null, act: () => void): void {
  flushSync(act);
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) place?.focus();
}
