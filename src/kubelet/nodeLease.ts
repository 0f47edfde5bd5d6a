/**
 * The node's heartbeat: a Lease in kube-node-lease, renewed every ten seconds.
 * Models staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go (v1.36.3).
 */
import { formatMicroTime } from '../api/meta/time';
import { ApiError } from '../api/meta/status';
import { type Kubelet, firstGeneration, wakeRoutine } from './context';

const NAMESPACE = 'kube-node-lease';

/** Renews the lease, or creates it, and queues the next renewal. A failure is left to the next one. */
export async function renewLease(kl: Kubelet): Promise<void> {
  const { clock, client, profile } = kl.world;
  wakeRoutine(kl, profile.nodeLeaseRenewMs, 'lease', firstGeneration(kl));
  const renewTime = formatMicroTime(clock.now());
  const key = { namespace: NAMESPACE, name: kl.node };
  try {
    await client.patch('Lease', key, { type: 'merge', body: { spec: { renewTime } } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') await createLease(kl, renewTime);
  }
}

async function createLease(kl: Kubelet, renewTime: string): Promise<void> {
  const { client, profile } = kl.world;
  const uid = kl.nodeMemory.get('node')?.uid;
  const owner = { apiVersion: 'v1', kind: 'Node', name: kl.node };
  try {
    await client.create('Lease', {
      metadata: {
        namespace: NAMESPACE,
        name: kl.node,
        ...(uid === undefined ? {} : { ownerReferences: [{ ...owner, uid }] }),
      },
      spec: { holderIdentity: kl.node, leaseDurationSeconds: profile.nodeLeaseDurationSeconds, renewTime },
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // No namespace yet, or no network: the next renewal tries again.
  }
}
