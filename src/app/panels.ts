/** Which component fills which place of the page. The one place to add a panel. */
import type { LayoutSlots } from './layout/slots';

export const panels: LayoutSlots = {};
