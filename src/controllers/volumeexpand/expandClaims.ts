/**
 * A bound claim asks for more room: somebody else has to give it, which is said once.
 * Models pkg/controller/volume/expand/expand_controller.go (v1.36.3). Left out: in-tree drivers that can grow their volumes.
 */
import { compareQuantities } from '../../api/meta/quantity';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Controller } from '../controller';

export const expandClaims: Controller<'PersistentVolumeClaim'> = {
  name: 'persistentvolume-expander-controller',
  source: 'volume_expand',
  kind: 'PersistentVolumeClaim',
  watches: [],
  isConcernedBy: ({ type, object, previous }) =>
    type === 'MODIFIED' && previous !== undefined && compareQuantities(wantedBy(object), wantedBy(previous)) > 0,

  async reconcile(key, world) {
    const claim = world.cache.get('PersistentVolumeClaim', key);
    if (claim === undefined) return undefined;
    const had = claim.status.capacity?.storage;
    if (had === undefined || compareQuantities(wantedBy(claim), had) <= 0) return undefined;
    world.explain.rule('claimGrows', { claim: key.name, had, wanted: wantedBy(claim) });
    const message = 'waiting for an external controller to expand this PVC';
    await world.recorder.event(claim, 'Normal', 'ExternalExpanding', message);
    return undefined;
  },
};

function wantedBy({ spec }: PersistentVolumeClaim): string {
  return spec.resources.requests?.storage ?? '0';
}
