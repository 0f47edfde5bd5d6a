/** Which component draws which live diagram. Each is fetched when a lesson shows it. */
import type { ComponentType } from 'react';
import type { FigureName } from '../../lessons/figureNames';

export const figures: Readonly<Record<FigureName, () => Promise<ComponentType>>> = {
  podInside: async () => (await import('./PodInside')).PodInside,
  pathOfCommand: async () => (await import('./PathOfCommand')).PathOfCommand,
  controlLoop: async () => (await import('./ControlLoop')).ControlLoop,
  nodeFailureClock: async () => (await import('./NodeFailureClock')).NodeFailureClock,
  probeTrack: async () => (await import('./ProbeTrack')).ProbeTrack,
  backoffTrack: async () => (await import('./BackoffTrack')).BackoffTrack,
  jobGrid: async () => (await import('./JobGrid')).JobGrid,
  cronAxis: async () => (await import('./CronAxis')).CronAxis,
  serviceWays: async () => (await import('./ServiceWays')).ServiceWays,
  ingressWays: async () => (await import('./IngressWays')).IngressWays,
  scheduleBins: async () => (await import('./ScheduleBins')).ScheduleBins,
};
