/**
 * The plugins of the default profile, in the order in which they are asked, with their weights. The one place to add one.
 * Models pkg/scheduler/apis/config/v1/default_plugins.go (v1.36.3).
 * PrioritySort is the order of src/scheduler/queue.ts, DefaultPreemption is preemption.ts, DefaultBinder is outcome.ts.
 * Left out: NodeDeclaredFeatures, because nodes here declare what every pod that is accepted may need. GangScheduling
 * and TopologyAware are off by default.
 */
import type { RegisteredPlugin } from '../framework';
import { dynamicResources } from './dynamicResources';
import { imageLocality } from './imageLocality';
import { interPodAffinity } from './interPodAffinity';
import { nodeAffinity } from './nodeAffinity';
import { nodeName } from './nodeName';
import { nodePorts } from './nodePorts';
import { nodeResourcesBalancedAllocation } from './nodeResourcesBalancedAllocation';
import { nodeResourcesFit } from './nodeResourcesFit';
import { nodeUnschedulable } from './nodeUnschedulable';
import { nodeVolumeLimits } from './nodeVolumeLimits';
import { podTopologySpread } from './podTopologySpread';
import { schedulingGates } from './schedulingGates';
import { taintToleration } from './taintToleration';
import { volumeBinding } from './volumeBinding';
import { volumeRestrictions } from './volumeRestrictions';
import { volumeZone } from './volumeZone';

export const defaultPlugins: readonly RegisteredPlugin[] = [
  { plugin: schedulingGates, weight: 0 },
  { plugin: nodeUnschedulable, weight: 0 },
  { plugin: nodeName, weight: 0 },
  { plugin: taintToleration, weight: 3 },
  { plugin: nodeAffinity, weight: 2 },
  { plugin: nodePorts, weight: 0 },
  { plugin: nodeResourcesFit, weight: 1 },
  { plugin: volumeRestrictions, weight: 0 },
  { plugin: nodeVolumeLimits, weight: 0 },
  { plugin: volumeBinding, weight: 0 },
  { plugin: volumeZone, weight: 0 },
  { plugin: podTopologySpread, weight: 2 },
  { plugin: interPodAffinity, weight: 2 },
  { plugin: dynamicResources, weight: 2 },
  { plugin: nodeResourcesBalancedAllocation, weight: 1 },
  { plugin: imageLocality, weight: 1 },
];
