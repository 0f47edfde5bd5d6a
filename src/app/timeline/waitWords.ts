/** What is waited for that the page has words for; the engine names each in `WaitRow.what`. */

/** The next probe of a container. */
export const PROBES = ['liveness', 'readiness', 'startup'] as const;

/** Everything else. */
export const WAITS = [
  'grace',
  'backOff',
  'imagePull',
  'imageBackOff',
  'eviction',
  'nodeNotHeardOf',
  'schedulingBackOff',
] as const;

export const isProbe = (what: string): boolean => PROBES.some((probe) => probe === what);
