/** The frame of the plugins that look at pods alone: they see the main endpoint of pods, typed. */
import type { Pod } from '../../api/core/pod';
import type { Kind, Kinds } from '../../api/kinds';
import type { AdmissionPlugin, Attributes } from './admission';

export type { AdmissionPlugin } from './admission';

/** A plugin that hands every other kind and every subresource but those of `also` through. */
export function admitsPods(
  name: string,
  admit: (pod: Pod, attributes: Attributes<'Pod'>) => Pod,
  also?: 'resize',
): AdmissionPlugin {
  return {
    name,
    admit<K extends Kind>(attributes: Attributes<K>): Kinds[K] {
      const { kind, subresource } = attributes;
      if (kind !== 'Pod' || (subresource !== '' && subresource !== also)) return attributes.object;
      const ofPod = attributes as Attributes as Attributes<'Pod'>; // `kind` says so; the compiler does not follow it into K.
      return admit(ofPod.object, ofPod) as Kinds[K];
    },
  };
}
