/**
 * Which container of a pod a command means.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/podcmd/podcmd.go (v1.36.3).
 */
import type { Container, Pod } from '../../api/core/pod';
import { CommandError } from '../errors';
import { goQuote } from '../../printers/goFormat';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Regular, ephemeral and init containers, in this order. */
function namedContainers({ spec }: Pod): readonly { readonly container: Container; readonly suffix: string }[] {
  // Ephemeral containers have the fields of others that are read here.
  const ephemeral = (spec.ephemeralContainers ?? []) as readonly Container[];
  return [
    ...spec.containers.map((container) => ({ container, suffix: '' })),
    ...ephemeral.map((container) => ({ container, suffix: ' (ephem)' })),
    ...(spec.initContainers ?? []).map((container) => ({ container, suffix: ' (init)' })),
  ];
}

/** `a, b, dbg (ephem), prep (init)`. */
export function allContainerNames(pod: Pod): string {
  return namedContainers(pod)
    .map(({ container, suffix }) => `${container.name}${suffix}`)
    .join(', ');
}

/** In the order in which logs of all containers are shown: init, regular, ephemeral. */
export function containersOf({ spec }: Pod): readonly Container[] {
  const ephemeral = (spec.ephemeralContainers ?? []) as readonly Container[]; // As above.
  return [...(spec.initContainers ?? []), ...spec.containers, ...ephemeral];
}

/**
 * The container of that name; without a name the one that the pod's annotation names, else the first, which `warn` is
 * told if there are others. Throws CommandError for a name that the pod does not have.
 */
export function containerOf(pod: Pod, name: string, warn: (text: string) => void): Container {
  const find = (wanted: string) => namedContainers(pod).find(({ container }) => container.name === wanted)?.container;
  if (name !== '') {
    const found = find(name);
    if (found !== undefined) return found;
    throw new CommandError(
      `container ${name} is not valid for pod ${pod.metadata.name} out of: ${allContainerNames(pod)}`,
    );
  }
  const preferred = find(pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? '');
  if (preferred !== undefined) return preferred;
  const [first, ...others] = namedContainers(pod);
  if (first === undefined) throw new CommandError(`pod ${pod.metadata.name} has no containers`);
  if (others.length > 0) {
    warn(`Defaulted container ${goQuote(first.container.name)} out of: ${allContainerNames(pod)}\n`);
  }
  return first.container;
}
