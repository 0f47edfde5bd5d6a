/** curl's side of a TLS connection: whether it takes a certificate, and what -v shows of the handshake (OpenSSL 3, TLS 1.3). */
import type { Certificate, ClientHello } from '../client/network';
import type { CurlText } from './curlText';

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Lines of -v before the server has answered. */
export const helloLines = (isVerified: boolean, trustedFile = BUNDLE): readonly string[] => [
  'ALPN: offers h2,http/1.1',
  'TLSv1.3 (OUT), TLS handshake, Client hello (1):',
  ...(isVerified ? [` CAfile: ${trustedFile}`, ' CApath: /etc/ssl/certs'] : []),
];

/** Why OpenSSL does not take a certificate, and its number for that. */
interface Refusal {
  readonly why: string;
  readonly number: number;
}

/** Whether `certificate` is to be trusted, by what --cacert holds; undefined: it is. */
export function refusalOf(certificate: Certificate | undefined, trusted: string): Refusal | undefined {
  const isTrusted = certificate !== undefined && trusted !== '' && vouches(trusted, certificate);
  if (isTrusted) return undefined;
  if (certificate === undefined || certificate.subject !== certificate.issuer) {
    return certificate?.sendsIssuer === true
      ? { why: 'self-signed certificate in certificate chain', number: 19 }
      : { why: 'unable to get local issuer certificate', number: 20 };
  }
  return { why: 'self-signed certificate', number: 18 };
}

/** Whether a client that begins so goes on with the certificate that it is shown. */
export function isTaken(certificate: Certificate, { serverName, trusted }: ClientHello): boolean {
  if (trusted === undefined) return true;
  return refusalOf(certificate, trusted) === undefined && isFor(certificate, serverName);
}

/** Whether one of the PEM blocks of `trusted` is the certificate, or the one that signed it. */
function vouches(trusted: string, { pem, issuerPem }: Certificate): boolean {
  const blocks = trusted.split(/(?=-----BEGIN )/).map((block) => block.trim());
  return blocks.includes(pem.trim()) || (issuerPem !== undefined && blocks.includes(issuerPem.trim()));
}

/** Whether the certificate is for `host`. */
export function isFor({ names, subject }: Certificate, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const all = names.length > 0 ? names : [commonName(subject)];
  return all.some((each) => {
    const own = each.toLowerCase();
    return own === name || (own.startsWith('*.') && name.replace(/^[^.]+/, '*') === own);
  });
}

/** The CN of a subject. */
export function commonName(subject: string): string {
  return /(?:^|[;,]\s*)CN\s*=\s*([^;,]+)/.exec(subject)?.[1]?.trim() ?? '';
}

/** Lines of -v about a handshake that came to a certificate. */
export function handshakeLines(
  certificate: Certificate | undefined,
  { isH2, verified, trusted }: { readonly isH2: boolean; readonly verified: boolean; readonly trusted: string },
  text: CurlText,
): readonly string[] {
  const refusal = refusalOf(certificate, trusted);
  const isRefused = verified && refusal !== undefined;
  const first = [
    'TLSv1.3 (IN), TLS handshake, Server hello (2):',
    ...flight('Encrypted Extensions (8)', 'Certificate (11)'),
  ];
  if (isRefused)
    return [...first, 'TLSv1.3 (OUT), TLS alert, unknown CA (560):', text.untrusted(refusal.why, refusal.number)];
  const { subject = '', issuer = '' } = certificate ?? {};
  return [
    ...first,
    ...flight('CERT verify (15)', 'Finished (20)'),
    'TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):',
    'TLSv1.3 (OUT), TLS handshake, Finished (20):',
    'SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384',
    isH2 ? 'ALPN: server accepted h2' : 'ALPN: server accepted http/1.1',
    'Server certificate:',
    ` subject: ${subject}`,
    ...(certificate?.validFrom === undefined ? [] : [` start date: ${certificate.validFrom}`]),
    ...(certificate?.validTo === undefined ? [] : [` expire date: ${certificate.validTo}`]),
    ` issuer: ${issuer}`,
    refusal === undefined
      ? ' SSL certificate verify ok.'
      : ` SSL certificate verify result: ${refusal.why} (${refusal.number}), continuing anyway.`,
  ];
}

const flight = (...messages: readonly string[]) =>
  messages.map((message) => `TLSv1.3 (IN), TLS handshake, ${message}:`);
