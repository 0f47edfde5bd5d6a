/** How the API server treats ConfigMaps. Models pkg/registry/core/configmap/strategy.go (v1.36.3). */
import type { Strategy } from './strategy';
import { checkConfigMap, checkConfigMapUpdate } from './validation/configuration';
import { validations } from './validation/rules';

export const configMap: Strategy<'ConfigMap'> = {
  kind: 'ConfigMap',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => given,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('ConfigMap', { check: checkConfigMap, checkUpdate: checkConfigMapUpdate }),
};
