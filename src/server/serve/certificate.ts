/**
 * The certificates of a served cluster: an authority made at start, and the server's certificate signed by it.
 * Their keys never leave this process.
 */
import { generate } from 'selfsigned';

/** All in PEM. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const YEAR_MS = 365 * 24 * 3_600_000;

/** Names that a client may have dialled: those of this machine, and those of the Service inside the cluster. */
const NAMES = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
] as const;
const ADDRESSES = ['127.0.0.1', '::1', '10.96.0.1', '192.168.49.2'] as const;

/** Makes both, good for a year. */
export async function makeCertificates(): Promise<Certificates> {
  // A clock that is a little slow on the other side is no reason to refuse.
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const common = { algorithm: 'sha256', keyType: 'ec', notBeforeDate } as const;
  const notAfterDate = new Date(Date.now() + YEAR_MS);
  const authority = await generate([{ name: 'commonName', value: 'kubeloop-ca' }], {
    ...common,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'kube-apiserver' }], {
    ...common,
    notAfterDate,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...NAMES.map((value) => ({ type: 2, value }) as const),
          ...ADDRESSES.map((ip) => ({ type: 7, ip }) as const),
        ],
      },
    ],
  });
  return { authority: authority.cert, certificate: server.cert, key: server.private };
}
