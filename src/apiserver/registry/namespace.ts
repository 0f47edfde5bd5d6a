/** How the API server treats Namespaces. Models pkg/registry/core/namespace/strategy.go (v1.36.3). */
import type { Namespace } from '../../api/core/namespace';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkNamespace } from './validation/cluster';
import { labelNameErrors } from './validation/formats';
import { validations } from './validation/rules';
import { unsimulatedWarnings } from './unsimulated';

/** Kept by the server itself, so that selectors can name a namespace. */
const nameLabel = 'kubernetes.io/metadata.name';
const finalizer = 'kubernetes';

export const namespace: Strategy<'Namespace'> = {
  kind: 'Namespace',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults,
  prepareForCreate(given) {
    const { name, labels } = given.metadata;
    const finalizers = given.spec.finalizers ?? [];
    return {
      ...given,
      metadata: { ...given.metadata, labels: { ...labels, [nameLabel]: name } },
      spec: { ...given.spec, finalizers: finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer] },
      status: { phase: 'Active' },
    };
  },
  prepareForUpdate(next, old, target) {
    if (target === 'status') return keepSpec(next, old);
    if (target === 'finalize') return keepStatus(next, old);
    return keepSpec(keepStatus(next, old), old);
  },
  warnings: (given) => unsimulatedWarnings('Namespace', given),
  ...validations('Namespace', { nameRule: labelNameErrors, check: checkNamespace }),
  selectableFields: {
    name: ({ metadata }) => metadata.name,
    'status.phase': ({ status }) => status.phase ?? '',
  },
};

function defaults(given: Namespace): Namespace {
  const { metadata } = given;
  const name = metadata.name ?? '';
  const labelled =
    name === '' || metadata.labels?.[nameLabel] === name
      ? metadata
      : { ...metadata, labels: { ...metadata.labels, [nameLabel]: name } };
  if (labelled === metadata && given.spec !== undefined && given.status !== undefined) return given;
  return { ...given, metadata: labelled, spec: given.spec ?? {}, status: given.status ?? {} };
}
