/** How the API server treats LimitRanges. Models pkg/registry/core/limitrange/strategy.go and SetDefaults_LimitRangeItem (v1.36.3). */
import type { LimitRange, LimitRangeItem } from '../../api/core/limitRange';
import type { Strategy } from './strategy';
import { checkLimitRange } from './validation/limitRanges';
import { validations } from './validation/rules';

export const limitRange: Strategy<'LimitRange'> = {
  kind: 'LimitRange',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: true,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('LimitRange', { check: ({ spec }, errors) => checkLimitRange(spec.limits ?? [], errors) }),
};

function defaults(given: LimitRange): LimitRange {
  const { limits } = given.spec ?? {};
  if (limits === undefined) return given;
  return { ...given, spec: { ...given.spec, limits: limits.map(defaultItem) } };
}

/** Of what a container may have at most it gets as much; what it gets it asks for, or else for the least. */
function defaultItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item;
  const byDefault = { ...item.max, ...item.default };
  const defaultRequest = { ...item.min, ...byDefault, ...item.defaultRequest };
  return {
    ...item,
    ...(Object.keys(byDefault).length === 0 ? {} : { default: byDefault }),
    ...(Object.keys(defaultRequest).length === 0 ? {} : { defaultRequest }),
  };
}
