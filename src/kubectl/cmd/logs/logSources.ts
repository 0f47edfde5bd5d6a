/**
 * Which containers' logs are meant by an object.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/logsforobject.go (v1.36.3).
 */
import type { Pod } from '../../../api/core/pod';
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { asPod, byLogging, firstPodOf } from '../../polymorphic/firstPod';
import { containerOf, containersOf } from '../../polymorphic/podContainers';
import { podSelectorOf } from '../../polymorphic/selector';
import { goTypeOf } from '../../polymorphic/goType';
import type { Unstructured } from '../../resource/access';

/** A container whose log is read. */
export interface LogSource {
  readonly pod: Pod;
  readonly container: string;
}

/** One container of a pod, or with flags all of them; of a workload's pods the most telling one, or with a flag all. */
export async function sourcesOf(invocation: Invocation, object: Unstructured): Promise<readonly LogSource[]> {
  const { flags, io } = invocation;
  const pod = asPod(object);
  if (pod !== undefined) return ofPod(invocation, pod);
  const selector = selectorOf(object);
  const namespace = object.metadata.namespace ?? '';
  if (flags.bool('all-pods')) {
    const access = await invocation.access();
    const { items } = await access.list((await access.mapper()).resource('pods'), namespace, {
      labelSelector: selector,
    });
    const pods = items as readonly object[] as readonly Pod[]; // A list of pods.
    return pods.flatMap((each) => ofPod(invocation, each, () => {}));
  }
  const found = await firstPodOf(invocation, namespace, selector, byLogging);
  if (found.count > 1) await io.err(`Found ${found.count} pods, using pod/${found.pod.metadata.name}\n`);
  return ofPod(invocation, found.pod);
}

function selectorOf(object: Unstructured): string {
  try {
    return podSelectorOf(object);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`cannot get the logs from ${goTypeOf(object)}: ${error.message}`);
  }
}

function ofPod(
  { args, flags, io }: Invocation,
  pod: Pod,
  warn: (text: string) => void = (text) => void io.err(text),
): readonly LogSource[] {
  if (flags.bool('all-containers')) return containersOf(pod).map(({ name }) => ({ pod, container: name }));
  const wanted = args[1] ?? flags.string('container');
  return [{ pod, container: containerOf(pod, wanted, warn).name }];
}
