/** Makes twins with the engine's knowledge of images, and puts one in the place of the present run. */
import type { RefusedCommand, Simulation } from '../../client/simulation';
import { type Twin, imagesToAsk, importCluster } from '../../manifests/importCluster';
import type { ReadManifests } from '../../manifests/readManifests';
import { FRESH_RUN } from '../cluster/workerBackend';
import { openRun } from '../share/openRun';
import { presentRun } from '../share/presentRun';
import { writeAddress } from '../share/useAddress';
import { twinStore } from './twinStore';

/** The run that builds what was read, and what is to be told of it. */
export async function makeTwin(
  simulation: Pick<Simulation, 'unknownImages'>,
  { objects, notes }: ReadManifests,
  startedAt?: number,
): Promise<Twin> {
  const unknownImages = new Set(await simulation.unknownImages(imagesToAsk(objects)));
  const start = startedAt === undefined ? {} : { startedAt };
  const twin = importCluster(objects, { unknownImages, defaultNodes: FRESH_RUN.nodes, ...start });
  return { ...twin, notes: [...notes, ...twin.notes] };
}

/**
 * Replaces the run by the twin and lets it live. The run before stays in the browser's history, where it fits into an
 * address, and in the store. Resolves with what the API server refused; rejects with the engine's words.
 */
export async function openTwin(simulation: Simulation, { run }: Twin): Promise<readonly RefusedCommand[]> {
  const before = await presentRun(simulation);
  const isWritten = before.commands.length > 0 && (await writeAddress(simulation)) !== undefined;
  const refused = await openRun(simulation, { ...run, files: before.files });
  twinStore.getState().remember(before);
  if (isWritten) window.history.pushState(null, '', window.location.href.replace(/#.*$/, ''));
  await simulation.play();
  return refused;
}
