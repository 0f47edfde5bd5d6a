/**
 * Rules about single values, each as a list of complaints in Kubernetes' words; an empty list means the value is sound.
 * Models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go (v1.36.3).
 */
import { isDeepEqual } from '../../../api/meta/equality';
import { portNameErrors, portNumberErrors } from '../../../api/meta/keyNames';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, invalid } from '../fieldError';

/** Says what is wrong with a text. */
export type TextRule = (value: string) => readonly string[];

/** Notes every complaint of `rule` about `value`. */
export function checkText(rule: TextRule, value: string, field: string, errors: FieldError[]): void {
  for (const complaint of rule(value)) errors.push(invalid(field, value, complaint));
}

/** A name as most kinds want it. `prefix` is what generateName may be: a dash at its end does not count. */
export function subdomainNameErrors(name: string, prefix = false): readonly string[] {
  return dns1123SubdomainErrors(prefix ? maskTrailingDash(name) : name);
}

/** A name that is a DNS label: namespaces. */
export function labelNameErrors(name: string, prefix = false): readonly string[] {
  return dns1123LabelErrors(prefix ? maskTrailingDash(name) : name);
}

function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** A label that begins with a letter: versions of the API. */
export function dns1035LabelErrors(value: string): readonly string[] {
  const errors = value.length > 63 ? ['must be no more than 63 characters'] : [];
  if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value)) return errors;
  return [
    ...errors,
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  ];
}

export const notNegative = 'must be greater than or equal to 0';

/** Notes a number below zero. */
export function checkNotNegative(value: number | undefined, field: string, errors: FieldError[]): void {
  if (value !== undefined && value < 0) errors.push(invalid(field, value, notNegative));
}

/** Notes a changed value of a field that may not change. */
export function checkImmutable(next: unknown, old: unknown, field: string, errors: FieldError[]): void {
  if (!isDeepEqual(next, old)) errors.push(invalid(field, next, 'field is immutable'));
}

/** A port by number or by name. */
export function checkPort(port: number | string | undefined, field: string, errors: FieldError[]): void {
  if (typeof port === 'string') checkText(portNameErrors, port, field, errors);
  else for (const complaint of portNumberErrors(port ?? 0)) errors.push(invalid(field, port ?? 0, complaint));
}

/** The name of an environment variable: any printable ASCII but `=`. */
export function envNameErrors(name: string): readonly string[] {
  if (/^[ -<>-~]+$/.test(name)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** The name of an HTTP header. */
export function headerNameErrors(name: string): readonly string[] {
  if (/^[-A-Za-z0-9]+$/.test(name)) return [];
  return [
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
  ];
}

/** An address of IPv4 or IPv6. */
export function ipErrors(address: string): readonly string[] {
  return isIPv4(address) || isIPv6(address) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

function isIPv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIPv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2 || !address.includes(':')) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const fits = halves.length === 2 ? groups.length < 8 : groups.length === 8;
  return fits && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

/** An address that leads out of the machine. Models ValidateNonSpecialIP. */
export function specialIpErrors(address: string): readonly string[] {
  const errors = ipErrors(address);
  if (errors.length > 0) return errors;
  if (address === '0.0.0.0' || address === '::') return [`may not be unspecified (${address})`];
  if (address.startsWith('127.') || address === '::1')
    return ['may not be in the loopback range (127.0.0.0/8, ::1/128)'];
  if (address.startsWith('169.254.')) return ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'];
  return [];
}

/** A network: an address and the length of its prefix. */
export function cidrErrors(network: string): readonly string[] {
  const [address = '', length = '', ...more] = network.split('/');
  const isSound = more.length === 0 && /^\d{1,3}$/.test(length) && ipErrors(address).length === 0;
  return isSound ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/** A name that stands in a path: ValidatePathSegmentName. `prefix` is what generateName may be. */
export function pathSegmentErrors(name: string, prefix = false): readonly string[] {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  return ['/', '%'].flatMap((sign) => (name.includes(sign) ? [`may not contain '${sign}'`] : []));
}

/** A percentage as text. */
export function percentErrors(text: string): readonly string[] {
  if (/^[0-9]+%$/.test(text)) return [];
  return [
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
  ];
}

/** A path inside a volume: relative, and never upwards. */
export function checkDescendingPath(path: string, field: string, errors: FieldError[]): void {
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'));
  checkNoBacksteps(path, field, errors);
}

/** Notes a path with `..` in it. */
export function checkNoBacksteps(path: string, field: string, errors: FieldError[]): void {
  if (path.split('/').includes('..')) errors.push(invalid(field, path, "must not contain '..'"));
}
