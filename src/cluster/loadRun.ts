/** Playing a run that was carried here: from its start to where its clock stood. */
import type { RefusedCommand, Run } from '../client/simulation';
import type { Instant } from '../sim/clock';
import { Cluster, type ClusterParts } from './cluster';
import { optionsOf } from './clusterOptions';
import { type Recorded, refusalOf } from './deeds';
import type { History } from './history';
import { Recording } from './recording';

/** A run that was played. */
export interface Loaded {
  readonly cluster: Cluster;
  readonly recording: Recording;
  readonly history: History | undefined;
  /** The writes that the API server refused on the way. */
  readonly refused: readonly RefusedCommand[];
}

/** Rejects with a readable message for what is no run. What the run does later than its clock stood is not done yet. */
export async function loadRun(
  run: Run,
  parts: ClusterParts | undefined,
  historyOf: (cluster: Cluster, recording: Recording, run: Run) => History | undefined,
): Promise<Loaded> {
  const cluster = await Cluster.create(optionsOf(run), parts);
  const recording = new Recording([...run.commands], 0);
  const history = historyOf(cluster, recording, run);
  await history?.loaded();
  const refused: RefusedCommand[] = [];
  const heard: Recorded = {
    next: () => recording.next(),
    done: (response) => {
      const refusal = refusalOf(run.commands[recording.position], response);
      if (refusal !== undefined) refused.push(refusal);
      recording.done();
    },
  };
  const keep = () => {
    history?.tick();
    return false;
  };
  await cluster.advanceTo((cluster.startedAt + (run.atMs ?? run.untilMs)) as Instant, keep, heard);
  return { cluster, recording, history, refused };
}
