/** What the container runtime makes of an image's name. Models containerd, and pkg/util/parsers (v1.36.3). */
import { canonicalName, parseReference } from '../../api/meta/imageReference';
import type { ParsedImage } from './containerRuntime';

/** The same as the answer of `ContainerRuntime.parseImage`. */
export function parseImage(image: string): ParsedImage {
  const reference = parseReference(image);
  if ('cause' in reference) return { type: 'invalid', cause: reference.cause };
  const canonical = canonicalName(reference);
  const familiarName = canonical.replace(/^docker\.io\/(library\/)?/, '');
  return { type: 'ok', reference: canonical, familiarName };
}
