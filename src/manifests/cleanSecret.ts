/**
 * Secrets without their values: the keys stay, because pods refer to them; what they held goes nowhere.
 * Types whose values the API server reads keep a form that it takes.
 */
import { encodeBase64 } from '../api/meta/base64';
import type { Cleaned } from './copyContext';
import { type Manifest, objectAt, subjectOf, textAt, without } from './manifest';

/** Stands in every value. */
export const PLACEHOLDER = 'dropped-by-kubeloop';

/** Key to the value that its type asks for. */
const FORMS: Readonly<Record<string, string>> = {
  '.dockerconfigjson': '{"auths":{}}',
  '.dockercfg': '{}',
};

/** The secret with a placeholder in each key, of `data` and `stringData` alike. */
export function withoutValues(secret: Manifest): Cleaned {
  const keys = [...new Set([...Object.keys(objectAt(secret, 'data')), ...Object.keys(objectAt(secret, 'stringData'))])];
  const type = textAt(secret, 'type') ?? '';
  const data = Object.fromEntries(keys.map((key) => [key, encodeBase64(valueFor(key, type))]));
  const bare = without(secret, 'data', 'stringData');
  if (keys.length === 0) return { object: bare, notes: [] };
  const about = subjectOf(secret);
  return {
    object: { ...bare, data },
    notes: [{ tone: 'changed', key: 'secretValues', about, params: { count: keys.length } }],
  };
}

function valueFor(key: string, type: string): string {
  return type.startsWith('kubernetes.io/dockerc') ? (FORMS[key] ?? PLACEHOLDER) : PLACEHOLDER;
}
