/** Describes a CertificateSigningRequest. Models describeCertificateSigningRequest of kubectl's describe.go (v1.36.3). */
import type { CertificateSigningRequest } from '../../api/certificates/certificateSigningRequest';
import { formatLabels } from '../../printers/cells';
import { humanDuration } from '../../printers/duration';
import { decisionText } from '../../printers/extensions';
import { CommandError } from '../errors';
import { type CertificateRequest, readCertificateRequest } from './certificateRequest';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { writeList } from './labels';

/** Parts of a subject in kubectl's order, by the last number of their object identifier. */
const parts: readonly (readonly [string, number])[] = [
  ['Organization', 10],
  ['Organizational Unit', 11],
  ['Country', 6],
  ['Locality', 7],
  ['Province', 8],
  ['StreetAddress', 9],
  ['PostalCode', 17],
];

export async function describeCertificate(
  request: CertificateSigningRequest,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec } = request;
  const { signerName = '', expirationSeconds, username = '' } = spec;
  const asked = parsed(spec.request);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Labels:\t${formatLabels(metadata.labels)}`);
  d.line(0, `Annotations:\t${formatLabels(metadata.annotations)}`);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  d.line(0, `Requesting User:\t${username}`);
  if (signerName !== '') d.line(0, `Signer:\t${signerName}`);
  if (expirationSeconds !== undefined) d.line(0, `Requested Duration:\t${humanDuration(expirationSeconds * 1000)}`);
  d.line(0, `Status:\t${decisionText(request)}`);
  d.line(0, 'Subject:');
  d.line(0, `\tCommon Name:\t${asked.subject.get(3)?.at(-1) ?? ''}`);
  d.line(0, `\tSerial Number:\t${asked.subject.get(5)?.at(-1) ?? ''}`);
  for (const [title, part] of parts) listIfAny(d, title, asked.subject.get(part) ?? []);
  const { dnsNames, emails, uris, addresses } = asked;
  if (dnsNames.length + emails.length + uris.length + addresses.length > 0) {
    d.line(0, 'Subject Alternative Names:');
    listIfAny(d, 'DNS Names', dnsNames);
    listIfAny(d, 'Email Addresses', emails);
    listIfAny(d, 'URIs', uris);
    listIfAny(d, 'IP Addresses', addresses);
  }
  await describeEvents(d, request, context);
}

function parsed(request: string): CertificateRequest {
  try {
    return readCertificateRequest(request);
  } catch (error) {
    throw new CommandError(`Error parsing CSR: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function listIfAny(d: Description, title: string, texts: readonly string[]): void {
  if (texts.length > 0) writeList(d, title, texts, '\t');
}
