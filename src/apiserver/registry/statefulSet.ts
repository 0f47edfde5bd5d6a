/** How the API server treats StatefulSets. Models pkg/registry/apps/statefulset/strategy.go (v1.36.3). */
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { PersistentVolumeClaimTemplate } from '../../api/core/persistentVolumeClaim';
import { claimSpecDefaults } from './persistentVolume';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { labelNameErrors } from './validation/formats';
import { specWarnings } from './validation/podWarnings';
import { validations } from './validation/rules';
import { checkStatefulSet, checkStatefulSetUpdate } from './validation/statefulSets';

const NO_STATUS: StatefulSet['status'] = { replicas: 0, availableReplicas: 0 };

export const statefulSet: Strategy<'StatefulSet'> = {
  kind: 'StatefulSet',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: NO_STATUS }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) =>
    old?.spec.template === given.spec.template
      ? []
      : [...specWarnings(given.spec.template.spec, 'spec.template.spec'), ...unsimulatedWarnings('StatefulSet', given)],
  ...validations('StatefulSet', {
    nameRule: labelNameErrors,
    check: ({ spec }, errors) => checkStatefulSet(spec, errors),
    checkUpdateAfter: (next, old, errors) => checkStatefulSetUpdate(next.spec, old.spec, errors),
  }),
};

type Spec = StatefulSet['spec'];

/** Models SetDefaults_StatefulSet of pkg/apis/apps/v1/defaults.go. */
function defaults(given: StatefulSet): StatefulSet {
  const written: Partial<Spec> = given.spec ?? {};
  const type = written.updateStrategy?.type || 'RollingUpdate';
  const { rollingUpdate } = written.updateStrategy ?? {};
  const policy = written.persistentVolumeClaimRetentionPolicy;
  const spec = {
    ...written,
    replicas: written.replicas ?? 1,
    template: defaultTemplate(written.template),
    ...(written.volumeClaimTemplates && { volumeClaimTemplates: written.volumeClaimTemplates.map(claimTemplate) }),
    serviceName: written.serviceName ?? '',
    podManagementPolicy: written.podManagementPolicy || 'OrderedReady',
    updateStrategy: {
      ...written.updateStrategy,
      type,
      ...(type === 'RollingUpdate' && {
        rollingUpdate: { ...rollingUpdate, partition: rollingUpdate?.partition ?? 0 },
      }),
    },
    revisionHistoryLimit: written.revisionHistoryLimit ?? 10,
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: policy?.whenDeleted || 'Retain',
      whenScaled: policy?.whenScaled || 'Retain',
    },
  } as Spec; // Validation refuses a missing selector.
  return { ...given, spec, status: given.status ?? NO_STATUS };
}

/** A template of claims is a whole claim, with its kind and an empty status. */
function claimTemplate(given: PersistentVolumeClaimTemplate): PersistentVolumeClaimTemplate {
  const header = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  return { ...header, ...given, spec: claimSpecDefaults(given.spec), status: given.status ?? { phase: 'Pending' } };
}
