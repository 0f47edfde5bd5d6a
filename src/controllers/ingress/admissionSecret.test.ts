/** The manifests of ingress-nginx wait for a Secret that a Job of theirs makes. */
import { expect, test } from 'vitest';
import { testCluster } from '../../../tests/testCluster';

const image =
  'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.4@sha256:bcfc926ed57831edf102d62c5c0e259572591df4796ef1420b87f9cf6092497f';

test('a controller that mounts the certificate of its webhook starts once the Job has made it', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', {
    metadata: { name: 'controller' },
    spec: {
      containers: [
        {
          name: 'controller',
          image: 'registry.k8s.io/ingress-nginx/controller:v1.14.0',
          args: ['/nginx-ingress-controller', '--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller'],
          volumeMounts: [{ name: 'webhook-cert', mountPath: '/usr/local/certificates/', readOnly: true }],
        },
      ],
      volumes: [{ name: 'webhook-cert', secret: { secretName: 'ingress-nginx-admission' } }],
    },
  });
  await cluster.advance({ seconds: 30 });
  expect((await cluster.pod('controller')).status.phase).toBe('Pending');
  const args = ['create', '--namespace=$(POD_NAMESPACE)', '--secret-name=ingress-nginx-admission'];
  const env = [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }];
  await cluster.create('Job', {
    metadata: { name: 'create' },
    spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'create', image, args, env }] } } },
  });
  await cluster.advance({ seconds: 150 });
  expect((await cluster.client.get('Job', { namespace: 'default', name: 'create' })).status.succeeded).toBe(1);
  expect((await cluster.pod('controller')).status.phase).toBe('Running');
});
