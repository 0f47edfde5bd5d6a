/** The page's own glyphs: eight pod states and line icons, as SVG symbols that are drawn once and referenced. Data only. */

/** Pod states, 16 px, one colour, eight different outlines. */
export const stateShapes = {
  pending:
    '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.7 2.56"/><path d="M5.9 4.9h4.2L8 8l2.1 3.1H5.9L8 8z" fill="currentColor" stroke="currentColor" stroke-width=".8" stroke-linejoin="round"/>',
  starting:
    '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="2" opacity=".28"/><path d="M8 1.8A6.2 6.2 0 1 1 2.63 11.1" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>',
  ready:
    '<circle cx="8" cy="8" r="7.2" fill="currentColor"/><path fill="none" stroke="var(--raised)" d="M4.7 8.3l2.3 2.3 4.3-4.9" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>',
  unready:
    '<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.6a6.4 6.4 0 0 0 0 12.8z" fill="currentColor"/>',
  done: '<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.6" fill="currentColor"/><path fill="none" stroke="var(--raised)" d="M5.4 12.2V4.3h5.4L9.4 6.5l1.4 2.2H5.4" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>',
  terminating:
    '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M2.9 9.1l6.2-6.2M3.9 12.1l8.2-8.2M6.9 13.1l6.2-6.2" stroke="currentColor" stroke-width="1.3"/>',
  unknown:
    '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-dasharray=".1 3.35"/><path d="M6.4 6.5a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.9.6-.9 1.2" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/><circle cx="8" cy="11.2" r=".9" fill="currentColor"/>',
  failed:
    '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path fill="none" stroke="var(--raised)" d="M5.5 5.5l5 5M10.5 5.5l-5 5" stroke-width="1.8" stroke-linecap="round"/>',
} as const;

/** Line icons, 16 px, 1.5 px strokes. */
export const iconShapes = {
  logo: '<path d="M13.6 8.4A5.7 5.7 0 1 1 11.7 3.8" stroke-width="1.7"/><path d="M12.3 1.2v3h-3" stroke-width="1.7"/><rect x="5.9" y="6.2" width="4.2" height="4.2" rx="1.1" fill="currentColor" stroke="none"/>',
  play: '<path d="M5 3.2v9.6l7.5-4.8z" fill="currentColor" stroke-width="1"/>',
  pause: '<path d="M5.2 3.5v9M10.8 3.5v9" stroke-width="2.2"/>',
  step: '<path d="M4 3.5v9l6-4.5z" fill="currentColor" stroke-width="1"/><path d="M12.2 3.5v9" stroke-width="1.8"/>',
  back: '<path d="M12 3.5v9L6 8z" fill="currentColor" stroke-width="1"/><path d="M3.8 3.5v9" stroke-width="1.8"/>',
  share: '<path d="M8 9.5v-7M5.2 5L8 2.2 10.8 5M3 8.5v4a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-4"/>',
  moon: '<path d="M13 9.6A5.6 5.6 0 1 1 6.6 3a4.4 4.4 0 0 0 6.4 6.6z"/>',
  plus: '<path d="M8 3.5v9M3.5 8h9"/>',
  minus: '<path d="M3.5 8h9"/>',
  x: '<path d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6"/>',
  check: '<path d="M3.5 8.4l3 3 6-6.8"/>',
  api: '<path d="M5.5 3.5C3.5 3.5 4.7 8 2.5 8c2.2 0 1 4.5 3 4.5M10.5 3.5c2 0 .8 4.5 3 4.5-2.2 0-1 4.5-3 4.5"/>',
  user: '<circle cx="8" cy="5.4" r="2.6"/><path d="M3 13.4c.5-2.6 2.4-3.9 5-3.9s4.5 1.3 5 3.9"/>',
  loop: '<path d="M12.9 6.5A5.2 5.2 0 0 0 3.3 5.6M3.1 9.5a5.2 5.2 0 0 0 9.6.9"/><path d="M3 2.6v3.2h3.2M13 13.4v-3.2H9.8"/>',
  sched: '<circle cx="8" cy="8" r="5.6"/><path d="M8 4.8V8l2.3 1.6"/>',
  kubelet: '<rect x="2.5" y="2.5" width="11" height="11" rx="2.5"/><rect x="6" y="6" width="4" height="4" rx="1"/>',
  node: '<rect x="2" y="3" width="12" height="4.2" rx="1.2"/><rect x="2" y="8.8" width="12" height="4.2" rx="1.2"/><path d="M4.6 5.1v.01M4.6 10.9v.01" stroke-width="1.9"/>',
  plug: '<path d="M6.2 9.8L3 13M4.6 7.2l4.2 4.2-1 1a2.97 2.97 0 0 1-4.2-4.2zM9.8 6.2L13 3M7.2 4.6l4.2 4.2 1-1a2.97 2.97 0 0 0-4.2-4.2z"/><path d="M11.6 12.2l1.6 1.2M12.4 10.4l1.8.2" stroke-width="1.2"/>',
  cut: '<path d="M2 8h3.6M10.4 8H14M6.6 5.4l2.8 5.2" />',
  branch:
    '<circle cx="4.5" cy="3.8" r="1.6"/><circle cx="4.5" cy="12.2" r="1.6"/><circle cx="11.5" cy="5.2" r="1.6"/><path d="M4.5 5.4v5.2M11.5 6.8c0 2.4-7 1.4-7 3.8"/>',
  term: '<path d="M3 4.5L6.5 8 3 11.5M8.5 12h4.5"/>',
  file: '<path d="M4 1.8h5l3.2 3.2v9.2H4z"/><path d="M9 1.8V5h3.2"/>',
  flag: '<path d="M4 14V2.6h8L10.4 5.4 12 8.2H4"/>',
  eye: '<path d="M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8z"/><circle cx="8" cy="8" r="1.9"/>',
  chev: '<path d="M4.5 6.2L8 9.7l3.5-3.5"/>',
  dots: '<path d="M3.5 8v.01M8 8v.01M12.5 8v.01" stroke-width="2.2"/>',
  down: '<path d="M8 2.5v7M5.2 7L8 9.8 10.8 7M3 13.3h10"/>',
  fit: '<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
  restart: '<path d="M12.9 8a4.9 4.9 0 1 1-1.5-3.5"/><path d="M12.6 1.9v3H9.6"/>',
  bulb: '<path d="M6 11.2c0-1.6-1.7-2.3-1.7-4.6a3.7 3.7 0 0 1 7.4 0c0 2.3-1.7 3-1.7 4.6zM6.6 13.6h2.8"/>',
  book: '<path d="M8 3.6C6.6 2.7 4.6 2.5 2.4 2.7v9.6c2.2-.2 4.2 0 5.6.9 1.4-.9 3.4-1.1 5.6-.9V2.7C11.4 2.5 9.4 2.7 8 3.6zM8 3.6v9.6"/>',
  warn: '<path d="M8 2.2L14.4 13.4H1.6z"/><path d="M8 6.4v3.2M8 11.5v.01" stroke-width="1.7"/>',
  link: '<path d="M6.6 9.4l2.8-2.8M7.4 4.6l1.2-1.2a2.8 2.8 0 0 1 4 4L11.4 8.6M8.6 11.4l-1.2 1.2a2.8 2.8 0 0 1-4-4l1.2-1.2"/>',
  server: '<path d="M2 8h3M11 8h3"/><circle cx="8" cy="8" r="3"/>',
  trash: '<path d="M2.8 4.4h10.4M6 4.2V2.6h4v1.6M4.2 4.6l.6 9h6.4l.6-9"/>',
  power: '<path d="M8 2v5.4M4.9 4.3a5.2 5.2 0 1 0 6.2 0"/>',
  lock: '<rect x="3.5" y="7" width="9" height="6.5" rx="1.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  globe: '<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14c-2-2-2.6-4-2.6-6S6 4 8 2z"/>',
  search: '<circle cx="7" cy="7" r="4.5"/><path d="M10.4 10.4L14 14"/>',
  sun: '<circle cx="8" cy="8" r="3"/><path d="M8 1.6v1.4M8 13v1.4M1.6 8H3M13 8h1.4M3.5 3.5l1 1M11.5 11.5l1 1M3.5 12.5l1-1M11.5 4.5l1-1"/>',
  auto: '<circle cx="8" cy="8" r="5.6"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" stroke="none"/>',
  panelLeft: '<rect x="2" y="3" width="12" height="10" rx="2"/><path d="M6 3v10"/>',
  panelRight: '<rect x="2" y="3" width="12" height="10" rx="2"/><path d="M10 3v10"/>',
  panelBottom: '<rect x="2" y="3" width="12" height="10" rx="2"/><path d="M2 9.5h12"/>',
} as const;

/** Heart of the liveness lamp. */
export const HEART_PATH = 'M8 11.4S4.3 9.2 4.3 6.8A1.95 1.95 0 0 1 8 5.9a1.95 1.95 0 0 1 3.7.9c0 2.4-3.7 4.6-3.7 4.6z';
