/**
 * What a pod of kube-webhook-certgen writes with `create`: the Secret that the controller of ingress-nginx mounts for its
 * admission webhook. Its manifests come with such a Job, and its pods wait for the Secret.
 * Models cmd/create.go of kube-webhook-certgen (1.6). Left out: `patch`, and real keys: nobody speaks to the webhook.
 */
import type { Pod } from '../../api/core/pod';
import { encodeBase64 } from '../../api/meta/base64';
import { isReason } from '../../api/meta/status';
import { flagOf } from '../../api/networking/ingressControllers';
import type { Controller } from '../controller';
import { argvOf } from './ingressPods';

const IMAGE = /(^|\/)kube-webhook-certgen([:@]|$)/;
const NOT_THERE = encodeBase64('kubeloop: no key was made\n');

/** Makes the Secret while the pod runs. */
export const admissionSecret: Controller<'Pod'> = {
  name: 'admission-secret',
  kind: 'Pod',
  watches: [],
  isConcernedBy: ({ type, object, previous }) =>
    type !== 'DELETED' && object.status.phase === 'Running' && previous?.status.phase !== 'Running' && makes(object),

  async reconcile(key, { cache, client, explain }) {
    const pod = cache.get('Pod', key);
    if (pod === undefined) return undefined;
    const { namespace: own = '' } = pod.metadata;
    const argv = argvOf(pod).map((word) => word.replaceAll('$(POD_NAMESPACE)', own));
    const namespace = flagOf(argv, 'namespace') ?? own;
    const name = flagOf(argv, 'secret-name');
    if (name === undefined) return undefined;
    const data = { ca: NOT_THERE, cert: NOT_THERE, key: NOT_THERE };
    explain.rule('certificateMade', { pod: key.name, secret: name });
    try {
      await client.create('Secret', { metadata: { namespace, name }, type: 'Opaque', data });
    } catch (error) {
      // One that is there stays as it is.
      if (!isReason(error, 'AlreadyExists')) throw error;
    }
    return undefined;
  },
};

function makes(pod: Pod): boolean {
  return pod.spec.containers.some(({ image }) => IMAGE.test(image)) && argvOf(pod).includes('create');
}
