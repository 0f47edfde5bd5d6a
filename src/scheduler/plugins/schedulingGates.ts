/** Keeps a pod with scheduling gates out of the queue. Models pkg/scheduler/framework/plugins/schedulinggates (v1.36.3). */
import type { Plugin } from '../framework';

export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  preEnqueue: (pod) => (pod.spec.schedulingGates ?? []).length === 0,
};
