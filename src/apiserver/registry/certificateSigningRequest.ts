/**
 * How the API server treats CertificateSigningRequests: who asked is written in, and decisions come through /approval.
 * Models pkg/registry/certificates/certificates/strategy.go (v1.36.3). No signer runs: an approved request stays without
 * its certificate, as in a cluster whose controller manager was given no signing key.
 */
import type { CertificateSigningRequest } from '../../api/certificates/certificateSigningRequest';
import { userOf } from '../authentication';
import type { Strategy } from './strategy';
import { checkCertificateRequest } from './validation/certificates';
import { validations } from './validation/rules';

export const certificateSigningRequest: Strategy<'CertificateSigningRequest'> = {
  kind: 'CertificateSigningRequest',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: given.spec ?? {}, status: given.status ?? {} }),
  prepareForCreate(given, { request }) {
    const { username, uid, groups, extra } = userOf(request);
    const { request: pem, signerName, expirationSeconds, usages } = given.spec;
    const asked = {
      request: pem,
      signerName,
      ...(expirationSeconds && { expirationSeconds }),
      ...(usages && { usages }),
    };
    const asker = { username, ...(uid && { uid }), ...(groups.length > 0 && { groups }), ...(extra && { extra }) };
    return { ...given, spec: { ...asked, ...asker }, status: {} };
  },
  prepareForUpdate(next, old, target) {
    const kept = { ...next, spec: old.spec };
    if (target === '') return { ...kept, status: old.status };
    return target === 'approval' ? { ...kept, status: decided(next, old) } : kept;
  },
  warnings: (_given, old) =>
    old === undefined ? ['kubeloop: a CertificateSigningRequest is stored, but nobody issues certificates'] : [],
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName },
  ...validations('CertificateSigningRequest', { check: checkCertificateRequest }),
};

/** The old status with the new conditions; a condition that says no time of its change has changed when it was updated. */
function decided(next: CertificateSigningRequest, old: CertificateSigningRequest): CertificateSigningRequest['status'] {
  const conditions = next.status?.conditions?.map((condition) => ({
    ...condition,
    lastTransitionTime: condition.lastTransitionTime ?? condition.lastUpdateTime ?? null,
  }));
  return { ...old.status, ...(conditions && { conditions }) };
}
