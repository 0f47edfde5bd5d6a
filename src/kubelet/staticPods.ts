/**
 * Static pods: files in the machine's manifest folder, which the kubelet runs without asking anybody, and their mirrors,
 * by which the API server knows of them.
 * Models pkg/kubelet/config/{file_linux,common}.go and pkg/kubelet/pod/mirror_client.go (v1.36.3).
 * Left out: manifests by URL. The hash is not Go's.
 */
import type { Pod } from '../api/core/pod';
import { conditionOf } from '../api/meta/conditions';
import { keyOf } from '../api/meta/objectMeta';
import { sha256 } from '../api/meta/sha256';
import { ApiError } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import { type Kubelet, requestSync, wake } from './context';
import { MANIFESTS_CHANGED, MIRROR, SOURCE, isMirror, isStatic, objectOf } from './mirrorPods';
import type { ManifestFile } from './runtime/containerRuntime';
import { syncStatuses } from './statusManager';

const HASH = 'kubernetes.io/config.hash';
const SEEN = 'kubernetes.io/config.seen';

/** What is remembered of a file. */
export interface StaticPod {
  readonly text: string;
  /** Of the pod that it describes; absent: it describes none. */
  readonly uid?: string;
}

/** Runs what the files ask for and ends what they ask for no more. */
export async function readManifests(kl: Kubelet): Promise<void> {
  const files = kl.runtime.files.manifests();
  for (const [path, known] of [...kl.statics.entries()]) {
    if (files.some((file) => file.path === path && file.text === known.text)) continue;
    kl.statics.delete(path);
    if (known.uid !== undefined) endPod(kl, known.uid, path);
  }
  for (const file of files) {
    if (!kl.statics.has(file.path)) await startPod(kl, file);
  }
  await reconcileMirrors(kl);
}

async function startPod(kl: Kubelet, { path, text, manifest }: ManifestFile): Promise<void> {
  const decoded = manifest === undefined ? undefined : await kl.machine.decodePod?.(manifest);
  if (decoded === undefined) {
    kl.statics.set(path, { text }); // The kubelet's log says why; nothing else does.
    return;
  }
  const { metadata, spec, status } = decoded;
  const uid = sha256(`host:${kl.node}file:${path}${JSON.stringify(manifest)}`).slice(0, 32);
  const isTaken = [...kl.pods.values()].some(
    (pod) => isStatic(pod) && pod.metadata.name === metadata.name && pod.metadata.namespace === metadata.namespace,
  );
  if (isTaken) return; // The pod of before has the name until it is gone, and then brings us back.
  const now = formatTime(kl.world.clock.now());
  const annotations = { ...metadata.annotations, [HASH]: uid, [SEEN]: now, [SOURCE]: 'file' };
  kl.statics.set(path, { text, uid });
  kl.world.explain.rule('manifestFound', { pod: metadata.name, path });
  kl.pods.set(uid, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, uid, annotations, creationTimestamp: now },
    spec,
    status,
  });
  requestSync(kl, uid);
}

/** The file is gone or says something else: the pod of before ends with its own grace period. */
function endPod(kl: Kubelet, uid: string, path: string): void {
  const pod = kl.pods.get(uid);
  if (pod === undefined) return;
  kl.world.explain.rule('manifestGone', { pod: pod.metadata.name, path });
  const deletionTimestamp = formatTime(kl.world.clock.now());
  const { terminationGracePeriodSeconds } = pod.spec;
  const metadata = { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: terminationGracePeriodSeconds };
  kl.pods.set(uid, { ...pod, metadata });
  wake(kl, 0, 'removed', uid);
  wake(kl, 0, MANIFESTS_CHANGED); // One that has ended already is forgotten without another word.
}

/** Something has happened to a mirror: whatever it is, the file decides. */
export function mirrorChanged(kl: Kubelet, object: Pod): void {
  const hash = object.metadata.annotations?.[MIRROR] ?? '';
  const entry = kl.statuses.get(hash);
  const ready = (status: Pod['status']) => conditionOf(status.conditions, 'Ready')?.status;
  if (entry?.sent === true && ready(entry.status) !== ready(object.status)) {
    kl.statuses.set(hash, { ...entry, sent: false });
  }
  wake(kl, 0, 'mirrors');
}

/** Every static pod has its mirror, and no mirror is without its pod. What fails is tried again with the next round. */
export async function reconcileMirrors(kl: Kubelet): Promise<void> {
  const statics = [...kl.pods.values()].filter(isStatic);
  try {
    for (const pod of kl.world.cache.podsOnNode(kl.node)) {
      if (!isMirror(pod)) continue;
      const own = statics.find(({ metadata: { name, namespace } }) => {
        return name === pod.metadata.name && namespace === pod.metadata.namespace;
      });
      const isRight = own !== undefined && pod.metadata.annotations?.[MIRROR] === own.metadata.uid;
      if (!isRight || pod.metadata.deletionTimestamp !== undefined) await removeMirror(kl, pod);
    }
    for (const pod of statics) {
      if (pod.metadata.deletionTimestamp === undefined) await createMirror(kl, pod);
    }
    await syncStatuses(kl);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

async function removeMirror(kl: Kubelet, mirror: Pod): Promise<void> {
  const preconditions = { uid: mirror.metadata.uid };
  kl.world.explain.rule('mirrorRemoved', { pod: mirror.metadata.name, node: kl.node });
  try {
    await kl.world.client.delete('Pod', keyOf(mirror), { gracePeriodSeconds: 0, preconditions });
  } catch (error) {
    if (!(error instanceof ApiError) || (error.reason !== 'NotFound' && error.reason !== 'Conflict')) throw error;
  }
}

async function createMirror(kl: Kubelet, pod: Pod): Promise<void> {
  const mirror = objectOf(kl, pod);
  if (mirror !== undefined && mirror.metadata.deletionTimestamp === undefined) {
    if (mirror.metadata.annotations?.[MIRROR] === pod.metadata.uid) return;
  }
  const nodeUid = kl.nodeMemory.get('node')?.uid;
  if (nodeUid === undefined) return;
  const { name, namespace, labels, annotations } = pod.metadata;
  const owner = { apiVersion: 'v1', kind: 'Node', name: kl.node, uid: nodeUid, controller: true };
  kl.world.explain.rule('mirrorMade', { pod: name, node: kl.node });
  try {
    await kl.world.client.create('Pod', {
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        annotations: { ...annotations, [MIRROR]: pod.metadata.uid },
        ownerReferences: [owner],
      },
      spec: pod.spec,
      status: { phase: 'Pending' },
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
  }
}
