/** JSON as Go's encoder writes it: with escapes for what HTML would read as its own. */

/** The text of `value`, byte for byte as encoding/json would have it for the same order of keys. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
