/**
 * `--overrides`: what a person adds by hand to an object that kubectl makes.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/override_options.go (v1.36.3).
 * Left out: fields that Kubernetes does not know stay, where kubectl's decoder drops them.
 */
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import { isBag } from '../resource/manifests';
import type { TypedObject } from './typedObject';

/** `object` with the patch of --overrides applied to it. Throws CommandError for a patch that cannot be read. */
export function overridden({ flags }: Invocation, object: TypedObject): TypedObject {
  const text = flags.string('overrides');
  if (text === '') return object;
  const type = flags.string('override-type');
  if (type === 'strategic' || type === 'json') {
    throw new CommandError(`kubeloop: --override-type=${type} is not simulated`);
  }
  if (type !== 'merge') throw new CommandError(`invalid override type: ${type}`);
  const patch = parsed(text);
  if (!isBag(patch)) throw new CommandError('Invalid JSON Patch');
  return mergedInto(object, patch) as TypedObject; // The patch is a person's; the server checks what comes of it.
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError('Invalid JSON Patch');
  }
}

/** RFC 7386: null removes, maps merge, all else replaces. */
function mergedInto(target: unknown, patch: unknown): unknown {
  if (!isBag(patch)) return patch;
  const merged: Record<string, unknown> = isBag(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergedInto(merged[key], value);
  }
  return merged;
}
