/**
 * How the API server treats HorizontalPodAutoscalers.
 * Models pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go and pkg/apis/autoscaling/v2/defaults.go (v1.36.3).
 */
import type { HPAScalingRules, HorizontalPodAutoscaler } from '../../api/autoscaling/horizontalPodAutoscaler';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { checkHorizontalPodAutoscaler } from './validation/autoscalers';
import { validations } from './validation/rules';

type Spec = HorizontalPodAutoscaler['spec'];

const NO_STATUS: HorizontalPodAutoscaler['status'] = { desiredReplicas: 0, currentMetrics: null };
/** What scales where nothing is said: 80 % of the requested cpu. */
const CPU_METRICS: Spec['metrics'] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];
const SCALE_UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

export const horizontalPodAutoscaler: Strategy<'HorizontalPodAutoscaler'> = {
  kind: 'HorizontalPodAutoscaler',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: NO_STATUS }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) => (old?.spec === given.spec ? [] : unsimulatedWarnings('HorizontalPodAutoscaler', given)),
  ...validations('HorizontalPodAutoscaler', {
    check: ({ spec }, errors) => checkHorizontalPodAutoscaler(spec, errors),
  }),
};

function defaults(given: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { behavior, ...written } = given.spec ?? ({} as Spec); // Validation refuses what is missing.
  const metrics = written.metrics ?? [];
  const spec: Spec = {
    ...written,
    minReplicas: written.minReplicas ?? 1,
    metrics: metrics.length === 0 ? CPU_METRICS : metrics,
    ...(behavior && {
      behavior: { scaleUp: rules(behavior.scaleUp, SCALE_UP), scaleDown: rules(behavior.scaleDown, SCALE_DOWN) },
    }),
  };
  const status = { ...NO_STATUS, ...given.status };
  return { ...given, spec, status };
}

function rules(given: HPAScalingRules | undefined, otherwise: HPAScalingRules): HPAScalingRules {
  return { ...otherwise, ...given };
}
