/** What a kubeconfig names, as a connection of ours. */
import { readFileSync } from 'node:fs';
import type { Connection } from '../kubectl/environment';
import type { Target } from '../server/connect/kubeconfigTarget';
import { UsageError } from '../server/usageError';

/** The connection to `target`: with a certificate or a token. Throws UsageError for users that come in otherwise. */
export function connectionTo(target: Target): Connection {
  if (target.exec !== undefined || target.basic !== undefined) {
    throw new UsageError(`"${target.context}" has a user without certificate or token: give one that has`);
  }
  const encoded = (pem: string | undefined) => (pem === undefined ? undefined : Buffer.from(pem).toString('base64'));
  const token =
    target.token ?? (target.tokenFile === undefined ? undefined : readFileSync(target.tokenFile, 'utf8').trim());
  const authority = encoded(target.authority);
  const certificate = encoded(target.certificate);
  const key = encoded(target.key);
  return {
    server: target.server.href,
    ...(target.insecure ? { insecureSkipTlsVerify: true } : {}),
    ...(token === undefined ? {} : { token }),
    ...(authority === undefined ? {} : { certificateAuthorityData: authority }),
    ...(certificate === undefined ? {} : { clientCertificateData: certificate }),
    ...(key === undefined ? {} : { clientKeyData: key }),
  };
}
