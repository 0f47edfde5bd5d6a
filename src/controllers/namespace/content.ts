/**
 * Deletes what a namespace holds, kind by kind, and counts what remains.
 * Models pkg/controller/namespace/deletion/namespaced_resources_deleter.go (v1.36.3).
 * Left out: deletecollection; objects are deleted one by one.
 */
import type { Pod } from '../../api/core/pod';
import { isPodTerminal } from '../../api/core/podStatus';
import { isCrdCondition, storageVersionOf } from '../../api/apiextensions/customResourceDefinition';
import { CUSTOM_RESOURCE, infoOf, type KindInfo, kinds } from '../../api/kinds';
import { type KubeObject, keyOf, type ListOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';

/** Seconds after which content that waits for finalizers is looked at again. */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** How the deletion of one namespace stands after a pass. */
export interface Pass {
  /** Of things that should be gone and are not. */
  readonly failures: readonly string[];
  /** `pods.` to the number of pods that remain; the group stands after the dot. */
  readonly remaining: ReadonlyMap<string, number>;
  /** Finalizer to the number of objects that it holds. */
  readonly finalizers: ReadonlyMap<string, number>;
  /** How long what remains may take. */
  readonly estimateSeconds: number;
  /** Only pods were deleted: the rest follows when they are gone. */
  readonly podsOnly: boolean;
}

const contents: readonly KindInfo[] = Object.values(kinds).filter(
  ({ namespaced, kind }) => namespaced && kind !== 'Pod',
);

/** One pass over the content of `namespace`; `deletedForMs` is how long ago its deletion was asked for. */
export async function deleteContent(namespace: string, deletedForMs: number, world: ControllerWorld): Promise<Pass> {
  const state = { failures: [] as string[], remaining: new Map(), finalizers: new Map(), estimateSeconds: 0 };
  await deleteKind(kinds.Pod, namespace, deletedForMs, state, world);
  if (state.remaining.size > 0 || state.failures.length > 0) return { ...state, podsOnly: true };
  for (const info of contents) await deleteKind(info, namespace, deletedForMs, state, world);
  for (const info of await customKinds(world)) await deleteKind(info, namespace, deletedForMs, state, world);
  return { ...state, podsOnly: false };
}

interface Tally {
  failures: string[];
  remaining: Map<string, number>;
  finalizers: Map<string, number>;
  estimateSeconds: number;
}

async function deleteKind(
  info: KindInfo,
  namespace: string,
  deletedForMs: number,
  tally: Tally,
  world: ControllerWorld,
): Promise<void> {
  const { kind, group, version, plural } = info;
  const objects = await listAll(info, namespace, world);
  if (objects.length === 0) return;
  const graceSeconds = kind === 'Pod' ? longestGrace(objects as readonly Pod[]) : 0; // The kind says so.
  const estimate = deletedForMs >= graceSeconds * 1000 ? 0 : graceSeconds;
  for (const object of objects) await deleteOne(info, object, world);
  const left = await listAll(info, namespace, world);
  if (left.length === 0) return;
  tally.remaining.set(`${plural}.${group}`, left.length);
  for (const { metadata } of left) {
    for (const finalizer of metadata.finalizers ?? []) {
      tally.finalizers.set(finalizer, (tally.finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const isHeld = left.some(({ metadata }) => (metadata.finalizers ?? []).length > 0);
  const wait = estimate > 0 ? estimate : isHeld ? FINALIZER_ESTIMATE_SECONDS : 0;
  tally.estimateSeconds = Math.max(tally.estimateSeconds, wait);
  if (wait > 0) return;
  const gvr = `${group}/${version}, Resource=${plural}`;
  tally.failures.push(`unexpected items still remain in namespace: ${namespace} for gvr: ${gvr}`);
}

/** The custom resources that live in namespaces. Empty, and cheap, where nobody has defined any. */
async function customKinds(world: ControllerWorld): Promise<readonly KindInfo[]> {
  const { items } = await world.client.list('CustomResourceDefinition');
  return items
    .filter((crd) => crd.spec.scope === 'Namespaced' && isCrdCondition(crd, 'Established'))
    .map((crd) => ({
      ...infoOf(CUSTOM_RESOURCE),
      group: crd.spec.group,
      version: storageVersionOf(crd),
      plural: crd.spec.names.plural,
    }));
}

async function listAll(info: KindInfo, namespace: string, world: ControllerWorld): Promise<readonly KubeObject[]> {
  if (info.kind !== CUSTOM_RESOURCE) return (await world.client.list(info.kind, { namespace })).items;
  const { group, version, plural } = info;
  const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
  const { body } = await world.client.raw({ method: 'GET', path });
  return (body as ListOf<KubeObject>).items; // The answer to a list.
}

/** Deleting collections keeps no preconditions; what is gone is gone. */
async function deleteOne(
  { kind, group, version, plural }: KindInfo,
  object: KubeObject,
  world: ControllerWorld,
): Promise<void> {
  const key = keyOf(object);
  const name = kind === CUSTOM_RESOURCE ? `${group}:${version}:${plural}:${key.name}` : key.name;
  world.explain.rule('namespaceGoes', { namespace: key.namespace ?? '', kind, object: key.name });
  try {
    await world.client.delete(kind, { ...key, name }, { propagationPolicy: 'Background' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
  }
}

function longestGrace(pods: readonly Pod[]): number {
  return pods.reduce(
    (longest, pod) => (isPodTerminal(pod) ? longest : Math.max(longest, pod.spec.terminationGracePeriodSeconds)),
    0,
  );
}
