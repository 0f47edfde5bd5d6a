/**
 * `--overrides` and `--override-type`: what a person changes by hand in an object that kubectl makes.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/override_options.go (v1.36.3).
 * Left out: fields that Kubernetes does not know stay, where kubectl's decoder drops them.
 */
import { applyPatch } from '../apply/applyPatch';
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import type { Unstructured } from '../resource/access';
import { isBag } from '../resource/manifests';
import type { TypedObject } from './typedObject';

/** `object` with the patch of --overrides applied to it. Throws CommandError for a patch that cannot be read. */
export function overridden({ flags }: Invocation, object: TypedObject): TypedObject {
  const text = flags.string('overrides');
  if (text === '') return object;
  const type = flags.string('override-type');
  if (type !== 'merge' && type !== 'strategic' && type !== 'json') {
    throw new CommandError(`invalid override type: ${type}`);
  }
  const patch = parsed(text);
  if (type === 'merge' && !isBag(patch)) throw new CommandError('Invalid JSON Patch');
  // The object has no uid and no version yet, which no patch asks for; the server checks what comes of it.
  return applyPatch(object as unknown as Unstructured, type, patch) as unknown as TypedObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError('Invalid JSON Patch');
  }
}
