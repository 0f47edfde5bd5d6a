/**
 * How the API server treats StorageClasses, PersistentVolumes and PersistentVolumeClaims.
 * Models pkg/registry/{storage/storageclass,core/persistentvolume,core/persistentvolumeclaim}/strategy.go and the
 * defaults of pkg/apis/{storage,core}/v1 (v1.36.3). Left out: data sources.
 */
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../api/core/persistentVolumeClaim';
import { formatTime } from '../../api/meta/time';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import {
  checkClaim,
  checkClaimUpdate,
  claimWarnings,
  checkStorageClass,
  checkStorageClassUpdate,
} from './validation/claims';
import { validations } from './validation/rules';
import { checkVolume, checkVolumeUpdate } from './validation/persistentVolumes';

export const storageClass: Strategy<'StorageClass'> = {
  kind: 'StorageClass',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: (given) => ({
    ...given,
    reclaimPolicy: given.reclaimPolicy ?? 'Delete',
    volumeBindingMode: given.volumeBindingMode ?? 'Immediate',
  }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: (given, old) => (old === undefined ? unsimulatedWarnings('StorageClass', given) : []),
  ...validations('StorageClass', { check: checkStorageClass, checkUpdateAfter: checkStorageClassUpdate }),
};

export const persistentVolume: Strategy<'PersistentVolume'> = {
  kind: 'PersistentVolume',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: volumeDefaults,
  prepareForCreate: (given, { now }) => ({
    ...given,
    status: { phase: 'Pending', lastPhaseTransitionTime: formatTime(now) },
  }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) =>
    old?.spec === given.spec ? [] : [...volumeWarnings(given.spec), ...unsimulatedWarnings('PersistentVolume', given)],
  ...validations('PersistentVolume', {
    check: ({ spec }, errors) => checkVolume(spec, errors),
    checkUpdateAfter: (next, old, errors) => checkVolumeUpdate(next.spec, old.spec, errors),
  }),
};

export const persistentVolumeClaim: Strategy<'PersistentVolumeClaim'> = {
  kind: 'PersistentVolumeClaim',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: (given) => ({
    ...given,
    spec: claimSpecDefaults(given.spec),
    status: { ...given.status, phase: given.status?.phase ?? 'Pending' },
  }),
  prepareForCreate: (given) => ({ ...given, status: { phase: 'Pending' } }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) =>
    old?.spec === given.spec ? [] : [...claimWarnings(given), ...unsimulatedWarnings('PersistentVolumeClaim', given)],
  ...validations('PersistentVolumeClaim', {
    check: ({ spec }, errors) => checkClaim(spec, 'spec', errors),
    checkUpdateAfter: checkClaimUpdate,
  }),
};

/** Models SetDefaults_PersistentVolumeClaimSpec. */
export function claimSpecDefaults(given: PersistentVolumeClaim['spec'] | undefined): PersistentVolumeClaimSpec {
  const spec: Partial<PersistentVolumeClaimSpec> = given ?? {};
  return { ...spec, resources: spec.resources ?? {}, volumeMode: spec.volumeMode ?? 'Filesystem' };
}

/** Models SetDefaults_PersistentVolume and SetDefaults_HostPathVolumeSource. */
function volumeDefaults(given: PersistentVolume): PersistentVolume {
  const spec: Partial<PersistentVolume['spec']> = given.spec ?? {};
  const { hostPath } = spec;
  return {
    ...given,
    spec: {
      ...spec,
      ...(hostPath && { hostPath: { ...hostPath, type: hostPath.type ?? '' } }),
      persistentVolumeReclaimPolicy: spec.persistentVolumeReclaimPolicy ?? 'Retain',
      volumeMode: spec.volumeMode ?? 'Filesystem',
    },
    status: { ...given.status, phase: given.status?.phase ?? 'Pending' },
  };
}

function volumeWarnings({ persistentVolumeReclaimPolicy: policy }: PersistentVolume['spec']): readonly string[] {
  if (policy !== 'Recycle') return [];
  const field = 'spec.persistentVolumeReclaimPolicy';
  return [
    `${field}: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.`,
    `kubeloop: ${field} Recycle is stored but not simulated`,
  ];
}
