/**
 * The pod that exec, attach and port-forward mean by an object: itself, or the most active one of a workload.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/attachablepodforobject.go (v1.36.3).
 */
import type { Pod } from '../../../api/core/pod';
import type { Invocation } from '../../command';
import { CommandError, oneOf } from '../../errors';
import { asPod, byActivity, firstPodOf } from '../../polymorphic/firstPod';
import { goTypeOf } from '../../polymorphic/goType';
import { podSelectorOf } from '../../polymorphic/selector';
import type { Unstructured } from '../../resource/access';
import { type BuilderOptions, build } from '../../resource/builder';

/** The one object that `POD`, `TYPE/NAME` or files name. Rejects with ApiError or CommandError. */
export async function namedObject(
  invocation: Invocation,
  words: readonly string[],
  files: Pick<BuilderOptions, 'filenames'> = {},
): Promise<Unstructured> {
  const [first = ''] = words;
  const args = words.length === 1 && !first.includes('/') ? ['pods', first] : words;
  const built = await build(invocation, { args, ...files, latest: true });
  if (built.errors.length > 0) throw oneOf(built.errors);
  const [info, ...others] = built.infos;
  if (others.length > 0) throw new CommandError('cannot exec into multiple objects at a time');
  if (info?.object === undefined) throw new CommandError('expected a resource');
  return info.object;
}

/** Waits up to --pod-running-timeout for a workload's first pod. Throws CommandError for kinds without pods. */
export async function attachablePodOf(invocation: Invocation, object: Unstructured): Promise<Pod> {
  const pod = asPod(object);
  if (pod !== undefined) return pod;
  const found = await firstPodOf(invocation, object.metadata.namespace ?? '', selectorOf(object), byActivity);
  return found.pod;
}

function selectorOf(object: Unstructured): string {
  try {
    return podSelectorOf(object);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`cannot attach to ${goTypeOf(object)}: ${error.message}`);
  }
}

/** Throws CommandError for a pod that has ended: `cannot exec into a container in a completed pod; ...`. */
export function requireUnfinished({ status }: Pod, doing: string): void {
  if (status.phase !== 'Succeeded' && status.phase !== 'Failed') return;
  throw new CommandError(`cannot ${doing} a container in a completed pod; current phase is ${status.phase}`);
}
