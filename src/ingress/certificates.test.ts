/** Certificates that openssl made, read for what curl shows of them. */
import { expect, test } from 'vitest';
import { certificateOf, isForHost } from './certificates';

/** `openssl req -x509 -subj /C=KR/O=Mon/CN=foo -addext subjectAltName=...`. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIB3DCCAYKgAwIBAgIUQiXUCTOEIYOenCuKolAvT1lew4AwCgYIKoZIzj0EAwIw
KTELMAkGA1UEBhMCS1IxDDAKBgNVBAoMA01vbjEMMAoGA1UEAwwDZm9vMCAXDTI2
MTEyMTIyMjA1N1oYDzIwNTYxMTEzMjIyMDU3WjApMQswCQYDVQQGEwJLUjEMMAoG
A1UECgwDTW9uMQwwCgYDVQQDDANmb28wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AARjXgISoFsQOO7Bx57q52z1P2pR7C6BqFPE4jjlcBsZIzOkw25OOat2rpVRBui2
YZzPEBH/tAbWwSMPhHsTedk+o4GFMIGCMB0GA1UdDgQWBBSiGHb8/bqvfcvX4Oz8
dCan6Ib1ODAfBgNVHSMEGDAWgBSiGHb8/bqvfcvX4Oz8dCan6Ib1ODAPBgNVHRMB
Af8EBTADAQH/MC8GA1UdEQQoMCaCDWEuZXhhbXBsZS5jb22CDyouYi5leGFtcGxl
LmNvbYcECgAAATAKBggqhkjOPQQDAgNIADBFAiAHro3vI7qcbyWrQHSTnDjK/5Be
JgIZwaCZyCb8SE0K2QIhAIOpHbNjeabFrV75BaxnXr7hbsJ+Avfk/PgmlqxDuPfW
-----END CERTIFICATE-----
`;

/** `openssl x509 -req -CA` of the one above, for CN=kubia.example.com and without other names. */
const SIGNED = `-----BEGIN CERTIFICATE-----
MIIBPzCB5gIUGxM56yZ7yeDL8DpninX8cZplg4EwCgYIKoZIzj0EAwIwKTELMAkG
A1UEBhMCS1IxDDAKBgNVBAoMA01vbjEMMAoGA1UEAwwDZm9vMB4XDTI2MTEyMTIy
MjA1N1oXDTI3MDkxNzIyMjA1N1owHDEaMBgGA1UEAwwRa3ViaWEuZXhhbXBsZS5j
b20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARzxuauOCKPZNq7B3Xx0mMdkEcg
wvxygybTfLdOKA+HCnx7GGoRwaD1FJgzDmhmU5TTIxXHjUsYuFJXGM1Dw3NsMAoG
CCqGSM49BAMCA0gAMEUCIQDE4ZZvi1Z9hVPJLm9PRRQs3ThJGCZf9sRTxpIXcmkD
3QIgCZUEC8vuWRXJ2QGvBaTo6rmv0fSHET95EUZVA7ggeWQ=
-----END CERTIFICATE-----
`;

test('a certificate tells its subject, its signer, its names and how long it is good', () => {
  expect(certificateOf(AUTHORITY)).toEqual({
    subject: 'C=KR; O=Mon; CN=foo',
    issuer: 'C=KR; O=Mon; CN=foo',
    names: ['a.example.com', '*.b.example.com', '10.0.0.1'],
    validFrom: 'Nov 21 22:20:57 2026 GMT',
    validTo: 'Nov 13 22:20:57 2056 GMT',
    pem: AUTHORITY.trim(),
  });
});

test('a chain tells whose signature it is', () => {
  const own = certificateOf(SIGNED + AUTHORITY);
  expect(own).toMatchObject({ subject: 'CN=kubia.example.com', issuer: 'C=KR; O=Mon; CN=foo', names: [] });
  expect(own).toMatchObject({ issuerPem: AUTHORITY.trim(), sendsIssuer: true });
});

test('a certificate is for its names, one label for a star, and by its CN only without names', () => {
  const named = certificateOf(AUTHORITY);
  const plain = certificateOf(SIGNED);
  if (named === undefined || plain === undefined) throw new Error('cannot be read');
  expect(
    ['a.example.com', 'x.b.example.com', 'x.y.b.example.com', 'foo'].map((host) => isForHost(named, host)),
  ).toEqual([true, true, false, false]);
  expect(isForHost(plain, 'kubia.example.com')).toBe(true);
});

test('what is no certificate is none', () => {
  expect(certificateOf('')).toBeUndefined();
  expect(certificateOf('-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n')).toBeUndefined();
});
