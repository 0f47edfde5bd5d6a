/** CertificateSigningRequests. Models pkg/apis/certificates/validation (v1.36.3). Left out: what stands inside a certificate. */
import type { CertificateSigningRequest } from '../../../api/certificates/certificateSigningRequest';
import { decodeBase64 } from '../../../api/meta/base64';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, invalid, notSupported, required } from '../fieldError';

const usages = [
  ...['any', 'cert sign', 'client auth', 'code signing', 'content commitment', 'crl sign', 'data encipherment'],
  ...['decipher only', 'digital signature', 'email protection', 'encipher only', 'ipsec end system', 'ipsec tunnel'],
  ...['ipsec user', 'key agreement', 'key encipherment', 'microsoft sgc', 'netscape sgc', 'ocsp signing', 's/mime'],
  ...['server auth', 'signing', 'timestamping'],
];
const SHORTEST_SECONDS = 600;
const LONGEST_SIGNER = 571;

/** A request in PEM, its uses, its signer and how long it is to be good. */
export function checkCertificateRequest({ spec, status }: CertificateSigningRequest, errors: FieldError[]): void {
  const { request, signerName = '', expirationSeconds } = spec;
  const pem = decodeBase64(request ?? '') ?? '';
  if (!/-----BEGIN CERTIFICATE REQUEST-----\n/.test(pem)) {
    errors.push(invalid('spec.request', request ?? null, 'PEM block type must be CERTIFICATE REQUEST'));
  }
  const wanted = spec.usages ?? [];
  if (wanted.length === 0) errors.push(required('spec.usages'));
  wanted.forEach((usage, index) => {
    if (!usages.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, usages));
  });
  wanted.forEach((usage, index) => {
    if (wanted.indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage));
  });
  checkSigner(signerName, errors);
  if (expirationSeconds !== undefined && expirationSeconds < SHORTEST_SECONDS) {
    const why = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.push(invalid('spec.expirationSeconds', expirationSeconds, why));
  }
  checkDecisions(status, errors);
}

function checkSigner(name: string, errors: FieldError[]): void {
  const field = 'spec.signerName';
  if (name === '') {
    errors.push(required(field));
    return;
  }
  if (name === 'kubernetes.io/legacy-unknown') {
    errors.push(invalid(field, name, 'the legacy signerName is not allowed via this API version'));
  }
  const slash = name.indexOf('/');
  if (slash < 0) {
    errors.push(
      invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"),
    );
    return;
  }
  const [domain, path] = [name.slice(0, slash), name.slice(slash + 1)];
  const labels = domain.split('.');
  if (labels.length < 2) {
    errors.push(invalid(field, domain, 'should be a domain with at least two segments separated by dots'));
  }
  for (const label of labels) {
    for (const why of dns1123LabelErrors(label))
      errors.push(invalid(field, domain, `validating label "${label}": ${why}`));
  }
  for (const part of path.split('.')) {
    for (const why of dns1123SubdomainErrors(part))
      errors.push(invalid(field, path, `validating label "${part}": ${why}`));
  }
  if (name.length > LONGEST_SIGNER)
    errors.push(invalid(field, name, `must be no more than ${LONGEST_SIGNER} characters`));
}

function checkDecisions(status: CertificateSigningRequest['status'], errors: FieldError[]): void {
  const types = (status?.conditions ?? []).map(({ type }) => type);
  types.forEach((type, index) => {
    const at = `status.conditions[${index}]`;
    if (types.indexOf(type) < index) errors.push(duplicate(`${at}.type`, type));
    const other = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined;
    if (other !== undefined && types.slice(0, index).includes(other)) {
      errors.push(invalid(`${at}.type`, type, 'Approved and Denied conditions are mutually exclusive'));
    }
  });
}
