/**
 * Keeps the size of what a HorizontalPodAutoscaler points at as its metrics ask, within its bounds.
 * Models pkg/controller/podautoscaler/horizontal.go (v1.36.3). What is remembered is lost with the process, as there.
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  MetricStatus,
} from '../../api/autoscaling/horizontalPodAutoscaler';
import { withCondition } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { parseLabelSelector } from '../../api/meta/labelSelectorParser';
import { type Requirement, requirementsMatch } from '../../api/meta/labels';
import { type ObjectKey, keyOf, keyText } from '../../api/meta/objectMeta';
import { ApiError } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { StateMap } from '../../sim/clock';
import type { Controller, ControllerWorld } from '../controller';
import { measure, type Measurement } from './metrics';
import { scalePathOf } from './scaleTarget';
import { type History, normalize, withScaling } from './stabilization';

const SYNC_PERIOD_MS = 15_000;
const NAME = 'horizontal-pod-autoscaler';

type Status = HorizontalPodAutoscaler['status'];

const OVER_MAXIMUM = 'Current number of replicas above Spec.MaxReplicas';
const UNDER_MINIMUM = 'Current number of replicas below Spec.MinReplicas';
const NO_HISTORY: History = { recommendations: [], added: [], removed: [] };

/** What the metrics ask for; without a size they could not tell. */
type Asked =
  | { readonly replicas?: undefined; readonly metrics: readonly MetricStatus[] | null }
  | { readonly replicas: number; readonly name: string; readonly metrics: readonly MetricStatus[] };

/** The part of a Scale that sizing is about. */
interface Scale {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly selector?: string };
}

/** Looks at every HorizontalPodAutoscaler each 15 s, for the first time 15 s after it was made. */
export const horizontalPodAutoscaling: Controller<'HorizontalPodAutoscaler'> = {
  name: 'horizontal-pod-autoscaling',
  source: NAME,
  kind: 'HorizontalPodAutoscaler',
  watches: [],
  reads: ['Pod'],
  batchMs: () => SYNC_PERIOD_MS,
  start: (world) => {
    selectors(world).clear();
    histories(world).clear();
  },

  async reconcile(key, world) {
    const hpa = world.cache.get('HorizontalPodAutoscaler', key);
    if (hpa === undefined) {
      selectors(world).delete(keyText(key));
      histories(world).delete(keyText(key));
      return undefined;
    }
    const status = await new Sync(hpa, world).run();
    if (!isDeepEqual(status, hpa.status)) {
      const { currentReplicas: current = 0, desiredReplicas: desired } = status;
      world.explain.rule('autoscalerLooked', { autoscaler: key.name, current, desired, periodMs: SYNC_PERIOD_MS });
      await world.client.update('HorizontalPodAutoscaler', { ...hpa, status }, 'status');
    }
    return { requeueAfterMs: SYNC_PERIOD_MS };
  },
};

/** Which pods each autoscaler has last been seen to scale. */
function selectors(world: ControllerWorld): StateMap<string> {
  return world.state.map('horizontal-pod-autoscaling/selectors');
}

/** What each autoscaler has recommended and done lately. */
function histories(world: ControllerWorld): StateMap<History> {
  return world.state.map('horizontal-pod-autoscaling/histories');
}

/** One look at one autoscaler. */
class Sync {
  #status: Status;
  constructor(
    readonly hpa: HorizontalPodAutoscaler,
    readonly world: ControllerWorld,
  ) {
    this.#status = hpa.status;
  }

  /** Scales if the bounds ask for it. Hands back the new status. */
  async run(): Promise<Status> {
    let path: string;
    let scale: Scale;
    try {
      path = await scalePathOf(this.hpa, this.world);
      scale = (await this.world.client.raw({ method: 'GET', path })).body as Scale; // What the path answers with.
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.#warn('FailedGetScale', error.message);
      const message = `the HPA controller was unable to get the target's current scale: ${error.message}`;
      this.#set('AbleToScale', 'False', 'FailedGetScale', message);
      return this.#status;
    }
    const found = "the HPA controller was able to get the target's current scale";
    this.#set('AbleToScale', 'True', 'SucceededGetScale', found);
    const current = scale.spec.replicas ?? 0;
    const { minReplicas = 1, maxReplicas } = this.hpa.spec;
    this.#rememberFirst(current);
    if (current === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      this.#set('ScalingActive', 'False', 'ScalingDisabled', message);
      return this.#sized(current, 0);
    }
    if (current > maxReplicas) return this.#rescale({ path, scale }, maxReplicas, OVER_MAXIMUM);
    if (current < minReplicas) return this.#rescale({ path, scale }, minReplicas, UNDER_MINIMUM);
    const wish = await this.#askMetrics(scale, current);
    if (wish.replicas === undefined) return { ...this.#status, currentReplicas: current, currentMetrics: wish.metrics };
    const replicas = this.#normalized(current, wish.replicas);
    if (replicas === current) return this.#sized(current, current, wish.metrics);
    const why =
      wish.replicas > current ? `${wish.name} above target` : wish.replicas < current ? 'All metrics below target' : '';
    return this.#rescale({ path, scale }, replicas, why, wish.metrics);
  }

  /** So that nothing is scaled down before the window has been looked at once. */
  #rememberFirst(current: number): void {
    const key = keyText(keyOf(this.hpa));
    if (histories(this.world).has(key)) return;
    const recommendations = [{ at: this.world.clock.now(), replicas: current }];
    histories(this.world).set(key, { recommendations, added: [], removed: [] });
  }

  #normalized(current: number, desired: number): number {
    const { world, hpa } = this;
    const { minReplicas = 1, maxReplicas, behavior } = hpa.spec;
    const key = keyText(keyOf(hpa));
    const history = histories(world).get(key) ?? NO_HISTORY;
    const wish = { current, desired, min: minReplicas, max: maxReplicas, now: world.clock.now() };
    const { replicas, history: next, able, limited } = normalize(behavior, history, wish);
    histories(world).set(key, next);
    this.#set('AbleToScale', 'True', able.reason, able.message);
    this.#set('ScalingLimited', limited.isLimited ? 'True' : 'False', limited.reason, limited.message);
    return replicas;
  }

  async #rescale(
    { path, scale }: { readonly path: string; readonly scale: Scale },
    replicas: number,
    why: string,
    metrics: readonly MetricStatus[] | null = null,
  ): Promise<Status> {
    const { world, hpa } = this;
    const reason = `New size: ${replicas}; reason: ${why}`;
    const current = scale.spec.replicas ?? 0;
    const { minReplicas = 1, maxReplicas } = hpa.spec;
    const told = { autoscaler: hpa.metadata.name, target: hpa.spec.scaleTargetRef.name, current, replicas, why };
    world.explain.rule('autoscaled', { ...told, minReplicas, maxReplicas });
    try {
      const body = { ...scale, spec: { replicas } };
      await world.client.raw({ method: 'PUT', path, body });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.#warn('FailedRescale', `${reason}; error: ${error.message}`);
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      this.#set('AbleToScale', 'False', 'FailedUpdateScale', message);
      return { ...this.#status, currentReplicas: current, currentMetrics: metrics };
    }
    const now = world.clock.now();
    const key = keyText(keyOf(hpa));
    const history = histories(world).get(key) ?? NO_HISTORY;
    histories(world).set(key, withScaling(hpa.spec.behavior, history, { from: current, to: replicas, now }));
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    this.#set('AbleToScale', 'True', 'SucceededRescale', message);
    await world.recorder.event(hpa, 'Normal', 'SuccessfulRescale', reason);
    return { ...this.#sized(current, replicas, metrics), lastScaleTime: formatTime(now) };
  }

  #sized(current: number, desired: number, metrics: readonly MetricStatus[] | null = null): Status {
    return { ...this.#status, currentReplicas: current, desiredReplicas: desired, currentMetrics: metrics };
  }

  /** The size that the metrics ask for together: the greatest. None if it cannot be told, or not with safety. */
  async #askMetrics({ status: { selector = '' } }: Scale, current: number): Promise<Asked> {
    const unclear = this.#complaintAbout(selector);
    if (unclear !== undefined) {
      const [reason, message, told = message] = unclear;
      await this.#warn(reason === 'InvalidSelector' ? 'SelectorRequired' : reason, told);
      this.#set('ScalingActive', 'False', reason, message);
      await this.#warn('FailedComputeMetricsReplicas', told);
      return { metrics: null };
    }
    const { metrics = [] } = this.hpa.spec;
    const requirements = parseLabelSelector(selector);
    const pods = this.world.cache
      .list('Pod', this.hpa.metadata.namespace)
      .filter(({ metadata }) => requirementsMatch(requirements, metadata.labels));
    const on: Measurement = { hpa: this.hpa, selector, pods, current };
    const statuses: MetricStatus[] = [];
    const failures: { readonly reason: string; readonly message: string; readonly quoted: string }[] = [];
    let replicas = 0;
    let name = '';
    for (const metric of metrics) {
      const outcome = await measure(this.world, metric, on);
      if (outcome.type === 'failed') {
        await this.#warn(outcome.reason, outcome.message);
        failures.push(outcome);
        statuses.push({ type: '' });
        continue;
      }
      statuses.push(outcome.status);
      if (replicas === 0 || outcome.replicas > replicas) ({ replicas, name } = outcome);
    }
    const [first] = failures;
    // What is not known might ask for more: a smaller size waits until all is known.
    if (first !== undefined && (failures.length >= metrics.length || replicas < current)) {
      const message = `the HPA was unable to compute the replica count: ${first.message}`;
      this.#set('ScalingActive', 'False', first.reason, message);
      const all = `${failures.length} invalid out of ${metrics.length}`;
      await this.#warn('FailedComputeMetricsReplicas', `invalid metrics (${all}), first error is: ${first.quoted}`);
      return { metrics: statuses };
    }
    const message = `the HPA was able to successfully calculate a replica count from ${name}`;
    this.#set('ScalingActive', 'True', 'ValidMetricFound', message);
    return { replicas, name, metrics: statuses };
  }

  /** Reason, message, and the event's text where it differs: why the pods that are meant are not clear. */
  #complaintAbout(selector: string): readonly [string, string, string?] | undefined {
    if (selector === '') {
      return ['InvalidSelector', "the HPA target's scale is missing a selector", 'selector is required'];
    }
    const key = keyOf(this.hpa);
    selectors(this.world).set(keyText(key), selector);
    const rivals = this.#rivals(key, parseLabelSelector(selector));
    if (rivals.length === 0) return undefined;
    const names = [keyText(key), ...rivals].sort().join(' ');
    return ['AmbiguousSelector', `pods by selector ${selector} are controlled by multiple HPAs: [${names}]`];
  }

  /** Other autoscalers of pods that `selector` finds. */
  #rivals(key: ObjectKey, selector: readonly Requirement[]): readonly string[] {
    const { cache } = this.world;
    const others = cache
      .list('HorizontalPodAutoscaler', key.namespace)
      .filter(({ metadata }) => metadata.name !== key.name)
      .flatMap((other) => {
        const text = keyText(keyOf(other));
        const written = selectors(this.world).get(text);
        return written === undefined ? [] : [{ text, requirements: parseLabelSelector(written) }];
      });
    if (others.length === 0) return [];
    const pods = cache
      .list('Pod', key.namespace)
      .filter(({ metadata }) => requirementsMatch(selector, metadata.labels));
    return others
      .filter(({ requirements }) => pods.some(({ metadata }) => requirementsMatch(requirements, metadata.labels)))
      .map(({ text }) => text);
  }

  async #warn(reason: string, message: string): Promise<void> {
    this.world.explain.rule('autoscalerCannot', { autoscaler: this.hpa.metadata.name, reason, message });
    await this.world.recorder.event(this.hpa, 'Warning', reason, message);
  }

  #set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const condition = { type, status, reason, message };
    const now = formatTime(this.world.clock.now());
    const conditions = withCondition<HorizontalPodAutoscalerCondition>(this.#status.conditions, condition, now);
    this.#status = { ...this.#status, conditions };
  }
}
