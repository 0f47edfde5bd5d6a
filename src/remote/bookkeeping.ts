/**
 * Half of a real object is the API server's record of who set which field. No view shows it, and kubectl leaves it out as
 * well: the page is spared it. Whoever writes an object back without it changes nothing of it.
 */

/** Takes `metadata.managedFields` out of an object, or of the items of a list, that has just been parsed. */
export function withoutBookkeeping(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { metadata, items } = value as { metadata?: { managedFields?: unknown }; items?: unknown }; // Looked at here.
  if (Array.isArray(items)) for (const item of items) withoutBookkeeping(item);
  else if (typeof metadata === 'object' && metadata !== null) delete metadata.managedFields;
}
