/** Events about the node itself, as its kubelet records them: without a uid, in namespace default (v1.36.3). */
import type { Kubelet } from './context';

/** Records an Event about the node. */
export function nodeEvent(kl: Kubelet, type: 'Normal' | 'Warning', reason: string, message: string): Promise<void> {
  const about = { apiVersion: 'v1', kind: 'Node', metadata: { name: kl.node, uid: '' } };
  return kl.world.recorder.event(about, type, reason, message, { source: 'kubelet', host: kl.node });
}
