/** The pods inside of objects: where each kind has its spec, and changes of their containers. */
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import { builtInKind } from './customKinds';
import { listAt, type Manifest, objectAt, withAt } from './manifest';

const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** One container and its part: `ends` if its pod waits for its end. */
export interface PlacedContainer {
  readonly container: JsonObject;
  readonly ends: boolean;
}

/** The spec of the pods that `object` is or makes; undefined for other kinds. */
export function podSpecOf(object: Manifest): JsonObject | undefined {
  const path = PATHS[builtInKind(object) ?? ''];
  return path === undefined ? undefined : objectAt(object, ...path);
}

/** The containers of its pods. */
export function containersOf(object: Manifest): readonly PlacedContainer[] {
  const spec = podSpecOf(object);
  if (spec === undefined) return [];
  const inits = listAt(spec, 'initContainers').map((container) => ({ container, ends: isPlainInit(container) }));
  return [...inits, ...listAt(spec, 'containers').map((container) => ({ container, ends: endsOf(object) }))];
}

/** `object` with each container of its pods as `change` wants it. */
export function withContainers(object: Manifest, change: (placed: PlacedContainer) => JsonObject): Manifest {
  const path = PATHS[builtInKind(object) ?? ''];
  const spec = podSpecOf(object);
  if (path === undefined || spec === undefined) return object;
  let next = spec;
  for (const [field, ends] of [
    ['initContainers', isPlainInit],
    ['containers', () => endsOf(object)],
  ] as const) {
    const given = spec[field];
    if (!Array.isArray(given)) continue;
    const changed = given.map((container: unknown) =>
      isJsonObject(container) ? change({ container, ends: ends(container) }) : container,
    );
    if (changed.some((container, index) => container !== given[index])) next = { ...next, [field]: changed };
  }
  return next === spec ? object : withAt(object, path, next);
}

/** Sidecars are init containers that stay. */
const isPlainInit = ({ restartPolicy }: JsonObject): boolean => restartPolicy !== 'Always';

function endsOf(object: Manifest): boolean {
  const kind = builtInKind(object);
  return kind === 'Job' || kind === 'CronJob';
}
