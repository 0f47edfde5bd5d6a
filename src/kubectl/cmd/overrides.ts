/**
 * `--overrides` and `--override-type`: what a person changes by hand in an object that kubectl makes.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/override_options.go (v1.36.3).
 * Left out: fields that Kubernetes does not know stay, where kubectl's decoder drops them.
 */
import { isJsonObject } from '../../api/meta/jsonObject';
import { applyPatch } from '../apply/applyPatch';
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import type { Unstructured } from '../resource/access';
import { JsonEndError, JsonSyntaxError, readJson } from '../resource/goJson';
import type { TypedObject } from './typedObject';

/** `object` with the patch of --overrides applied to it. Throws CommandError for a patch that cannot be read. */
export function overridden({ flags }: Invocation, object: TypedObject): TypedObject {
  const text = flags.string('overrides');
  if (text === '') return object;
  const type = flags.string('override-type');
  if (type !== 'merge' && type !== 'strategic' && type !== 'json') {
    throw new CommandError(`invalid override type: ${type}`);
  }
  const patch = parsed(text, type);
  if (type === 'merge' && Array.isArray(patch)) throw listForObject();
  if (type === 'merge' && !isJsonObject(patch)) throw new CommandError('Invalid JSON Patch');
  // The object has no uid and no version yet, which no patch asks for; the server checks what comes of it.
  const patched = applyPatch(object as unknown as Unstructured, type, patch) as unknown as TypedObject;
  const { apiVersion, kind } = patched;
  if (apiVersion !== object.apiVersion || kind !== object.kind) {
    throw new CommandError(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  return patched;
}

function parsed(text: string, type: string): unknown {
  try {
    return readJson(text).value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError) && !(error instanceof JsonEndError)) throw error;
    if (type === 'merge') throw new CommandError('Invalid JSON Patch');
    throw new CommandError(type === 'strategic' ? 'invalid JSON document' : error.message);
  }
}

/** What Go's decoder says of a list, which a merge puts in the place of the object. */
function listForObject(): CommandError {
  const fields = String.raw`APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\""`;
  return new CommandError(
    `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { ${fields} }`,
  );
}
