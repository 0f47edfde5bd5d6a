/** Where the focus goes when a dialog closes. */
import { useState } from 'react';

/**
 * For `onCloseAutoFocus`: back to what opened the dialog. An entry of a menu is gone by then: to the button of that menu.
 * What cannot take the focus any more leaves it to the dialog's own way.
 */
export function useOpener(): (event: Event) => void {
  const [opener] = useState(openerNow);
  return (event) => {
    if (opener?.isConnected !== true || opener.matches(':disabled')) return;
    event.preventDefault();
    opener.focus();
  };
}

function openerNow(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[role="menu"]');
  // A menu is named by the button that opens it.
  const opener = menu == null ? activeElement : document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return opener instanceof HTMLElement ? opener : null;
}
