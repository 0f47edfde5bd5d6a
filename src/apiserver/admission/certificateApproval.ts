/**
 * Who may approve and sign certificate requests: a role must name the signer.
 * Models plugin/pkg/admission/certificates/{approval,signing} and pkg/apis/certificates/validation (v1.36.3).
 */
import type { CertificateSigningRequest } from '../../api/certificates/certificateSigningRequest';
import { isDeepEqual } from '../../api/meta/equality';
import { isAdministrators, userOf } from '../authentication';
import { resourceAction } from '../authorization/authorize';
import { judge } from '../authorization/rbac';
import type { Attributes, ValidatingPlugin } from './admission';
import { refusal } from './refusal';

export const certificateApproval: ValidatingPlugin = {
  name: 'CertificateApproval',
  validate(attributes) {
    const { kind, operation, subresource, request } = attributes;
    if (kind !== 'CertificateSigningRequest' || operation !== 'UPDATE' || isAdministrators(request)) return;
    const next = attributes.object as CertificateSigningRequest; // The kind says so.
    const old = attributes.old as CertificateSigningRequest; // An update has one.
    const { signerName } = old.spec;
    if (subresource === 'approval' && !may(attributes, 'approve', signerName)) {
      throw refusal(kind, next.metadata.name, `user not permitted to approve requests with signerName "${signerName}"`);
    }
    const isSigned = subresource === 'status' && !isDeepEqual(next.status, old.status);
    if (isSigned && !may(attributes, 'sign', signerName)) {
      throw refusal(kind, next.metadata.name, `user not permitted to sign requests with signerName "${signerName}"`);
    }
  },
};

/** By the signer's own name, or by all signers of its domain. */
function may({ reader, request }: Attributes, verb: string, signerName: string): boolean {
  const names = [signerName, `${signerName.split('/')[0] ?? ''}/*`];
  return names.some((name) => {
    const action = resourceAction(verb, { group: 'certificates.k8s.io', resource: 'signers', name });
    return judge(reader, userOf(request), action).allowed;
  });
}
