/** How the API server treats Images, a kind of kubeloop's own: what is left out is that of a quiet server. */
import type { ImageSpec } from '../../api/images/image';
import type { Strategy } from './strategy';
import { checkImage } from './validation/images';
import { validations } from './validation/rules';

/** As images of a middling service. */
const SIZE_MB = 50;
/** How a program ends that a signal ends: 128 and the number of SIGTERM. */
const TERMINATED = 143;

export const image: Strategy<'Image'> = {
  kind: 'Image',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: withDefaults(given.spec ?? {}) }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Image', { check: ({ spec }, errors) => checkImage(spec, errors) }),
};

function withDefaults(given: ImageSpec): ImageSpec {
  const { stop, cpu, exit, memory } = given;
  return {
    ...given,
    sizeMB: given.sizeMB ?? SIZE_MB,
    userland: given.userland ?? 'busybox',
    ...(exit === undefined ? {} : { exit: { ...exit, code: exit.code ?? 0 } }),
    stop: { ...stop, onTerm: stop?.onTerm ?? 'Exit', code: stop?.code ?? TERMINATED },
    memory: memory === undefined || memory.length === 0 ? [{ afterSeconds: 0, bytes: '5Mi' }] : memory,
    cpu: { ...cpu, idle: cpu?.idle ?? '1m' },
  };
}
