/** Who did what a row of the trace tells of, as cards and lanes call them. */
import type { Kind } from '../api/kinds';
import { controllers } from '../controllers/registry';
import { ownName, programOf } from '../controllers/selection';
import type { Json } from '../sim/clock';
import type { TraceRow } from '../sim/trace';

export interface Doer {
  readonly by: string;
  /** Of the controller manager. */
  readonly controller?: string;
  readonly about?: string;
}

/** Containers and processes of a machine are its kubelet's. */
const RUNTIME = 'runtime/';

/** Who ran when `row` was added. */
export function doerOf(row: TraceRow): Doer {
  const by = componentOf(row.by ?? row.actor);
  // A rule that the API server applied to what a controller asked for.
  if (row.type === 'rule' && by === 'kube-apiserver') return { by };
  const loop = loopOf(row.type === 'write' || row.type === 'rule' ? row.event : row.detail);
  if (loop === undefined) return { by };
  const { controller, key } = loop;
  const program = programOf(controller);
  const about = key === undefined ? {} : { about: key };
  return program === undefined ? { by, controller: ownName(controller), ...about } : { by: program, ...about };
}

/** The component that `actor` belongs to. */
export function componentOf(actor: string): string {
  return actor.startsWith(RUNTIME) ? `kubelet/${actor.slice(RUNTIME.length)}` : actor;
}

/** Of the data of an event of the controller manager: the loop, and the key that it worked on. */
export function loopOf(data: Json | undefined): { readonly controller: string; readonly key?: string } | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { controller, key } = data as { readonly controller?: Json; readonly key?: Json }; // A list has neither.
  if (typeof controller !== 'string') return undefined;
  return { controller, ...(typeof key === 'string' ? { key } : {}) };
}

const kindsOfLoops = new Map<string, Kind | undefined>();
for (const { name, kind } of controllers) {
  const own = ownName(name);
  kindsOfLoops.set(own, !kindsOfLoops.has(own) || kindsOfLoops.get(own) === kind ? kind : undefined);
}

/** The kind whose objects the controller called `name` works on, if that is one alone. */
export function kindOfLoop(name: string): Kind | undefined {
  return kindsOfLoops.get(name);
}
