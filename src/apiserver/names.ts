/**
 * Names and uids that the server makes up.
 * Models staging/src/k8s.io/apiserver/pkg/storage/names/generate.go (v1.36.3). Chance comes from streams of the clock:
 * one per owner, or per collection and name for what nobody owns, so that unrelated requests do not rename anything.
 */
import type { Kind } from '../api/kinds';
import { infoOf } from '../api/kinds';
import type { ObjectMeta } from '../api/meta/objectMeta';
import type { Clock } from '../sim/clock';
import { hashString } from '../sim/hash';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_PREFIX_LENGTH = 58;
/** How often a taken name is drawn anew. */
export const MAX_NAME_ATTEMPTS = 8;

/** The stream from which the name and uid of a new object are drawn. */
export function nameStream(kind: Kind, namespace: string | undefined, metadata: Partial<ObjectMeta>): string {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner !== undefined) return `names/${owner.uid}`;
  const { plural } = infoOf(kind);
  // Events are many and nothing depends on their uids: one stream a namespace is enough.
  if (kind === 'Event') return `names/${plural}/${namespace ?? ''}`;
  return `names/${plural}/${namespace ?? ''}/${metadata.name ?? metadata.generateName ?? ''}`;
}

/** `prefix`, cut to 58 characters, and five letters without vowels. */
export function generateName(clock: Clock, stream: string, prefix: string): string {
  let name = prefix.slice(0, MAX_PREFIX_LENGTH);
  for (let count = 0; count < SUFFIX_LENGTH; count += 1) {
    name += ALPHABET.charAt(Math.floor(clock.random(stream) * ALPHABET.length));
  }
  return name;
}

/** A random UUID (version 4). The key is mixed in because two streams may meet. */
export function newUid(clock: Clock, stream: string, key: string): string {
  const a = draw(clock, stream);
  const b = draw(clock, stream);
  const c = (hashString(key, a) ^ 0x5bd1e995) >>> 0;
  const d = hashString(key, b) >>> 0;
  const variant = ((c >>> 16) & 0x3fff) | 0x8000;
  return `${hex8(a)}-${hex4(b >>> 16)}-4${hex4(b).slice(1)}-${hex4(variant)}-${hex4(c)}${hex8(d)}`;
}

function draw(clock: Clock, stream: string): number {
  return Math.floor(clock.random(stream) * 4294967296);
}

const bytes = Array.from({ length: 256 }, (_unused, byte) => byte.toString(16).padStart(2, '0'));

/** The lower 16 bits as four hexadecimal digits. */
function hex4(value: number): string {
  return `${bytes[(value >>> 8) & 255]}${bytes[value & 255]}`;
}

function hex8(value: number): string {
  return hex4(value >>> 16) + hex4(value);
}
