/** How the API server treats ReplicaSets. Models pkg/registry/apps/replicaset/strategy.go (v1.36.3). */
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { validations } from './validation/rules';
import { checkReplicaSet, checkSelectorUpdate } from './validation/workloads';
import { unsimulatedWarnings } from './unsimulated';
import { specWarnings } from './validation/podWarnings';

export const replicaSet: Strategy<'ReplicaSet'> = {
  kind: 'ReplicaSet',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: { replicas: 0 } }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) =>
    old?.spec.template === given.spec.template
      ? []
      : [...specWarnings(given.spec.template.spec, 'spec.template.spec'), ...unsimulatedWarnings('ReplicaSet', given)],
  ...validations('ReplicaSet', {
    check: ({ spec }, errors) => checkReplicaSet(spec, errors),
    checkUpdateAfter: (next, old, errors) => checkSelectorUpdate(next.spec.selector, old.spec.selector, errors),
  }),
};

function defaults(given: ReplicaSet): ReplicaSet {
  const { spec: written } = given;
  const template = defaultTemplate(written?.template);
  const complete =
    written !== undefined &&
    written.replicas !== undefined &&
    written.template === template &&
    given.status !== undefined;
  if (complete) return given;
  return {
    ...given,
    spec: { ...written, replicas: written?.replicas ?? 1, template } as ReplicaSet['spec'], // Validation refuses a missing selector.
    status: given.status ?? { replicas: 0 },
  };
}
