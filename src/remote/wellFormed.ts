/**
 * What the types of the page promise, where an API server leaves it out: ours and Kubernetes' never do, but some stand-ins
 * of a real one, and aggregated servers, keep objects that nobody has defaulted. An empty value takes its place: what is
 * said of such an object is little, and no view fails.
 * Left out: values of a wrong type.
 */

type Fields = { readonly [field: string]: string | number | readonly [] | Fields };

const BOTH: Fields = { spec: {}, status: {} };
/** The API's own defaults. */
const REPLICAS: Fields = { spec: { replicas: 1, selector: {} }, status: {} };

/** By kind; what is not named here has no field that a view relies on. */
const FIELDS: Readonly<Record<string, Fields>> = {
  Pod: { spec: { containers: [], restartPolicy: 'Always' }, status: { phase: 'Unknown' } },
  Node: BOTH,
  Namespace: BOTH,
  Service: { spec: {}, status: {} },
  Deployment: { spec: { replicas: 1, selector: {}, strategy: { type: 'RollingUpdate' } }, status: {} },
  ReplicaSet: REPLICAS,
  ReplicationController: REPLICAS,
  StatefulSet: REPLICAS,
  DaemonSet: { spec: {}, status: { desiredNumberScheduled: 0, currentNumberScheduled: 0, numberReady: 0 } },
  Job: BOTH,
  CronJob: { spec: { schedule: '' }, status: {} },
  Event: { involvedObject: {} },
  Lease: { spec: {} },
  EndpointSlice: { endpoints: [] },
};

/** Hold JSON that is not the API's own: there null says something. */
const RAW: readonly string[] = ['CustomResourceDefinition', 'ControllerRevision'];

/** Fills in what `object`, of a kind of Kubernetes' own, lacks. Changes it. */
export function wellFormed(object: Record<string, unknown>): void {
  const { apiVersion, kind } = object;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isKubernetes(apiVersion)) return;
  if (!RAW.includes(kind)) dropNulls(object);
  fill(object, { metadata: { creationTimestamp: '' }, ...FIELDS[kind] });
}

/** Groups of others have a domain of theirs. */
function isKubernetes(apiVersion: string): boolean {
  const [group = ''] = apiVersion.split('/');
  return !apiVersion.includes('/') || !group.includes('.') || group.endsWith('.k8s.io');
}

/** Go reads null as absent, and writes it for empty lists and unknown times. */
function dropNulls(object: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(object)) {
    if (value === null && !Array.isArray(object)) delete object[name];
    else if (typeof value === 'object' && value !== null) dropNulls(value as Record<string, unknown>); // Or a list of such.
  }
}

function fill(object: Record<string, unknown>, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    object[name] ??= typeof value === 'object' ? structuredClone(value) : value;
    const own = object[name];
    if (typeof value === 'object' && !Array.isArray(value) && typeof own === 'object' && own !== null)
      fill(own as Record<string, unknown>, value as Fields); // Neither is an array.
  }
}
