/** Image objects as the registries see them: outside of the cluster, by the full name of the image. */
import { storagePrefix } from '../apiserver/storageKey';
import type { Image, ImageSpec } from '../api/images/image';
import { canonicalName, parseReference } from '../api/meta/imageReference';
import type { Store } from '../storage/store';

/** Finds what the Image object for a full name (`docker.io/library/myapp:1.0`) says; of several the first by name. */
export function imageDefinitions(store: Store): (name: string) => ImageSpec | undefined {
  const prefix = storagePrefix('Image');
  return (name) => {
    for (const { value } of store.list(prefix).entries) {
      const { spec } = value as Image; // That prefix holds Images.
      const reference = parseReference(spec.reference);
      if (!('cause' in reference) && canonicalName(reference) === name) return spec;
    }
    return undefined;
  };
}
