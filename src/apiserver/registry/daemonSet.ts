/** How the API server treats DaemonSets. Models pkg/registry/apps/daemonset/strategy.go (v1.36.3). */
import type { DaemonSet } from '../../api/apps/daemonSet';
import { isDeepEqual } from '../../api/meta/equality';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { specWarnings } from './validation/podWarnings';
import { validations } from './validation/rules';
import { checkDaemonSet, checkSelectorUpdate } from './validation/workloads';

/** Counts the changes of the template; it has outlived the field that it stood in. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const NO_STATUS: DaemonSet['status'] = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

export const daemonSet: Strategy<'DaemonSet'> = {
  kind: 'DaemonSet',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...withTemplateGeneration(given, 1), status: NO_STATUS }),
  prepareForUpdate(next, old, target) {
    if (target === 'status') return keepSpec(next, old);
    const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
    const isChanged = !isDeepEqual(next.spec.template, old.spec.template);
    return keepStatus(withTemplateGeneration(next, isChanged ? before + 1 : before), old);
  },
  warnings: (given, old) =>
    old?.spec === given.spec
      ? []
      : [...specWarnings(given.spec.template.spec, 'spec.template.spec'), ...unsimulatedWarnings('DaemonSet', given)],
  ...validations('DaemonSet', {
    check: ({ spec }, errors) => checkDaemonSet(spec, errors),
    checkUpdate: (next, old, errors) => checkSelectorUpdate(next.spec.selector, old.spec.selector, errors),
  }),
};

function withTemplateGeneration(ds: DaemonSet, generation: number): DaemonSet {
  const { annotations } = ds.metadata;
  if (annotations?.[TEMPLATE_GENERATION] === String(generation)) return ds;
  const metadata = { ...ds.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: String(generation) } };
  return { ...ds, metadata };
}

type Spec = DaemonSet['spec'];

/** Models SetDefaults_DaemonSet of pkg/apis/apps/v1/defaults.go. */
function defaults(given: DaemonSet): DaemonSet {
  const written: Partial<Spec> = given.spec ?? {};
  const type = written.updateStrategy?.type || 'RollingUpdate';
  const { maxUnavailable = 1, maxSurge = 0 } = written.updateStrategy?.rollingUpdate ?? {};
  const spec = {
    ...written,
    template: defaultTemplate(written.template),
    updateStrategy:
      type === 'RollingUpdate'
        ? { type, rollingUpdate: { maxUnavailable, maxSurge } }
        : { ...written.updateStrategy, type },
    revisionHistoryLimit: written.revisionHistoryLimit ?? 10,
  } as Spec; // Validation refuses a missing selector.
  return { ...given, spec, status: given.status ?? NO_STATUS };
}
