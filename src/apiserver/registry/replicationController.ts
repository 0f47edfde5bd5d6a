/** How the API server treats ReplicationControllers. Models pkg/registry/core/replicationcontroller/strategy.go (v1.36.3). */
import type { ReplicationController } from '../../api/core/replicationController';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { validations } from './validation/rules';
import { checkReplicationController } from './validation/workloads';
import { unsimulatedWarnings } from './unsimulated';
import { specWarnings } from './validation/podWarnings';

export const replicationController: Strategy<'ReplicationController'> = {
  kind: 'ReplicationController',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: { replicas: 0 } }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) =>
    old?.spec === given.spec
      ? []
      : [
          ...specWarnings(given.spec.template.spec, 'spec.template.spec'),
          ...unsimulatedWarnings('ReplicationController', given),
        ],
  ...validations('ReplicationController', { check: ({ spec }, errors) => checkReplicationController(spec, errors) }),
  selectableFields: { 'status.replicas': ({ status }) => String(status.replicas) },
};

/** Models SetDefaults_ReplicationController: the template's labels stand in for selector and labels. */
function defaults(given: ReplicationController): ReplicationController {
  const { spec: written, metadata } = given;
  // A missing template is refused by validation, so it is not made up here.
  const template = written?.template && defaultTemplate(written.template);
  const labels = template?.metadata.labels ?? {};
  const hasLabels = Object.keys(labels).length > 0;
  const ownLabels = isEmpty(metadata.labels) && hasLabels ? labels : metadata.labels;
  const selector = isEmpty(written?.selector) && hasLabels ? labels : written?.selector;
  const complete =
    written !== undefined &&
    written.replicas !== undefined &&
    written.template === template &&
    written.selector === selector &&
    metadata.labels === ownLabels &&
    given.status !== undefined;
  if (complete) return given;
  return {
    ...given,
    metadata: ownLabels === metadata.labels ? metadata : { ...metadata, labels: ownLabels ?? {} },
    spec: {
      ...written,
      replicas: written?.replicas ?? 1,
      ...(selector && { selector }),
      ...(template && { template }),
    } as ReplicationController['spec'], // Validation refuses what is still missing.
    status: given.status ?? { replicas: 0 },
  };
}

function isEmpty(map: object | undefined): boolean {
  return map === undefined || Object.keys(map).length === 0;
}
