/**
 * Puts into the store what every cluster comes with: ready-made objects that need no defaulting, validation or admission.
 * Their bodies are made once and shared by all clusters of the page; their uids follow from their keys.
 * Models the post-start hooks of pkg/controlplane and plugin/pkg/auth (v1.36.3).
 * Left out: the renewal of the server's own Lease, and the ServiceAccounts of controllers, which have none in the clusters that were recorded.
 */
import { apiVersionOf, type Kind } from '../../api/kinds';
import type { KubeObject, ObjectMeta } from '../../api/meta/objectMeta';
import { formatMicroTime, formatTime } from '../../api/meta/time';
import type { Instant } from '../../sim/clock';
import { deepFreeze } from '../../sim/freeze';
import { hashString } from '../../sim/hash';
import type { Revision, Store } from '../../storage/store';
import { storageKey } from '../storageKey';
import { localApiServices } from './apiServices';
import { bootstrapPolicy } from './bootstrapPolicy';
import { flowControl } from './flowControl';

/** An object without what differs between clusters. */
export interface BootstrapObject {
  readonly kind: Kind;
  readonly metadata: Pick<ObjectMeta, 'name' | 'namespace' | 'labels' | 'annotations' | 'generation'>;
  /** Its fields beside metadata. */
  readonly body: object;
}

const ABSENT = 0 as Revision;
/** Of the API server, as it names itself; the same in all clusters whose machine has this name. */
const SERVER = 'apiserver-wlv32tlttr4jl3gtroqexyxapa';

/** Made by the first cluster, of the same instant for all that follow. */
const shared = new Map<string, readonly BootstrapObject[]>();

/** Puts them all into an empty store. `now`: when the server starts. */
export function placeBootstrapObjects(store: Store, now: Instant): void {
  const time = formatTime(now);
  let objects = shared.get(time);
  if (objects === undefined) {
    objects = deepFreeze([...localApiServices(time), ...flowControl(time), ...ownObjects(now), ...bootstrapPolicy()]);
    shared.clear();
    shared.set(time, objects);
  }
  for (const { kind, metadata, body } of objects) {
    const key = storageKey(kind, metadata);
    const { name, namespace, generation, ...rest } = metadata;
    const object = {
      apiVersion: apiVersionOf(kind),
      kind,
      metadata: {
        name,
        ...(namespace !== undefined && { namespace }),
        uid: uidOf(key),
        resourceVersion: '',
        ...(generation !== undefined && { generation }),
        creationTimestamp: time,
        ...rest,
      },
      ...body,
    };
    store.put(key, object as KubeObject, ABSENT); // Of the kind, as it would have been stored.
  }
}

function ownObjects(now: Instant): readonly BootstrapObject[] {
  const namespace = 'kube-system';
  const labels = { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': 'minikube' };
  const holderIdentity = `${SERVER}_${uidOf(SERVER)}`;
  const renewTime = formatMicroTime(now);
  return [
    {
      kind: 'ConfigMap',
      metadata: { name: 'kube-apiserver-legacy-service-account-token-tracking', namespace },
      body: { data: { since: formatTime(now).slice(0, 10) } },
    },
    {
      kind: 'Lease',
      metadata: {
        name: SERVER,
        namespace,
        labels,
        annotations: { 'kubernetes.io/peer-advertise-address': '192.168.49.2:6443' },
      },
      body: { spec: { holderIdentity, leaseDurationSeconds: 3600, renewTime } },
    },
  ];
}

/** A uid that looks as random ones do. */
function uidOf(key: string): string {
  const first = hashString(key);
  const hex = [0, 0x9e3779b9, 0x3c6ef372, 0xdaa66d2b].map((step) => hex8(Math.imul(first ^ step, 0x85ebca6b))).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
