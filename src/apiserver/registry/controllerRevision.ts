/** How the API server treats ControllerRevisions. Models pkg/registry/apps/controllerrevision/strategy.go (v1.36.3). */
import { invalid } from './fieldError';
import type { Strategy } from './strategy';
import { checkImmutable, checkNotNegative } from './validation/formats';
import { validations } from './validation/rules';

export const controllerRevision: Strategy<'ControllerRevision'> = {
  kind: 'ControllerRevision',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, revision: given.revision ?? 0 }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('ControllerRevision', {
    check(object, errors) {
      checkNotNegative(object.revision, 'revision', errors);
      if (object.data === undefined) errors.push(invalid('data', null, 'data is mandatory'));
    },
    checkUpdate: (next, old, errors) => checkImmutable(next.data, old.data, 'data', errors),
  }),
};
