/**
 * Keeps the size of what a HorizontalPodAutoscaler points at within its bounds. Nobody serves metrics in this cluster,
 * so it never finds a reason for a size of its own, and says so.
 * Models pkg/controller/podautoscaler/horizontal.go (v1.36.3). Left out: behavior, tolerance and stabilisation, which
 * follow from measured values.
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  MetricStatus,
} from '../../api/autoscaling/horizontalPodAutoscaler';
import { kindOf } from '../../api/kinds';
import { withCondition } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { parseLabelSelector } from '../../api/meta/labelSelectorParser';
import { type Requirement, requirementsMatch } from '../../api/meta/labels';
import { type ObjectKey, keyOf, keyText } from '../../api/meta/objectMeta';
import { ApiError, failure } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import { pathOf } from '../../client/client';
import type { StateMap } from '../../sim/clock';
import type { Controller, ControllerWorld } from '../controller';
import { metricFailure } from './metrics';

const SYNC_PERIOD_MS = 15_000;
const NAME = 'horizontal-pod-autoscaler';

type Status = HorizontalPodAutoscaler['status'];

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
  start: (world) => selectors(world).clear(),

  async reconcile(key, world) {
    const hpa = world.cache.get('HorizontalPodAutoscaler', key);
    if (hpa === undefined) {
      selectors(world).delete(keyText(key));
      return undefined;
    }
    const status = await new Sync(hpa, world).run();
    if (!isDeepEqual(status, hpa.status)) {
      await world.client.update('HorizontalPodAutoscaler', { ...hpa, status }, 'status');
    }
    return { requeueAfterMs: SYNC_PERIOD_MS };
  },
};

/** Which pods each autoscaler has last been seen to scale. */
function selectors(world: ControllerWorld): StateMap<string> {
  return world.state.map('horizontal-pod-autoscaling/selectors');
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
    let scale: Scale;
    try {
      scale = await this.#scale();
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
    if (current === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      this.#set('ScalingActive', 'False', 'ScalingDisabled', message);
      return this.#sized(current, 0);
    }
    if (current > maxReplicas) return this.#rescale(scale, maxReplicas, 'above Spec.MaxReplicas');
    if (current < minReplicas) return this.#rescale(scale, minReplicas, 'below Spec.MinReplicas');
    const metrics = await this.#askMetrics(scale);
    return { ...this.#status, currentReplicas: current, currentMetrics: metrics };
  }

  async #scale(): Promise<Scale> {
    const path = this.#scalePath();
    if (path === undefined) {
      const { apiVersion = '', kind } = this.hpa.spec.scaleTargetRef;
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      throw new ApiError(failure(404, 'NotFound', `no matches for kind "${kind}" in group "${group}"`));
    }
    return (await this.world.client.raw({ method: 'GET', path })).body as Scale; // What the path answers with.
  }

  #scalePath(): string | undefined {
    const { scaleTargetRef } = this.hpa.spec;
    const kind = kindOf(scaleTargetRef.apiVersion ?? 'v1', scaleTargetRef.kind);
    return kind && pathOf(kind, this.hpa.metadata.namespace, scaleTargetRef.name, 'scale');
  }

  async #rescale(scale: Scale, replicas: number, bound: string): Promise<Status> {
    const reason = `New size: ${replicas}; reason: Current number of replicas ${bound}`;
    const path = this.#scalePath() ?? '';
    try {
      const body = { ...scale, spec: { replicas } };
      await this.world.client.raw({ method: 'PUT', path, body });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.#warn('FailedRescale', `${reason}; error: ${error.message}`);
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      this.#set('AbleToScale', 'False', 'FailedUpdateScale', message);
      return { ...this.#status, currentReplicas: scale.spec.replicas ?? 0 };
    }
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    this.#set('AbleToScale', 'True', 'SucceededRescale', message);
    await this.world.recorder.event(this.hpa, 'Normal', 'SuccessfulRescale', reason);
    const status = this.#sized(scale.spec.replicas ?? 0, replicas);
    return { ...status, lastScaleTime: formatTime(this.world.clock.now()) };
  }

  #sized(current: number, desired: number): Status {
    return { ...this.#status, currentReplicas: current, desiredReplicas: desired, currentMetrics: null };
  }

  /** What is known of each metric: nothing. */
  async #askMetrics({ status: { selector = '' } }: Scale): Promise<readonly MetricStatus[] | null> {
    const unclear = this.#complaintAbout(selector);
    if (unclear !== undefined) {
      const [reason, message, told = message] = unclear;
      await this.#warn(reason === 'InvalidSelector' ? 'SelectorRequired' : reason, told);
      this.#set('ScalingActive', 'False', reason, message);
      await this.#warn('FailedComputeMetricsReplicas', told);
      return null;
    }
    const { metrics = [] } = this.hpa.spec;
    const failures = metrics.map((metric) => metricFailure(this.hpa, metric));
    for (const { reason, message } of failures) await this.#warn(reason, message);
    const [first] = failures;
    if (first !== undefined) {
      const message = `the HPA was unable to compute the replica count: ${first.message}`;
      this.#set('ScalingActive', 'False', first.reason, message);
      const all = `${failures.length} invalid out of ${failures.length}`;
      await this.#warn('FailedComputeMetricsReplicas', `invalid metrics (${all}), first error is: ${first.quoted}`);
    }
    return metrics.map(() => ({ type: '' }));
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
    await this.world.recorder.event(this.hpa, 'Warning', reason, message);
  }

  #set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const condition = { type, status, reason, message };
    const now = formatTime(this.world.clock.now());
    const conditions = withCondition<HorizontalPodAutoscalerCondition>(this.#status.conditions, condition, now);
    this.#status = { ...this.#status, conditions };
  }
}
