/**
 * What stands in a PKCS#10 request: its subject and the other names it is for.
 * Models the parts of Go's crypto/x509 that kubectl reads. Left out: keys, signatures, other extensions.
 */
import { bytesOfBase64, decodeBase64, utf8Text } from '../../api/meta/base64';

/** The subject's parts by the last number of their object identifier (2.5.4.x), and the alternative names. */
export interface CertificateRequest {
  readonly subject: ReadonlyMap<number, readonly string[]>;
  readonly dnsNames: readonly string[];
  readonly emails: readonly string[];
  readonly uris: readonly string[];
  readonly addresses: readonly string[];
}

/** One element of DER. */
interface Element {
  readonly tag: number;
  readonly content: readonly number[];
}

const OBJECT_ID = 0x06;
const OCTETS = 0x04;
const ATTRIBUTE = [0x55, 0x04];
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11];

/** Reads `request`, which is PEM in base64. Throws an Error if it is not to be read. */
export function readCertificateRequest(request: string): CertificateRequest {
  const pem = decodeBase64(request) ?? '';
  const body = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]*?)-----END/.exec(pem)?.[1]?.replace(/\s/g, '');
  const der = body === undefined ? undefined : bytesOfBase64(body);
  if (der === undefined) throw new Error('PEM block type must be CERTIFICATE REQUEST');
  const [whole] = elementsOf(der);
  const [info] = elementsOf(whole?.content ?? []);
  // Version, subject, key, attributes.
  const [, subject, , attributes] = elementsOf(info?.content ?? []);
  const names = attributes === undefined ? [] : alternativeNames(attributes.content);
  const texts = (tag: number) => names.filter((name) => name.tag === tag).map(({ content }) => utf8Text(content) ?? '');
  return {
    subject: subjectOf(subject?.content ?? []),
    emails: texts(0x81),
    dnsNames: texts(0x82),
    uris: texts(0x86),
    addresses: names.filter(({ tag }) => tag === 0x87).map(({ content }) => addressText(content)),
  };
}

/** The elements that lie one after the other in `bytes`. */
function elementsOf(bytes: readonly number[]): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      length = bytes.slice(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
      start += count;
    }
    elements.push({ tag, content: bytes.slice(start, start + length) });
    at = start + length;
  }
  return elements;
}

function subjectOf(names: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const subject = new Map<number, string[]>();
  for (const set of elementsOf(names)) {
    for (const pair of elementsOf(set.content)) {
      const [id, value] = elementsOf(pair.content);
      if (id === undefined || value === undefined || !startsWith(id.content, ATTRIBUTE)) continue;
      const part = id.content[2] ?? 0;
      subject.set(part, [...(subject.get(part) ?? []), utf8Text(value.content) ?? '']);
    }
  }
  return subject;
}

/** Looks through all that is nested for the extension with the alternative names. */
function alternativeNames(bytes: readonly number[]): readonly Element[] {
  const elements = elementsOf(bytes);
  const at = elements.findIndex(({ tag, content }) => tag === OBJECT_ID && startsWith(content, ALTERNATIVE_NAMES));
  const held = at < 0 ? undefined : elements.slice(at).find(({ tag }) => tag === OCTETS);
  if (held !== undefined) return elementsOf(elementsOf(held.content)[0]?.content ?? []);
  return elements.filter(({ tag }) => (tag & 0x20) !== 0).flatMap(({ content }) => alternativeNames(content));
}

function startsWith(bytes: readonly number[], start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_unset, at) => (bytes[at * 2] ?? 0) * 256 + (bytes[at * 2 + 1] ?? 0));
  const text = words.map((word) => word.toString(16)).join(':');
  // The longest run of zeros, the first of equal ones, is left out.
  const runs = [...text.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.sort((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return text;
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${before === '' ? ':' : before}${after === '' ? ':' : after}`;
}
