/** HorizontalPodAutoscalers. Models pkg/apis/autoscaling/validation (v1.36.3). */
import type {
  CrossVersionObjectReference,
  HPAScalingRules,
  HorizontalPodAutoscaler,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../../../api/autoscaling/horizontalPodAutoscaler';
import { parseQuantity } from '../../../api/meta/quantity';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkText, pathSegmentErrors } from './formats';

type Target = Partial<MetricTarget>;
/** The field of each type of metric, in the order in which the server looks at them. */
const SOURCES = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const;
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];
const LONGEST_WINDOW_SECONDS = 3600;
const LONGEST_PERIOD_SECONDS = 1800;

/** The spec of a HorizontalPodAutoscaler. */
export function checkHorizontalPodAutoscaler(spec: HorizontalPodAutoscaler['spec'], errors: FieldError[]): void {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec;
  const least = 'must be greater than or equal to 1';
  if (minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, least));
  if (maxReplicas === 0) errors.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  else if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, least));
  if (maxReplicas < minReplicas) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  checkReference(scaleTargetRef ?? {}, 'spec.scaleTargetRef', errors);
  checkApiVersion(scaleTargetRef ?? {}, 'spec.scaleTargetRef.apiVersion', errors);
  metrics.forEach((metric, index) => checkMetric(metric, `spec.metrics[${index}]`, errors));
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbidden('spec.metrics', why));
  }
  if (behavior?.scaleUp !== undefined) checkRules(behavior.scaleUp, 'spec.behavior.scaleUp', errors);
  if (behavior?.scaleDown !== undefined) checkRules(behavior.scaleDown, 'spec.behavior.scaleDown', errors);
}

function checkReference(ref: Partial<CrossVersionObjectReference>, field: string, errors: FieldError[]): void {
  for (const key of ['kind', 'name'] as const) {
    const value = ref[key] ?? '';
    if (value === '') errors.push(required(`${field}.${key}`));
    else checkText(pathSegmentErrors, value, `${field}.${key}`, errors);
  }
}

function checkApiVersion(
  { apiVersion = '', kind }: Partial<CrossVersionObjectReference>,
  field: string,
  errors: FieldError[],
): void {
  const parts = apiVersion.split('/');
  if (parts.length > 2) {
    errors.push(invalid(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  } else if (kind !== 'ReplicationController' && (parts.length < 2 || parts[0] === '')) {
    errors.push(invalid(field, apiVersion, 'apiVersion must specify API group'));
  }
}

function checkMetric(metric: MetricSpec, field: string, errors: FieldError[]): void {
  const type = metric.type ?? '';
  if (type === '') errors.push(required(`${field}.type`, 'must specify a metric source type'));
  if (!Object.hasOwn(SOURCES, type)) {
    errors.push(notSupported(`${field}.type`, type, Object.keys(SOURCES).sort()));
  }
  const present = Object.values(SOURCES).filter((source) => metric[source] !== undefined);
  const [first] = present;
  if (first !== undefined) checkSource(metric, first, `${field}.${first}`, errors);
  const wanted = SOURCES[type as keyof typeof SOURCES] as (typeof SOURCES)['Object'] | undefined; // Any other word too.
  if (wanted !== undefined && metric[wanted] === undefined) {
    errors.push(required(`${field}.${wanted}`, 'must populate information for the given metric source'));
  }
  if (present.length < 2) return;
  for (const other of present.filter((source) => source !== wanted)) {
    errors.push(forbidden(`${field}.${other}`, 'must populate the given metric source only'));
  }
}

function checkSource(
  metric: MetricSpec,
  source: (typeof SOURCES)[keyof typeof SOURCES],
  field: string,
  errors: FieldError[],
): void {
  const { metric: identifier, target = {} } = (metric[source] ?? {}) as Partial<NonNullable<MetricSpec['pods']>>; // What all have.
  const at = `${field}.target`;
  if (source === 'object') checkReference(metric.object?.describedObject ?? {}, `${field}.describedObject`, errors);
  if (source === 'resource' || source === 'containerResource') {
    const name = metric[source]?.name ?? '';
    if (name === '') errors.push(required(`${field}.name`, 'must specify a resource name'));
    if (source === 'containerResource' && (metric[source]?.container ?? '') === '') {
      errors.push(required(`${field}.container`, 'must specify a container'));
    }
    checkTarget(target, at, errors);
    checkResourceTarget(target, at, errors);
    return;
  }
  checkIdentifier(identifier ?? {}, `${field}.metric`, errors);
  checkTarget(target, at, errors);
  const { value, averageValue }: Target = target;
  const isMissing = averageValue === undefined && (source === 'pods' || value === undefined);
  const missing = {
    object: 'must set either a target value or averageValue',
    external: 'must set either a target value for metric or a per-pod target',
    pods: 'must specify a positive target averageValue',
  };
  if (isMissing) errors.push(required(`${at}.averageValue`, missing[source]));
  if (source === 'external' && value !== undefined && averageValue !== undefined) {
    errors.push(forbidden(`${at}.value`, 'may not set both a target value for metric and a per-pod target'));
  }
}

function checkIdentifier({ name = '' }: Partial<MetricIdentifier>, field: string, errors: FieldError[]): void {
  if (name === '') errors.push(required(`${field}.name`, 'must specify a metric name'));
  else checkText(pathSegmentErrors, name, `${field}.name`, errors);
}

function checkTarget(
  { type, value, averageValue, averageUtilization }: Target,
  at: string,
  errors: FieldError[],
): void {
  const word: string = type ?? '';
  if (word === '') errors.push(required(`${at}.type`, 'must specify a metric target type'));
  if (!TARGET_TYPES.includes(word)) {
    errors.push(invalid(`${at}.type`, word, 'must be either Utilization, Value, or AverageValue'));
  }
  const isPositive = (text: string | undefined) => text === undefined || parseQuantity(text).nano > 0n;
  if (!isPositive(value)) errors.push(invalid(`${at}.value`, value, 'must be positive'));
  if (!isPositive(averageValue)) errors.push(invalid(`${at}.averageValue`, averageValue, 'must be positive'));
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${at}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
}

function checkResourceTarget({ averageUtilization, averageValue }: Target, at: string, errors: FieldError[]): void {
  if (averageUtilization === undefined && averageValue === undefined) {
    const why = 'must set either a target raw value or a target utilization';
    errors.push(required(`${at}.averageUtilization`, why));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    errors.push(forbidden(`${at}.averageValue`, 'may not set both a target raw value and a target utilization'));
  }
}

function checkRules(rules: HPAScalingRules, field: string, errors: FieldError[]): void {
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies = [], tolerance } = rules;
  const windowField = `${field}.stabilizationWindowSeconds`;
  if (window < 0) errors.push(invalid(windowField, window, 'must be greater than or equal to zero'));
  if (window > LONGEST_WINDOW_SECONDS) {
    errors.push(invalid(windowField, window, `must be less than or equal to ${LONGEST_WINDOW_SECONDS}`));
  }
  const words = ['Disabled', 'Max', 'Min'];
  if (selectPolicy !== undefined && !words.includes(selectPolicy)) {
    errors.push(notSupported(`${field}.selectPolicy`, selectPolicy, words));
  }
  if (policies.length === 0) errors.push(required(`${field}.policies`, 'must specify at least one Policy'));
  policies.forEach(({ type, value = 0, periodSeconds = 0 }, index) => {
    const at = `${field}.policies[${index}]`;
    if (!['Percent', 'Pods'].includes(type)) errors.push(notSupported(`${at}.type`, type ?? '', ['Percent', 'Pods']));
    if (value <= 0) errors.push(invalid(`${at}.value`, value, 'must be greater than zero'));
    if (periodSeconds <= 0) errors.push(invalid(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'));
    if (periodSeconds > LONGEST_PERIOD_SECONDS) {
      const why = `must be less than or equal to ${LONGEST_PERIOD_SECONDS}`;
      errors.push(invalid(`${at}.periodSeconds`, periodSeconds, why));
    }
  });
  if (tolerance !== undefined && parseQuantity(tolerance).nano < 0n) {
    errors.push(invalid(`${field}.tolerance`, tolerance, 'must be greater than or equal to 0'));
  }
}
