/**
 * A pod that mounts a PersistentVolumeClaim waits for it; the engine has no such kind, so none is ever found.
 * Models pkg/scheduler/framework/plugins/volumebinding (v1.36.3). Left out: everything behind that first check.
 */
import { type Plugin, skip, unresolvable } from '../framework';

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter({ spec }) {
    const claim = spec.volumes?.find((volume) => volume.persistentVolumeClaim !== undefined)?.persistentVolumeClaim;
    if (claim === undefined) return skip;
    return { type: 'reject', refusal: unresolvable(`persistentvolumeclaim "${claim.claimName}" not found`) };
  },
};
