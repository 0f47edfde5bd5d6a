/** What a component is called on the time bar and in lists of versions. */
import type { Translate } from '../i18n/text';

/** `kubelet worker-1`, `replicaset`, the API server: who made a write. */
export function actorWords(by: string, controller: string | undefined, t: Translate): string {
  if (controller !== undefined) return controller;
  if (by === 'you') return t('timeline.lane.you');
  if (by === 'kube-apiserver') return t('timeline.lane.api');
  return by.replace('/', ' ');
}
