/**
 * The plugins of the default profile, in the order in which they are asked, with their weights. The one place to add one.
 * Models pkg/scheduler/apis/config/v1/default_plugins.go (v1.36.3).
 * Left out: the volume plugins but VolumeBinding, DynamicResources and NodeDeclaredFeatures. PrioritySort is the order
 * of src/scheduler/queue.ts, DefaultPreemption is preemption.ts, DefaultBinder is outcome.ts.
 */
import type { RegisteredPlugin } from '../framework';
import { imageLocality } from './imageLocality';
import { interPodAffinity } from './interPodAffinity';
import { nodeAffinity } from './nodeAffinity';
import { nodeName } from './nodeName';
import { nodePorts } from './nodePorts';
import { nodeResourcesBalancedAllocation } from './nodeResourcesBalancedAllocation';
import { nodeResourcesFit } from './nodeResourcesFit';
import { nodeUnschedulable } from './nodeUnschedulable';
import { podTopologySpread } from './podTopologySpread';
import { schedulingGates } from './schedulingGates';
import { taintToleration } from './taintToleration';
import { volumeBinding } from './volumeBinding';

export const defaultPlugins: readonly RegisteredPlugin[] = [
  { plugin: schedulingGates, weight: 0 },
  { plugin: nodeUnschedulable, weight: 0 },
  { plugin: nodeName, weight: 0 },
  { plugin: taintToleration, weight: 3 },
  { plugin: nodeAffinity, weight: 2 },
  { plugin: nodePorts, weight: 0 },
  { plugin: nodeResourcesFit, weight: 1 },
  { plugin: volumeBinding, weight: 0 },
  { plugin: podTopologySpread, weight: 2 },
  { plugin: interPodAffinity, weight: 2 },
  { plugin: nodeResourcesBalancedAllocation, weight: 1 },
  { plugin: imageLocality, weight: 1 },
];
