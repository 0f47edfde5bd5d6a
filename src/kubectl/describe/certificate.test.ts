import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';

/** Made by openssl, with everything in it that kubectl tells. */
const request =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQnF6Q0NBVkVDQVFBd2RqRUxNQWtHQTFVRUJoTUNTMUl4RGpBTUJnTlZCQWdNQlZObGIzVnNNUkF3RGdZRApWUVFIREFkSFlXNW5ibUZ0TVEwd0N3WURWUVFLREFSa1pYWnpNUXd3Q2dZRFZRUUtEQU52Y0hNeERUQUxCZ05WCkJBc01CSFJsWVcweERUQUxCZ05WQkFNTUJHcGhibVV4Q2pBSUJnTlZCQVVUQVRVd1dUQVRCZ2NxaGtqT1BRSUIKQmdncWhrak9QUU1CQndOQ0FBU29rZHRMN0krU24xenl4SDlLN0NGb3g3bDRDMWhvdFcyK3VTVmR6bEJNODNRdQpHaGFtb3FxaFA2RG9YVzNQK0RyejBDbk1CaDVOYlFZblRXVVF5U3hsb0hrd2R3WUpLb1pJaHZjTkFRa09NV293CmFEQm1CZ05WSFJFRVh6QmRnZzFoTG1WNFlXMXdiR1V1WTI5dGdnMWlMbVY0WVcxd2JHVXVZMjl0aHdRS0FBQUIKaHhBZ0FRMjRBQUFBQUFBQUFBQUFBQUFCZ1ExNFFHVjRZVzF3YkdVdVkyOXRoaFpvZEhSd2N6b3ZMM1V1WlhoaApiWEJzWlM1amIyMHZNQW9HQ0NxR1NNNDlCQU1DQTBnQU1FVUNJUURBdDQzQnFEWmJERC9sUGJYSlQwUEJqa3JTCjFodCtQdWcrLzlnRW5WN2QrUUlnY291VkNYOERHQnhEYmtCeEh1cyt5eXhMdVR3THNuSyt4UTVTa1lxV2VVYz0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==';

test('a request for a certificate is described as by a real kubectl, approved, and not issued', async () => {
  const run = await testKubectl();
  const manifest = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'san', labels: { a: 'b' } },
    spec: { request, signerName: 'example.com/x', usages: ['client auth'] },
  };
  expect(await run(`kubectl create -f - <<EOF\n${JSON.stringify(manifest)}\nEOF`)).toContain('san created');
  const text = await run('kubectl describe csr san');
  expect(text.replace(/(CreationTimestamp: ).*/, '$1 TIME')).toBe(`Name:               san
Labels:             a=b
Annotations:        <none>
CreationTimestamp:  TIME
Requesting User:    minikube-user
Signer:             example.com/x
Status:             Pending
Subject:
  Common Name:          jane
  Serial Number:        5
  Organization:         devs
                        ops
  Organizational Unit:  team
  Country:              KR
  Locality:             Gangnam
  Province:             Seoul
Subject Alternative Names:
         DNS Names:        a.example.com
                           b.example.com
         Email Addresses:  x@example.com
         URIs:             https://u.example.com/
         IP Addresses:     10.0.0.1
                           2001:db8::1
Events:  <none>`);
  expect(await run('kubectl certificate approve san')).toBe(
    'certificatesigningrequest.certificates.k8s.io/san approved',
  );
  expect(await run('kubectl certificate deny san')).toBe(
    'error: certificate signing request "san" is already Approved\n[exit 1]',
  );
  expect(await run('kubectl get csr san --no-headers')).toMatch(/ Approved$/);
});
