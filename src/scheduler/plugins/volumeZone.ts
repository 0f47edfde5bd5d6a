/**
 * A pod goes to the zone and region that the labels of its volumes name.
 * Models pkg/scheduler/framework/plugins/volumezone (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import { isDeepEqual } from '../../api/meta/equality';
import { type Plugin, skip, unresolvable } from '../framework';
import { claimChanged, nodeLabelsChanged } from './storageHints';

const REASON = 'node(s) had no available volume zone';
const ZONES = '__';

/** Older names of the labels, with the present ones. */
const topologyLabels: readonly (readonly [string, string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
];

interface Topology {
  readonly key: string;
  readonly values: readonly string[];
}

export const volumeZone: Plugin = {
  name: 'VolumeZone',
  preFilter(pod, { storage }) {
    const topologies: Topology[] = [];
    for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
      if (persistentVolumeClaim === undefined) continue;
      // VolumeBinding, which is asked before, lets only claims pass that are bound or wait for this pod.
      const claim = storage.claim(pod.metadata.namespace ?? '', persistentVolumeClaim.claimName);
      const { volumeName = '' } = claim?.spec ?? {};
      if (volumeName === '') continue;
      const volume = storage.volume(volumeName);
      if (volume === undefined) {
        return { type: 'reject', refusal: unresolvable(`persistentvolume "${volumeName}" not found`) };
      }
      topologies.push(...topologiesOf(volume));
    }
    if (topologies.length === 0) return skip;
    return {
      type: 'filter',
      filter: ({ node }) =>
        !hasZone(node) || topologies.every((each) => isIn(node, each)) ? undefined : unresolvable(REASON),
    };
  },
  wakes(event, pod) {
    if (event.type !== 'storageChange') return nodeLabelsChanged(event);
    const { change } = event;
    if (change.kind === 'StorageClass') {
      return change.type === 'ADDED' && change.object.volumeBindingMode === 'WaitForFirstConsumer';
    }
    if (change.kind === 'PersistentVolume') {
      const { previous } = change;
      return previous === undefined || !isDeepEqual(topologiesOf(previous), topologiesOf(change.object));
    }
    return claimChanged(change, pod);
  },
};

/** A label may name several zones: `a__b`. */
function topologiesOf({ metadata: { labels = {} } }: PersistentVolume): readonly Topology[] {
  return topologyLabels.flatMap(([key]) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, values: value.split(ZONES).map((zone) => zone.trim()) }];
  });
}

/** A node without such labels is taken to be in every zone. */
function hasZone({ metadata: { labels = {} } }: Node): boolean {
  return topologyLabels.some(([key]) => labels[key] !== undefined);
}

function isIn({ metadata: { labels = {} } }: Node, { key, values }: Topology): boolean {
  const present = topologyLabels.find(([older]) => older === key)?.[1] ?? key;
  const zone = labels[key] ?? labels[present];
  return zone !== undefined && values.includes(zone);
}
