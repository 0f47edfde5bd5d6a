/** Where the behaviour of an image comes from: an Image object, else the registry of those that are known. */
import type { ImageSpec } from '../../api/images/image';
import type { ImageBehaviour } from '../runtime/process';
import { definedImage } from './definedImage';
import { findImage } from './registry';

/** What a container of this repository and tag does; a definition goes before what is known. */
export function imageOf(row: {
  readonly repository: string;
  readonly tag: string;
  readonly definition?: ImageSpec;
}): ImageBehaviour | undefined {
  return row.definition === undefined ? findImage(row.repository, row.tag) : definedImage(row.definition);
}
