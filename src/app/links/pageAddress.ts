/** The address of the page, which is written without adding to the browser's history. */

/** The address without its fragment; the query says how to present and stays. */
export function bareAddress(href: string): string {
  const hash = href.indexOf('#');
  return hash < 0 ? href : href.slice(0, hash);
}

/** Makes `href` the address of the page. Where a sandboxed frame forbids it the old one stays; all works without. */
export function setAddress(href: string): void {
  try {
    window.history.replaceState(window.history.state, '', href);
  } catch {
    // Nobody sees the address of a frame.
  }
}

/** Puts `fragment`, `#` included, behind the page's address in place of what stands there. */
export function setFragment(fragment: string): void {
  setAddress(bareAddress(window.location.href) + fragment);
}
