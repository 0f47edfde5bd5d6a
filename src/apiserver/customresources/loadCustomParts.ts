/** Fetches what only definitions need. Beside parts.ts, so that what asks for the parts does not import them. */
import { setCustomParts } from './parts';

/** Whoever lets definitions in awaits it first. */
export async function loadCustomParts(): Promise<void> {
  setCustomParts((await import('./customParts')).customParts);
}
