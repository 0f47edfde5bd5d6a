/** Where the behaviour of an image comes from: an Image object, else the registry of those that are known. */
import type { ImageSpec } from '../../api/images/image';
import type { ImageBehaviour } from '../runtime/process';
import { userland } from '../runtime/userland';
import { findClusterImage } from './clusterImages';

/** What a container of this repository and tag does; a definition goes before what is known. */
export function imageOf(row: {
  readonly repository: string;
  readonly tag: string;
  readonly definition?: ImageSpec;
}): ImageBehaviour | undefined {
  if (row.definition !== undefined) return userland()?.definedImage(row.definition);
  return findClusterImage(row.repository) ?? userland()?.findImage(row.repository, row.tag);
}
