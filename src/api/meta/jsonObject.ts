/** JSON objects whose fields nobody knows yet: manifests, patches, answers of any server. */

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for JSON objects: no list, no null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
