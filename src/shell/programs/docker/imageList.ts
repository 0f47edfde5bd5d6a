/** The images on the learner's machine. Their list is a file, where docker keeps its own: it lives as long as the shell. */
import type { ImageSpec } from '../../../api/images/image';
import { canonicalName, parseReference, type ImageReference } from '../../../api/meta/imageReference';
import type { Io } from '../../../kubectl/environment';
import type { World } from '../../shell';

const PATH = '/var/lib/docker/image/overlay2/repositories.json';

export interface LocalImage {
  /** `docker.io/library/photo-view:v2.0`. */
  readonly name: string;
  /** `sha256:...`; names of one image share it. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** What it does, as far as its Dockerfile tells. */
  readonly spec: Omit<ImageSpec, 'reference' | 'stop' | 'memory' | 'cpu'>;
}

/** Newest first. */
export async function localImages({ files }: World): Promise<readonly LocalImage[]> {
  try {
    return JSON.parse(await files.read(PATH)) as readonly LocalImage[]; // As `addImage` wrote it.
  } catch {
    return []; // None has been built yet.
  }
}

/** Adds an image; another one of that name loses it. */
export async function addImage(image: LocalImage, world: World): Promise<void> {
  const others = (await localImages(world)).filter(({ name }) => name !== image.name);
  await world.files.write(PATH, JSON.stringify([image, ...others]));
}

/** The image of that name, or undefined. */
export async function imageNamed(reference: ImageReference, world: World): Promise<LocalImage | undefined> {
  const name = canonicalName(reference);
  return (await localImages(world)).find((image) => image.name === name);
}

/** The parts of `name`; undefined if it is none, which is said in docker's words. */
export async function referenceOf(name: string, io: Io): Promise<ImageReference | undefined> {
  const reference = parseReference(name);
  if (!('cause' in reference)) return reference;
  await io.err(`${reference.cause}\n`);
  return undefined;
}

/** As docker shows a repository: without its own registry and what official images are under. */
export function familiarName({ domain, path }: ImageReference): string {
  return domain === 'docker.io' ? path.replace(/^library\//, '') : `${domain}/${path}`;
}
