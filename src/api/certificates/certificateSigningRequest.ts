/** CertificateSigningRequest. Models staging/src/k8s.io/api/certificates/v1/types.go (v1.36.3). */
import type { ConditionStatus, KubeObject, Time } from '../meta/objectMeta';

export interface CertificateSigningRequestCondition {
  readonly type: 'Approved' | 'Denied' | 'Failed' | string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: Time | null;
  readonly lastTransitionTime?: Time | null;
}
export interface CertificateSigningRequest extends KubeObject {
  readonly spec: {
    /** A PKCS#10 request as PEM, in base64. */
    readonly request: string;
    readonly signerName: string;
    readonly expirationSeconds?: number;
    readonly usages?: readonly string[];
    /** Who asked: written by the server. */
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  readonly status: {
    readonly conditions?: readonly CertificateSigningRequestCondition[];
    readonly certificate?: string;
  };
}
