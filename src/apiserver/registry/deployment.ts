/** How the API server treats Deployments. Models pkg/registry/apps/deployment/strategy.go (v1.36.3). */
import type { Deployment } from '../../api/apps/deployment';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepStatus } from './subresources';
import { validations } from './validation/rules';
import { checkDeployment, checkSelectorUpdate } from './validation/workloads';
import { unsimulatedWarnings } from './unsimulated';
import { specWarnings } from './validation/podWarnings';

export const deployment: Strategy<'Deployment'> = {
  kind: 'Deployment',
  hasGeneration: true,
  generationFollowsAnnotations: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: {} }),
  prepareForUpdate(next, old, target) {
    if (target !== 'status') return keepStatus(next, old);
    const { labels: _dropped, ...metadata } = next.metadata;
    const { labels } = old.metadata;
    const kept = next.metadata.labels === labels ? next.metadata : { ...metadata, ...(labels && { labels }) };
    return { ...next, metadata: kept, spec: old.spec };
  },
  warnings: (given, old) =>
    old?.spec.template === given.spec.template
      ? []
      : [...specWarnings(given.spec.template.spec, 'spec.template.spec'), ...unsimulatedWarnings('Deployment', given)],
  ...validations('Deployment', {
    check: ({ spec }, errors) => checkDeployment(spec, errors),
    checkUpdateAfter: (next, old, errors) => checkSelectorUpdate(next.spec.selector, old.spec.selector, errors),
  }),
};

type Spec = Deployment['spec'];

/** Models SetDefaults_Deployment of pkg/apis/apps/v1/defaults.go. */
function defaults(given: Deployment): Deployment {
  const { spec: written } = given;
  const template = defaultTemplate(written?.template);
  const strategy = defaultStrategy(written?.strategy);
  const complete =
    written !== undefined &&
    written.replicas !== undefined &&
    written.revisionHistoryLimit !== undefined &&
    written.progressDeadlineSeconds !== undefined &&
    written.template === template &&
    written.strategy === strategy &&
    given.status !== undefined;
  if (complete) return given;
  const spec = {
    ...written,
    replicas: written?.replicas ?? 1,
    template,
    strategy,
    revisionHistoryLimit: written?.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: written?.progressDeadlineSeconds ?? 600,
  } as Spec; // Validation refuses a missing selector.
  return { ...given, spec, status: given.status ?? {} };
}

function defaultStrategy(given: Partial<Spec['strategy']> | undefined): Spec['strategy'] {
  const type = given?.type || 'RollingUpdate';
  if (type !== 'RollingUpdate') return given as Spec['strategy']; // `type` is set.
  const { maxUnavailable, maxSurge } = given?.rollingUpdate ?? {};
  if (given?.type === type && maxUnavailable !== undefined && maxSurge !== undefined) return given as Spec['strategy']; // All is set.
  return { ...given, type, rollingUpdate: { maxUnavailable: maxUnavailable ?? '25%', maxSurge: maxSurge ?? '25%' } };
}
