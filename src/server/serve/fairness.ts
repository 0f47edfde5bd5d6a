/**
 * Which objects of API Priority and Fairness a request falls under, for the headers that tell so. Requests do not queue
 * here: the engine answers them one after the other.
 * Models staging/src/k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go (v1.36.3), as far as users decide.
 */
import { storageKey } from '../../apiserver/storageKey';
import type { Session } from '../../cluster/session';
import type { Fairness } from '../http/answer';

/** The headers of a request, from the objects as they are in the cluster now. */
export function fairnessOf(session: Session): Fairness {
  return ({ headers = {}, path }): Readonly<Record<string, string>> => {
    const [schema, level] = placeOf(headers, path);
    const uidOf = (kind: 'FlowSchema' | 'PriorityLevelConfiguration', name: string) =>
      session.cluster.store.get(storageKey(kind, { name }))?.value.metadata.uid;
    const flowSchema = uidOf('FlowSchema', schema);
    const priorityLevel = uidOf('PriorityLevelConfiguration', level);
    if (flowSchema === undefined || priorityLevel === undefined) return {};
    return {
      'x-kubernetes-pf-flowschema-uid': flowSchema,
      'x-kubernetes-pf-prioritylevel-uid': priorityLevel,
    };
  };
}

/** FlowSchema and priority level. */
function placeOf(headers: Readonly<Record<string, string>>, path: string): readonly [string, string] {
  const isProbe = /^\/(healthz|livez|readyz)$/.test(path);
  const { authorization, 'impersonate-user': impersonated } = headers;
  if (impersonated === undefined && authorization === undefined) return ['exempt', 'exempt'];
  if (isProbe) return ['probes', 'exempt'];
  const account = impersonated === undefined ? authorization !== '' : impersonated.startsWith('system:serviceaccount:');
  if (!account) return ['global-default', 'global-default'];
  const isSystem = impersonated?.startsWith('system:serviceaccount:kube-system:') === true;
  return isSystem ? ['kube-system-service-accounts', 'workload-high'] : ['service-accounts', 'workload-low'];
}
