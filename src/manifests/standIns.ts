/**
 * Images that the simulation does not know: a generic server answers at the ports that the containers name, so that
 * the rest of the cluster can be tried. What such a container would do beside that is not known, and is told.
 */
import type { JsonObject } from '../api/meta/jsonObject';
import { parseReference } from '../api/meta/imageReference';
import { builtInKind } from './customKinds';
import { listAt, type Manifest, objectAt, subjectOf, textAt, without } from './manifest';
import type { Note } from './note';
import { containersOf, withContainers } from './podTemplates';

/** Objects with containers that can run, and the Images that say what they do. */
export interface StandIns {
  readonly objects: readonly Manifest[];
  readonly images: readonly Manifest[];
  readonly notes: readonly Note[];
}

/** The images of all containers, as they are named without a digest. Asked of the simulation before `standIns`. */
export function imagesIn(objects: readonly Manifest[]): readonly string[] {
  const images = objects.flatMap((object) =>
    containersOf(object).map(({ container }) => withoutDigest(textAt(container, 'image') ?? '')),
  );
  return [...new Set(images)].filter((image) => image !== '');
}

/** `unknown`: those of `imagesIn` that nobody has told what they do. */
export function standIns(objects: readonly Manifest[], unknown: ReadonlySet<string>): StandIns {
  const told = new Set(
    objects.flatMap((object) => (builtInKind(object) === 'Image' ? [textAt(object, 'spec', 'reference')] : [])),
  );
  const isUnknown = (image: string) => unknown.has(image) && !told.has(image) && !('cause' in parseReference(image));
  const ports = portsByImage(objects, isUnknown);
  const notes: Note[] = [];
  const changed = objects.map((object) => {
    const about = subjectOf(object);
    const note = (key: Note['key'], image: string) => notes.push({ tone: 'changed', key, about, params: { image } });
    const doClash = clash(object, ports);
    return withContainers(object, ({ container, ends }) => {
      const written = textAt(container, 'image') ?? '';
      const image = withoutDigest(written);
      if (image !== written) note('digest', written);
      const named = image === written ? container : { ...container, image };
      if (!isUnknown(image)) return named;
      if (ends) {
        note('endsAtOnce', image);
        return endingAtOnce(named);
      }
      const bare = withoutPrograms(named);
      if (bare !== named) note('execProbe', image);
      return doClash ? withOwnPorts(bare, image, ports) : bare;
    });
  });
  for (const image of ports.keys())
    notes.push({ tone: 'changed', key: 'standIn', about: { kind: 'Image', name: image } });
  return {
    objects: changed,
    images: [...ports].map(([image, found], index) => imageObject(image, found, index)),
    notes,
  };
}

type PortsByImage = Map<string, ReadonlySet<number>>;

/** Every unknown image with all ports that one of its containers names. */
function portsByImage(objects: readonly Manifest[], isUnknown: (image: string) => boolean): PortsByImage {
  const ports: PortsByImage = new Map();
  for (const object of objects) {
    for (const { container, ends } of containersOf(object)) {
      const image = withoutDigest(textAt(container, 'image') ?? '');
      if (!isUnknown(image)) continue;
      ports.set(image, new Set([...(ports.get(image) ?? []), ...(ends ? [] : portsOf(container))]));
    }
  }
  return ports;
}

/** Whether two containers of one pod would listen at one port, because their images listen at each other's. */
function clash(object: Manifest, ports: PortsByImage): boolean {
  const all = containersOf(object)
    .filter(({ ends }) => !ends)
    .flatMap(({ container }) => [
      ...(ports.get(withoutDigest(textAt(container, 'image') ?? '')) ?? portsOf(container)),
    ]);
  return new Set(all).size < all.length;
}

/** The container with an image of its own, which listens at no other ports than this container names. */
function withOwnPorts(container: JsonObject, image: string, ports: PortsByImage): JsonObject {
  const own = portsOf(container);
  const reference = parseReference(image);
  const tag = 'cause' in reference ? 'latest' : (reference.tag ?? 'latest');
  const bare = image.endsWith(`:${tag}`) ? image.slice(0, -tag.length - 1) : image;
  const variant = `${bare}:${tag.slice(0, 90)}-ports${own.map((port) => `-${port}`).join('')}`;
  ports.set(variant, new Set(own));
  return { ...container, image: variant };
}

/** `nginx:1.29@sha256:...` is `nginx:1.29` to the simulation, whose images have digests of their own. */
function withoutDigest(image: string): string {
  return image.replace(/@sha256:[0-9a-f]{64}$/, '');
}

/** Its program is not known, only that the pod waits for its end. */
function endingAtOnce(container: JsonObject): JsonObject {
  return { ...without(container, 'args', 'lifecycle'), command: ['sleep', '2'] };
}

/** Without probes and hooks that run a program of the image. */
function withoutPrograms(container: JsonObject): JsonObject {
  const runs = (handler: string, ...path: readonly string[]) =>
    objectAt(container, ...path, handler).exec !== undefined;
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter(
    (probe) => runs(probe) || speaksGrpc(container, probe),
  );
  const hooks = ['postStart', 'preStop'].filter((hook) => runs(hook, 'lifecycle'));
  const bare = probes.length === 0 ? container : without(container, ...probes);
  if (hooks.length === 0) return bare;
  const lifecycle = without(objectAt(bare, 'lifecycle'), ...hooks);
  return Object.keys(lifecycle).length === 0 ? without(bare, 'lifecycle') : { ...bare, lifecycle };
}

/** The stand-in speaks HTTP alone. */
function speaksGrpc(container: JsonObject, probe: string): boolean {
  return objectAt(container, probe).grpc !== undefined;
}

/** Ports that the container declares or its probes and hooks ask. */
function portsOf(container: JsonObject): readonly number[] {
  const declared = listAt(container, 'ports');
  const numberOf = (port: unknown): number[] => {
    if (typeof port === 'number') return [port];
    const named = declared.find(({ name }) => name !== undefined && name === port)?.containerPort;
    return typeof named === 'number' ? [named] : [];
  };
  const asked = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => objectAt(container, probe)),
    ...['postStart', 'preStop'].map((hook) => objectAt(container, 'lifecycle', hook)),
  ].flatMap((handler) => [
    ...numberOf(objectAt(handler, 'httpGet').port),
    ...numberOf(objectAt(handler, 'tcpSocket').port),
  ]);
  const listened = declared
    .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
    .flatMap(({ containerPort }) => numberOf(containerPort));
  return [...listened, ...asked];
}

function imageObject(image: string, ports: ReadonlySet<number>, index: number): Manifest {
  const name = image
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const responses = [{ body: 'Hello from $HOSTNAME\n' }];
  return {
    apiVersion: 'images.kubeloop.dev/v1',
    kind: 'Image',
    // Two registries may have images of one name.
    metadata: { name: `${name === '' ? 'image' : name}-${index + 1}` },
    spec: {
      reference: image,
      ...(ports.size === 0 ? {} : { ports: [...ports].map((port) => ({ port, responses })) }),
    },
  };
}
