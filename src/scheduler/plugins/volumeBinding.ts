/**
 * A pod goes where the volumes of its claims can be reached. Claims that wait for their first pod get their volumes
 * here: the cycle chooses them with the node, and volumeWaits.ts waits until they are bound.
 * Models pkg/scheduler/framework/plugins/volumebinding (v1.36.3). Left out: scores by capacity, which are off by default;
 * volumes of in-tree drivers that are translated to CSI.
 */
import { classOf, findVolume, isReachableFrom } from '../../api/core/claimMatching';
import type { Node } from '../../api/core/node';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';
import { claimNameOf, claimNames } from '../../api/core/podClaims';
import { BIND_COMPLETED, SELECTED_NODE } from '../../api/core/volumeAnnotations';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import { compareQuantities } from '../../api/meta/quantity';
import type { StorageClass } from '../../api/storage/storageClass';
import type { StorageChange } from '../clusterEvent';
import { type Plugin, type StorageReader, skip, unresolvable } from '../framework';
import { claimChanged, nodeLabelsChanged } from './storageHints';

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const NOTHING_TO_BIND = "node(s) didn't find available persistent volumes to bind";
const NO_SPACE = 'node(s) did not have enough free storage';
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** What is to be done about a claim before its pod can be bound. Without a volume a provisioner is to make one. */
export interface Provision {
  readonly claim: PersistentVolumeClaim;
  readonly volume?: PersistentVolume;
}

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter(pod, { storage }) {
    const claims: PersistentVolumeClaim[] = [];
    for (const volume of pod.spec.volumes ?? []) {
      const name = claimNameOf(pod, volume);
      if (name === undefined) continue;
      const claim = storage.claim(pod.metadata.namespace ?? '', name);
      const fault = faultOf(claim, name, volume.ephemeral === undefined ? undefined : pod);
      if (fault !== undefined) return reject(fault);
      if (claim !== undefined) claims.push(claim);
    }
    if (claims.length === 0) return skip;
    const bound = claims.filter(isBound);
    const unbound = claims.filter((claim) => !isBound(claim));
    if (unbound.some((claim) => !isDelayed(claim, storage))) {
      return reject('pod has unbound immediate PersistentVolumeClaims');
    }
    return {
      type: 'filter',
      filter({ node }) {
        const volumes = bound.map(({ spec }) => storage.volume(spec.volumeName ?? ''));
        const found = volumes.filter((volume) => volume !== undefined);
        const open = provisionsFor(unbound, node, storage);
        const reasons = [
          ...(found.every((volume) => isReachableFrom(volume, node)) ? [] : [NODE_CONFLICT]),
          ...(typeof open === 'string' ? [open] : []),
          ...(found.length === volumes.length ? [] : [NO_VOLUME]),
        ];
        return reasons.length === 0 ? undefined : unresolvable(...reasons);
      },
    };
  },
  wakes: (event, pod) => (event.type === 'storageChange' ? mayHelp(event.change, pod) : nodeLabelsChanged(event)),
};

/** Queueing hint for changes of storage. */
function mayHelp(change: StorageChange, pod: Pod): boolean {
  switch (change.kind) {
    case 'PersistentVolumeClaim':
      return claimChanged(change, pod);
    case 'PersistentVolume':
      return true;
    case 'StorageClass': {
      const { object, previous } = change;
      return previous === undefined || !isDeepEqual(previous.allowedTopologies, object.allowedTopologies);
    }
    case 'CSINode':
      return change.type === 'ADDED';
    case 'CSIDriver':
      return change.previous?.spec.storageCapacity === true && !change.object.spec.storageCapacity;
    case 'CSIStorageCapacity':
      return true;
    default:
      return change satisfies never;
  }
}

/** Why a claim is of no use for the pod; `owner` is the pod if the claim is made for its ephemeral volume. */
function faultOf(claim: PersistentVolumeClaim | undefined, name: string, owner: Pod | undefined): string | undefined {
  if (claim === undefined) {
    return owner === undefined
      ? `persistentvolumeclaim "${name}" not found`
      : `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`;
  }
  if (claim.status.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`;
  }
  if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
  if (owner === undefined) return undefined;
  const isOwn = claim.metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === owner.metadata.uid);
  const { namespace = '' } = claim.metadata;
  const pod = `pod ${namespace}/${owner.metadata.name}`;
  return isOwn === true ? undefined : `PVC ${namespace}/${name} was not created for ${pod} (pod is not owner)`;
}

/** What is to be done for the claims of `pod` before it is bound to `node`; empty if all of them are bound. */
export function openProvisions(pod: Pod, node: Node, storage: StorageReader): readonly Provision[] {
  const claims = claimNames(pod).flatMap((name) => storage.claim(pod.metadata.namespace ?? '', name) ?? []);
  const open = provisionsFor(
    claims.filter((claim) => !isBound(claim)),
    node,
    storage,
  );
  return typeof open === 'string' ? [] : open;
}

/** True if the controller has finished binding the claim. */
export function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

function reject(reason: string) {
  return { type: 'reject', refusal: unresolvable(reason) } as const;
}

/** A claim that names its volume is not the scheduler's to bind. */
function isDelayed(claim: PersistentVolumeClaim, storage: StorageReader): boolean {
  if ((claim.spec.volumeName ?? '') !== '') return false;
  return storage.storageClass(classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** A volume or a provisioner for each claim, the smallest claim first; a sentence if one has neither. */
function provisionsFor(
  claims: readonly PersistentVolumeClaim[],
  node: Node,
  storage: StorageReader,
): readonly Provision[] | string {
  if (claims.length === 0) return [];
  const elsewhere = claims.some(({ metadata }) => {
    const selected = metadata.annotations?.[SELECTED_NODE];
    return selected !== undefined && selected !== node.metadata.name;
  });
  if (elsewhere) return NOTHING_TO_BIND;
  let volumes = storage.volumes();
  const provisions: Provision[] = [];
  for (const claim of [...claims].sort((a, b) => compareQuantities(requestOf(a), requestOf(b)))) {
    const isChosen = claim.metadata.annotations?.[SELECTED_NODE] !== undefined;
    const volume = isChosen ? undefined : findVolume(claim, volumes, { node });
    volumes = volumes.filter((each) => each !== volume);
    const fault = volume === undefined ? provisioningFault(claim, node, storage) : undefined;
    if (fault !== undefined) return fault;
    provisions.push(volume === undefined ? { claim } : { claim, volume });
  }
  return provisions;
}

/** Why no volume can be made for `claim` on `node`. */
function provisioningFault(claim: PersistentVolumeClaim, node: Node, storage: StorageReader): string | undefined {
  const found = storage.storageClass(classOf(claim));
  if (found === undefined || found.provisioner === '' || found.provisioner === NO_PROVISIONER) return NOTHING_TO_BIND;
  if (!isAllowedTopology(found, node)) return NOTHING_TO_BIND;
  return hasSpace(claim, found, node, storage) ? undefined : NO_SPACE;
}

/** One of the terms must hold; no terms allow every node, an empty one allows none. */
function isAllowedTopology({ allowedTopologies = [] }: StorageClass, { metadata }: Node): boolean {
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key, values }) => values.includes(metadata.labels?.[key] ?? '')),
  );
}

/** Drivers that tell their capacity are asked; others are trusted. */
function hasSpace(claim: PersistentVolumeClaim, found: StorageClass, node: Node, storage: StorageReader): boolean {
  if (storage.driver(found.provisioner)?.spec.storageCapacity !== true) return true;
  return storage
    .capacities()
    .some(
      ({ storageClassName, nodeTopology, maximumVolumeSize, capacity = '0' }) =>
        storageClassName === found.metadata.name &&
        nodeTopology !== undefined &&
        labelSelectorMatches(nodeTopology, node.metadata.labels) &&
        compareQuantities(maximumVolumeSize ?? capacity, requestOf(claim)) >= 0,
    );
}

function requestOf({ spec }: PersistentVolumeClaim): string {
  return spec.resources.requests?.storage ?? '0';
}
