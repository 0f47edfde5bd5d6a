/**
 * Reads what a TLS client shows of a certificate from its PEM text: names, signer, validity. Keys and signatures are not
 * looked at: nothing here proves who somebody is.
 * Models X.690 (DER) and RFC 5280 section 4.1.
 */
import { bytesOfBase64, utf8Text } from '../api/meta/base64';
import type { Certificate } from '../client/network';

/** One value of DER: its tag, and where its content is. */
interface Value {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

const BLOCK = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;
const SEQUENCE = 0x30;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const GENERALIZED_TIME = 0x18;

/** Object identifiers, as the bytes that stand for them, and OpenSSL's short names. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '85,4,3': 'CN',
  '85,4,6': 'C',
  '85,4,7': 'L',
  '85,4,8': 'ST',
  '85,4,10': 'O',
  '85,4,11': 'OU',
  '42,134,72,134,247,13,1,9,1': 'emailAddress',
};
const SUBJECT_ALT_NAME = '85,29,17';

/** The first certificate of `pem`, with its signer's if that comes next; undefined if there is none that can be read. */
export function certificateOf(pem: string): Certificate | undefined {
  const [first, second] = [...pem.matchAll(BLOCK)];
  if (first === undefined) return undefined;
  const own = readCertificate(first[1] ?? '');
  if (own === undefined) return undefined;
  const issuer = second === undefined ? undefined : readCertificate(second[1] ?? '');
  const isSigned = second !== undefined && issuer?.subject === own.issuer;
  return { ...own, pem: first[0], ...(isSigned && { issuerPem: second[0], sendsIssuer: true }) };
}

/** Whether a certificate is for `host`: by its names, or without any by its CN. */
export function isForHost({ names, subject }: Certificate, host: string): boolean {
  const own = names.length > 0 ? names : [/CN=([^;]+)/.exec(subject)?.[1] ?? ''];
  const wild = host.replace(/^[^.]+/, '*');
  return own.some((name) => [host, wild].includes(name.toLowerCase()));
}

function readCertificate(base64: string): Omit<Certificate, 'pem'> | undefined {
  const bytes = bytesOfBase64(base64.replaceAll(/\s/g, ''));
  const whole = bytes && valuesOf(bytes, { tag: SEQUENCE, start: 0, end: bytes.length })[0];
  const body = whole && valuesOf(bytes, whole)[0];
  if (bytes === undefined || body?.tag !== SEQUENCE) return undefined;
  const fields = valuesOf(bytes, body);
  // Serial number and algorithm come first, behind the version where there is one.
  const [issuer, validity, subject] = fields.slice(fields[0]?.tag === VERSION ? 3 : 2);
  if (issuer === undefined || validity === undefined || subject === undefined) return undefined;
  const [from, to] = valuesOf(bytes, validity);
  const extensions = fields.find(({ tag }) => tag === EXTENSIONS);
  return {
    subject: nameOf(bytes, subject),
    issuer: nameOf(bytes, issuer),
    names: extensions === undefined ? [] : alternativeNames(bytes, extensions),
    ...(from && { validFrom: timeOf(bytes, from) }),
    ...(to && { validTo: timeOf(bytes, to) }),
  };
}

/** The values inside of a value, as far as they are whole. */
function valuesOf(bytes: readonly number[], { start, end }: Value): readonly Value[] {
  const values: Value[] = [];
  let at = start;
  while (at + 1 < end) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      length = 0;
      for (let i = 0; i < size; i += 1) length = length * 256 + (bytes[at + i] ?? 0);
      at += size;
    }
    if (at + length > end) break;
    values.push({ tag, start: at, end: at + length });
    at += length;
  }
  return values;
}

const content = (bytes: readonly number[], { start, end }: Value) => bytes.slice(start, end);
const textOf = (bytes: readonly number[], value: Value) => utf8Text(content(bytes, value)) ?? '';

/** `C=KR; O=Example; CN=a.example.com`. */
function nameOf(bytes: readonly number[], name: Value): string {
  const parts = valuesOf(bytes, name).flatMap((set) => valuesOf(bytes, set));
  return parts
    .flatMap((part) => {
      const [type, value] = valuesOf(bytes, part);
      const label = type && ATTRIBUTES[content(bytes, type).join()];
      return label === undefined || value === undefined ? [] : [`${label}=${textOf(bytes, value)}`];
    })
    .join('; ');
}

function alternativeNames(bytes: readonly number[], extensions: Value): readonly string[] {
  for (const extension of valuesOf(bytes, extensions).flatMap((list) => valuesOf(bytes, list))) {
    const parts = valuesOf(bytes, extension);
    const value = parts.at(-1);
    if (parts[0] === undefined || value === undefined) continue;
    if (content(bytes, parts[0]).join() !== SUBJECT_ALT_NAME) continue;
    return valuesOf(bytes, value)
      .flatMap((list) => valuesOf(bytes, list))
      .flatMap((name) => {
        if (name.tag === DNS_NAME) return [textOf(bytes, name)];
        return name.tag === IP_ADDRESS ? [content(bytes, name).join('.')] : [];
      });
  }
  return [];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As OpenSSL prints it: `Nov 21 08:04:15 2026 GMT`. */
function timeOf(bytes: readonly number[], value: Value): string {
  const text = textOf(bytes, value);
  const short = Number(text.slice(0, 2));
  const full = value.tag === GENERALIZED_TIME ? text : `${short < 50 ? 20 : 19}${text}`;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(full) ?? [];
  return `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${hour}:${minute}:${second} ${year} GMT`;
}
