/**
 * A new object as its maker has sent it. Owners are noted before admission adds to it; here they are told from what is
 * stored, which takes no memory of its own.
 */
import type { Kind } from '../../api/kinds';
import type { Pod } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';

/** What admission and the scheduler add to the spec of a pod that does not say them. */
const ADDED = ['nodeName', 'serviceAccount', 'serviceAccountName', 'tolerations', 'priority', 'preemptionPolicy'];

/** Which of those a new object says itself. */
export function saidIn(kind: Kind, sent: KubeObject): readonly string[] {
  if (kind !== 'Pod') return NOTHING;
  const { spec } = sent as Pod; // The kind says so.
  return ADDED.filter((name) => spec[name as keyof Pod['spec']] !== undefined);
}

const NOTHING: readonly string[] = Object.freeze([]);

/** `stored` without its status and without what was added to it. */
export function asSent(kind: Kind, stored: KubeObject, said: readonly string[] = NOTHING): object {
  const { status: _reset, ...object } = stored as KubeObject & { readonly status?: unknown };
  return kind === 'Pod' ? podAsSent(object as unknown as Pod, said) : object; // The kind says so.
}

function podAsSent({ spec, ...pod }: Pod, said: readonly string[]): object {
  const isToken = ({ name }: { readonly name: string }) => name.startsWith('kube-api-access-');
  const volumes = spec.volumes?.filter((volume) => !isToken(volume)) ?? [];
  const { volumes: _all, ...rest } = spec;
  return {
    ...pod,
    spec: {
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => said.includes(name) || !ADDED.includes(name))),
      ...(volumes.length === 0 ? {} : { volumes }),
      containers: spec.containers.map(({ volumeMounts, ...container }) => {
        const mounts = volumeMounts?.filter((mount) => !isToken(mount)) ?? [];
        return mounts.length === 0 ? container : { ...container, volumeMounts: mounts };
      }),
    },
  };
}
