/** Where the API has a pod's log and its streams. */
import type { Pod } from '../../api/core/pod';
import { pathOf } from '../resource/clusterAccess';
import { typedMapping } from './typedObject';

const pods = typedMapping({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' });

/** `/api/v1/namespaces/default/pods/web/log` */
export function podPath({ metadata }: Pod, subresource: 'log' | 'exec' | 'attach' | 'portforward'): string {
  return pathOf(pods, metadata.namespace, metadata.name, subresource);
}
