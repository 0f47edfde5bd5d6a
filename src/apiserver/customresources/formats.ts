/**
 * The formats of texts that a schema may demand.
 * Models k8s.io/kube-openapi/pkg/validation/strfmt (v1.36.3). Left out: isbn, creditcard, bsonobjectid and ssn, which
 * nobody uses: their values pass.
 */
import { parseTime } from '../../api/meta/time';
import { base64ErrorAt } from '../../api/meta/base64';
import { ipErrors } from '../registry/validation/formats';

type Rule = (text: string) => boolean;

const host = /^([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)(\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)*\.?$/;
const uuid = (version: string): RegExp =>
  new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i');
const isIpv4: Rule = (text) => ipErrors(text).length === 0 && text.includes('.') && !text.includes(':');
const isIpv6: Rule = (text) => ipErrors(text).length === 0 && text.includes(':');
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const goDuration = /^[+-]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h)\s*)+$/;
const wordDuration =
  /^\d+\s*(ns|nanos?|us|µs|micros?|ms|millis?|s|secs?|seconds?|m|mins?|minutes?|hr?|hours?|d|days?|w|weeks?)$/i;

const rules: Readonly<Record<string, Rule>> = {
  uri: (text) => /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]*$/.test(text) || /^\/[^\s]*$/.test(text),
  email: (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text),
  hostname: (text) => host.test(text),
  ipv4: isIpv4,
  ipv6: isIpv6,
  cidr: (text) => /^[^/]+\/\d{1,3}$/.test(text) && ipErrors(text.slice(0, text.indexOf('/'))).length === 0,
  mac: (text) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text),
  uuid: (text) => uuid('[0-9a-f]').test(text),
  uuid3: (text) => uuid('3').test(text),
  uuid4: (text) => uuid('4').test(text),
  uuid5: (text) => uuid('5').test(text),
  hexcolor: (text) => /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text),
  rgbcolor: (text) => /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/.test(text),
  byte: (text) => base64ErrorAt(text) === undefined,
  password: () => true,
  date: (text) => date.test(text),
  datetime: (text) => !Number.isNaN(parseTime(text)),
  duration: (text) => goDuration.test(text) || wordDuration.test(text),
};

/** What formats numbers have, and what the registry knows besides. */
const others = ['int32', 'int64', 'float', 'double', 'bsonobjectid', 'isbn', 'isbn10', 'isbn13', 'creditcard', 'ssn'];
const added = ['k8s-short-name', 'k8s-long-name', 'dns1123label', 'dns1123subdomain'];

/** `date-time` and `datetime` are the same. */
function ruleOf(format: string): Rule | undefined {
  const name = format.replaceAll('-', '');
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}

/** True for a format that the server knows. */
export function isFormat(format: string): boolean {
  return ruleOf(format) !== undefined || others.includes(format) || added.includes(format);
}

/** True if `text` is of `format`, or nobody knows it. */
export function hasFormat(text: string, format: string): boolean {
  return ruleOf(format)?.(text) ?? true;
}
