/**
 * ConfigMaps and Secrets.
 * Models ValidateConfigMap and ValidateSecret of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import { configMapKeyErrors } from '../../../api/meta/keyNames';
import type { ConfigMap } from '../../../api/core/configMap';
import type { Secret } from '../../../api/core/secret';
import { decodeBase64, utf8Length } from '../../../api/meta/base64';
import { isDeepEqual } from '../../../api/meta/equality';
import { jsonSyntaxError } from '../../jsonText';
import { type FieldError, forbidden, invalid, required, tooLong } from '../fieldError';
import { checkImmutable, checkText } from './formats';

type Data = Readonly<Record<string, string>>;
const maxBytes = 1024 * 1024;
const whyImmutable = 'field is immutable when `immutable` is set';
const redacted = '<secret contents redacted>';

/** Keys that a Secret of a type must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

/** The content of a ConfigMap. */
export function checkConfigMap({ data = {}, binaryData = {} }: ConfigMap, errors: FieldError[]): void {
  for (const key of Object.keys(data)) {
    checkText(configMapKeyErrors, key, `data[${key}]`, errors);
    if (Object.hasOwn(binaryData, key)) {
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    }
  }
  for (const key of Object.keys(binaryData)) checkText(configMapKeyErrors, key, `binaryData[${key}]`, errors);
  const texts = Object.values(data).reduce((sum, text) => sum + utf8Length(text), 0);
  checkSize(texts + encodedBytes(binaryData), errors);
}

/** The content of a Secret, and what its type demands. */
export function checkSecret({ metadata, type, data = {} }: Secret, errors: FieldError[]): void {
  for (const key of Object.keys(data)) checkText(configMapKeyErrors, key, `data[${key}]`, errors);
  checkSize(encodedBytes(data), errors);
  for (const key of (Object.hasOwn(requiredKeys, type) && requiredKeys[type]) || []) {
    if (data[key] === undefined) errors.push(required(`data[${key}]`));
    else if (key.startsWith('.docker')) checkJson(data[key], `data[${key}]`, errors);
  }
  if (type === 'kubernetes.io/basic-auth' && data.username === undefined && data.password === undefined) {
    errors.push(required('data[username]'), required('data[password]'));
  }
  const account = 'kubernetes.io/service-account.name';
  if (type === 'kubernetes.io/service-account-token' && (metadata.annotations?.[account] ?? '') === '') {
    errors.push(required(`metadata.annotations[${account}]`));
  }
}

/** What may change once `immutable` is set: nothing. */
export function checkConfigMapUpdate(next: ConfigMap, old: ConfigMap, errors: FieldError[]): void {
  checkFrozen(next, old, errors);
  if (old.immutable === true && !isDeepEqual(next.binaryData ?? {}, old.binaryData ?? {})) {
    errors.push(forbidden('binaryData', whyImmutable));
  }
}

/** A Secret keeps its type; once `immutable` is set, everything. */
export function checkSecretUpdate(next: Secret, old: Secret, errors: FieldError[]): void {
  checkImmutable(next.type, old.type, 'type', errors);
  checkFrozen(next, old, errors);
}

function checkFrozen(
  next: { readonly immutable?: boolean; readonly data?: Data },
  old: { readonly immutable?: boolean; readonly data?: Data },
  errors: FieldError[],
): void {
  if (old.immutable !== true) return;
  if (next.immutable !== true) errors.push(forbidden('immutable', whyImmutable));
  if (!isDeepEqual(next.data ?? {}, old.data ?? {})) errors.push(forbidden('data', whyImmutable));
}

function encodedBytes(data: Data): number {
  return Object.values(data).reduce((sum, text) => sum + Math.floor((text.length * 3) / 4), 0);
}

/** The real server's path for the whole object is an empty list. */
function checkSize(bytes: number, errors: FieldError[]): void {
  if (bytes > maxBytes) errors.push(tooLong('[]', maxBytes));
}

function checkJson(base64: string, field: string, errors: FieldError[]): void {
  const text = decodeBase64(base64) ?? '';
  try {
    JSON.parse(text);
  } catch {
    errors.push(invalid(field, redacted, jsonSyntaxError(text)));
  }
}
