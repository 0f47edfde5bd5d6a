/**
 * A simulated twin of a cluster: from its objects, as files or a live list have them, to a run that builds it.
 * What the twin is not like is told note by note; nothing is lost silently.
 */
import { USUAL_ADDONS } from '../addons/usualAddons';
import { pathOf } from '../client/client';
import type { Command, NodeSpec, Run } from '../client/simulation';
import type { ApiRequest } from '../client/transport';
import { cleaned } from './clean';
import { withoutClashes } from './cleanService';
import { TWIN_PROVISIONER } from './cleanStorage';
import { type CopyContext, volumeNames } from './copyContext';
import { creationOrder, placed } from './creationOrder';
import { credentialNotes } from './credentials';
import { builtInKind, type ServedKinds, servedKinds } from './customKinds';
import { type Phase, planOf } from './kindPlan';
import { type Manifest, subjectOf, without } from './manifest';
import { missingObjects } from './missing';
import type { Note } from './note';
import { containersOf } from './podTemplates';
import { provisionerObjects } from './provisionerPod';
import { type SelectionOptions, selectObjects } from './selection';
import { imagesIn, standIns } from './standIns';
import { mergePatch, nodeNames, twinNodes } from './twinNodes';

export interface ImportOptions extends Pick<SelectionOptions, 'namespaces' | 'withSystem'> {
  /** Images that the simulation cannot pull; ask it about each of `imagesToAsk`. */
  readonly unknownImages: ReadonlySet<string>;
  /** The machines, if the objects have no nodes. */
  readonly defaultNodes: readonly NodeSpec[];
  /** Virtual milliseconds since the epoch at which the twin starts; absent: where every run does. */
  readonly startedAt?: number;
}

export interface Twin {
  readonly run: Run;
  readonly notes: readonly Note[];
  /** How many objects of each kind the run makes; Nodes are counted by `run.nodes`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** More would take minutes to play. The rest is left out. */
const MOST_OBJECTS = 10_000;
/** Virtual time that controllers take for what they make of namespaces, definitions and quotas. */
const GROUND_MS = 3_000;
const CONFIGURATION_MS = 5_000;
/** Until a machine that is off counts as such, so that nothing is placed there. */
const NOT_READY_MS = 75_000;

/** The images that `importCluster` has to know about. */
export function imagesToAsk(objects: readonly Manifest[]): readonly string[] {
  return imagesIn(objects);
}

/** Builds the run of a twin. The same input gives the same run. Never throws. */
export function importCluster(given: readonly Manifest[], options: ImportOptions): Twin {
  const served = servedKinds(given);
  const objects = given.map((object) => placed(object, served));
  const machines = twinNodes(objects, options.defaultNodes);
  const rest = objects.filter((object) => builtInKind(object) !== 'Node');
  const selection = selectObjects(rest, served, options);
  const context = contextOf(selection.kept, nodeNames(machines.nodes));
  const copies = selection.kept.map((object) => cleaned(object, context));
  const services = withoutClashes(
    copies.map(({ object }) => object).filter((object) => builtInKind(object) === 'Service'),
  );
  const plain = [
    ...copies.map(({ object }) => object).filter((object) => builtInKind(object) !== 'Service'),
    ...services.map(({ object }) => object),
  ];
  const running = standIns(plain, options.unknownImages);
  const missing = missingObjects(running.objects);
  const ordered = creationOrder([...running.images, ...missing.added, ...running.objects]);
  const most = ordered.slice(0, MOST_OBJECTS);
  const provisioner = needsProvisioner(most) ? provisionerObjects() : [];
  const notes = [
    ...machines.notes,
    ...selection.notes,
    ...[...copies, ...services].flatMap((copy) => copy.notes),
    ...running.notes,
    ...missing.notes,
    ...credentialNotes(most),
    ...ordered.slice(MOST_OBJECTS).map(tooMany),
    ...(provisioner.length > 0 ? [addedProvisioner] : []),
  ];
  const commands = commandsOf({
    machines,
    objects: [...provisioner, ...most],
    served,
    hasDark: machines.faults.length > 0,
  });
  const { startedAt } = options;
  return {
    run: {
      version: 1,
      profile: 'v1.36',
      seed: 1,
      ...(startedAt === undefined ? {} : { startedAt }),
      nodes: machines.nodes,
      // What a cluster runs itself is not copied: the twin has its own.
      ...(copiesSystem(options) ? {} : { addons: USUAL_ADDONS }),
      files: {},
      commands,
      untilMs: commands.at(-1)?.atMs ?? 0,
    },
    notes,
    counts: countsOf(most),
  };
}

/** Whether kube-system is copied as it is, with whatever makes names and Services there. */
function copiesSystem({ namespaces, withSystem }: ImportOptions): boolean {
  return withSystem === true || namespaces?.includes('kube-system') === true;
}

const addedProvisioner: Note = { tone: 'notice', key: 'addedProvisioner' };

function tooMany(object: Manifest): Note {
  return { tone: 'leftOut', key: 'tooMany', about: subjectOf(object), params: { most: MOST_OBJECTS } };
}

function contextOf(kept: readonly Manifest[], nodes: ReadonlySet<string>): CopyContext {
  const volumes = volumeNames(kept);
  const hasLocalPath = kept.some((object) =>
    containersOf(object).some(({ container }) => String(container.image).includes('rancher/local-path-provisioner')),
  );
  return {
    purpose: 'twin',
    keepsSecretValues: false,
    hasVolume: (name) => volumes.has(name),
    hasNode: (name) => nodes.has(name),
    hasProvisioner: (name) => name === TWIN_PROVISIONER || (name === 'rancher.io/local-path' && hasLocalPath),
  };
}

/** Its own pod is one of the system's, which is left out. */
function needsProvisioner(objects: readonly Manifest[]): boolean {
  return (
    objects.some(({ kind, provisioner }) => kind === 'StorageClass' && provisioner === TWIN_PROVISIONER) &&
    !objects.some((object) =>
      containersOf(object).some(({ container }) =>
        String(container.image).includes('k8s-minikube/storage-provisioner'),
      ),
    )
  );
}

interface Building {
  readonly machines: ReturnType<typeof twinNodes>;
  readonly objects: readonly Manifest[];
  readonly served: ServedKinds;
  readonly hasDark: boolean;
}

/** First the ground, then what workloads refer to, then the workloads; between them time for the controllers. */
function commandsOf({ machines, objects, served, hasDark }: Building): readonly Command[] {
  const configuredAt = hasDark ? NOT_READY_MS : GROUND_MS;
  const startOf: Readonly<Record<Phase, number>> = {
    ground: 0,
    configuration: configuredAt,
    workloads: configuredAt + CONFIGURATION_MS,
  };
  const phased = objects.map((object) => {
    const plan = planOf(builtInKind(object));
    const atMs = 'leftOut' in plan ? 0 : startOf[plan.phase];
    return { atMs, type: 'request', request: creation(object, served) } as const;
  });
  return [
    ...machines.requests.map((request) => ({ atMs: 0, type: 'request', request }) as const),
    ...machines.faults.map((fault) => ({ atMs: 0, type: 'fault', fault }) as const),
    ...phased.sort((one, other) => one.atMs - other.atMs),
  ];
}

/** What makes the object. ServiceAccount `default` is there by then, so it is changed. */
export function creation(object: Manifest, served: ServedKinds): ApiRequest {
  const { apiVersion, kind, metadata } = object;
  if (kind === 'ServiceAccount' && metadata.name === 'default') {
    const path = pathOf('ServiceAccount', metadata.namespace, metadata.name);
    return mergePatch(path, {
      ...without(object, 'apiVersion', 'kind'),
      metadata: without(metadata, 'name', 'namespace'),
    });
  }
  const info = served(apiVersion, kind);
  const plural = typeof info === 'object' ? info.plural : '';
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return { method: 'POST', path: `${root}${scope}/${plural}`, headers: { 'user-agent': 'kubectl' }, body: object };
}

function countsOf(objects: readonly Manifest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
