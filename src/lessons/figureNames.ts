/** Names of the live diagrams that a lesson can show; src/app/figures draws each. */

export const figureNames = [
  'podInside',
  'pathOfCommand',
  'controlLoop',
  'nodeFailureClock',
  'probeTrack',
  'backoffTrack',
  'jobGrid',
  'cronAxis',
  'serviceWays',
  'ingressWays',
  'scheduleBins',
] as const;

/** One of them. */
export type FigureName = (typeof figureNames)[number];
