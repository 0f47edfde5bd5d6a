/** What a cluster is made of, and where a run starts that says nothing else. */
import type { NodeSpec, Run } from '../client/simulation';
import type { Instant } from '../sim/clock';

export interface ClusterOptions {
  /** A name in `profiles`; default `v1.36`. */
  readonly profile?: string;
  readonly seed?: number;
  /** Default: three workers of 4 CPU and 8Gi. */
  readonly nodes?: readonly NodeSpec[];
  /**
   * The first instant that a person sees, in milliseconds since the epoch; default STARTED_AT. Clients that reckon ages
   * with a clock of their own need it to be the present.
   */
  readonly startedAt?: number;
  /** Which controllers run, as `selectControllers` takes it; default `*`. */
  readonly controllers?: readonly string[];
  /** Add-ons that it comes up with, by name as in `clusterAddons`; default none: nobody answers at names and at Services. */
  readonly addons?: readonly string[];
}

/** Where a run starts that says nothing else: nodes are Ready, namespaces have their service accounts. */
export const STARTED_AT = 1_767_225_600_000 as Instant; // 2026-01-01T00:00:00Z
/** Every controller. */
export const ALL: readonly string[] = ['*'];
/** Virtual time that the cluster takes to come up before that. */
export const BOOT_MS = 60_000;

/** What a run starts from, as options. */
export function optionsOf(start: Omit<Run, 'commands' | 'untilMs'>): ClusterOptions {
  const { profile, seed, nodes, startedAt, controllers: which, addons } = start;
  const differing = {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(which === undefined ? {} : { controllers: which }),
    ...(addons === undefined ? {} : { addons }),
  };
  return { profile, seed, nodes, ...differing };
}

/** The same as a run tells it: one that starts as all do is written as it always was. */
export function startOf({
  profile,
  seed,
  nodes,
  startedAt,
  controllers,
  addons,
}: Required<ClusterOptions>): Omit<Run, 'version' | 'files' | 'commands' | 'untilMs'> {
  return {
    profile,
    seed,
    ...(startedAt === STARTED_AT ? {} : { startedAt }),
    ...(controllers.join() === ALL.join() ? {} : { controllers }),
    ...(addons.length === 0 ? {} : { addons }),
    nodes,
  };
}
