/**
 * Quantities: exact amounts with decimal, binary or exponent suffixes, and their canonical spelling.
 * Models staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go (v1.36.3). The smallest step is 1n; less is rounded up.
 */
import type { Quantity } from './objectMeta';

/** How an amount is spelled: `500m`, `64Mi` or `5e3`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount. */
export interface Amount {
  /** In units of 1e-9. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** A text that is no quantity. The message is Kubernetes' own. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const NANO = 1_000_000_000n;
const MAX_NANO = ((1n << 63n) - 1n) * NANO;
const shape = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const decimalSuffixes: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binarySuffixes: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };

const shapeError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Cluster objects repeat a handful of spellings: each is read once. Derived data only; bounded. */
const memo = new Map<string, Amount>();

/** The amount that `text` spells. Throws QuantityError. */
export function parseQuantity(text: Quantity): Amount {
  const known = memo.get(text);
  if (known !== undefined) return known;
  const amount = parse(text);
  if (memo.size > 4096) memo.clear();
  memo.set(text, amount);
  return amount;
}

function parse(text: string): Amount {
  const found = shape.exec(text);
  if (text === '' || found === null) throw new QuantityError(shapeError);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = found;
  if (whole === '' && fraction === '') throw new QuantityError(shapeError);
  const digits = BigInt(whole + fraction);
  const shift = binarySuffixes[suffix];
  const exponent = shift === undefined ? decimalExponent(suffix) : 0;
  if (exponent === undefined) throw new QuantityError("unable to parse quantity's suffix");
  const scaled = shift === undefined ? digits : digits << shift;
  const size = roundedUp(scaled, exponent + 9 - fraction.length);
  const nano = size > MAX_NANO ? MAX_NANO : size;
  const format = shift !== undefined ? 'BinarySI' : /^[eE][-+]?\d/.test(suffix) ? 'DecimalExponent' : 'DecimalSI';
  return { nano: sign === '-' ? -nano : nano, format };
}

function decimalExponent(suffix: string): number | undefined {
  const known = decimalSuffixes[suffix];
  if (known !== undefined) return known;
  return /^[eE][-+]?\d+$/.test(suffix) ? Number(suffix.slice(1)) : undefined;
}

/** `value` x 10^`exponent`, away from zero. */
function roundedUp(value: bigint, exponent: number): bigint {
  if (value === 0n) return 0n;
  if (exponent >= 0) return exponent > 60 ? MAX_NANO : value * 10n ** BigInt(exponent);
  if (exponent < -400) return 1n;
  const divisor = 10n ** BigInt(-exponent);
  return (value + divisor - 1n) / divisor;
}

/** True if `text` is a quantity. */
export function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

/** Thousandths, rounded up: the unit for cpu. `0.5` is 500. Throws QuantityError. */
export function milliValue(text: Quantity): number {
  return scaledUp(parseQuantity(text).nano, 1_000_000n);
}

/** Whole units, rounded up: the unit for memory (bytes), storage and counts. `1Ki` is 1024. Throws QuantityError. */
export function wholeValue(text: Quantity): number {
  return scaledUp(parseQuantity(text).nano, NANO);
}

function scaledUp(nano: bigint, unit: bigint): number {
  const quotient = nano / unit;
  return Number(nano > 0n && nano % unit !== 0n ? quotient + 1n : quotient);
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. Throws QuantityError. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  if (a === b) return 0;
  const left = parseQuantity(a).nano;
  const right = parseQuantity(b).nano;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `a` + `b`, spelled in the format of `a` (of `b` if `a` is zero), as Quantity.Add does. Throws QuantityError. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const left = parseQuantity(a);
  const right = parseQuantity(b);
  return formatQuantity({ nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format });
}

/** The spelling that the API server stores and prints: `0.5` becomes `500m`, `1024Mi` becomes `1Gi`. Throws QuantityError. */
export function canonicalQuantity(text: Quantity): Quantity {
  const known = canonical.get(text);
  if (known !== undefined) return known;
  const result = formatQuantity(parseQuantity(text));
  if (canonical.size > 4096) canonical.clear();
  canonical.set(text, result);
  return result;
}
const canonical = new Map<string, string>();

/** Spells an amount canonically: no fraction, the largest suffix that allows that. */
export function formatQuantity({ nano, format }: Amount): Quantity {
  if (nano === 0n) return '0';
  const size = nano < 0n ? -nano : nano;
  const sign = nano < 0n ? '-' : '';
  // Small and fractional amounts lose precision in binary suffixes, so they are spelled in decimal.
  if (format === 'BinarySI' && size >= 1024n * NANO && size % NANO === 0n) return sign + binaryText(size / NANO);
  return sign + decimalText(size, format);
}

function binaryText(value: bigint): string {
  const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let number = value;
  let step = 0;
  while (step < suffixes.length - 1 && number % 1024n === 0n) {
    number /= 1024n;
    step += 1;
  }
  return `${number}${suffixes[step]}`;
}

function decimalText(nano: bigint, format: QuantityFormat): string {
  const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
  let number = nano;
  let step = 0;
  while (step < suffixes.length - 1 && number % 1000n === 0n) {
    number /= 1000n;
    step += 1;
  }
  if (format !== 'DecimalExponent') return `${number}${suffixes[step]}`;
  const exponent = step * 3 - 9;
  return exponent === 0 ? String(number) : `${number}e${exponent}`;
}
