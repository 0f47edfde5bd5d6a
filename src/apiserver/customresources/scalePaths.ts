/**
 * The fields of a custom resource that its scale subresource reads and writes.
 * Models apiextensions-apiserver/pkg/registry/customresource/{etcd,validator}.go (v1.36.3).
 */
import type { CustomResourceSubresources } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';
import { type FieldError, invalid } from '../registry/fieldError';
import type { ScaleFields } from '../resourceStrategy';
import { ApiError, failure } from '../../api/meta/status';
import { goText } from '../patch/jsonValue';

type Scale = NonNullable<CustomResourceSubresources['scale']>;

const namesOf = (path: string): readonly string[] => path.slice(1).split('.');

/** What stands at a simple path such as `.spec.replicas`. */
export function valueAt(object: unknown, path: string): unknown {
  return namesOf(path).reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), object);
}

/** `object` with `value` at a simple path. */
export function withValueAt<T extends object>(object: T, path: string, value: unknown): T {
  const put = (at: unknown, names: readonly string[]): unknown => {
    const [name, ...rest] = names;
    if (name === undefined) return value;
    const bag = isJsonObject(at) ? at : {};
    return { ...bag, [name]: put(bag[name], rest) };
  };
  return put(object, namesOf(path)) as T; // The path begins at one of its fields.
}

/** The fields that `scale` names. */
export function scaleFields({ specReplicasPath, statusReplicasPath, labelSelectorPath }: Scale): ScaleFields {
  const numberAt = (object: object, path: string): number | undefined => {
    const value = valueAt(object, path);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    read(object) {
      const replicas = numberAt(object, specReplicasPath);
      if (replicas === undefined) {
        const why = `the spec replicas field ${JSON.stringify(specReplicasPath)} does not exist`;
        throw new ApiError(
          failure(500, 'InternalError', `Internal error occurred: ${why}`, {
            causes: [{ reason: '', message: why, field: '' }],
          }),
        );
      }
      const selector = labelSelectorPath === undefined ? undefined : valueAt(object, labelSelectorPath);
      return {
        replicas,
        present: numberAt(object, statusReplicasPath) ?? 0,
        selector: typeof selector === 'string' ? selector : '',
      };
    },
    withReplicas: (object, replicas) => withValueAt(object, specReplicasPath, replicas),
  };
}

/** Replicas that are no whole number from zero on. */
export function scaleErrors(object: object, scale: Scale): readonly FieldError[] {
  return [scale.specReplicasPath, scale.statusReplicasPath].flatMap((path) => {
    const mistake = accessMistake(object, path);
    if (mistake !== undefined) return [invalid(path, 0, `${path} accessor error: ${mistake}`)];
    const value = valueAt(object, path);
    return typeof value === 'number' && value < 0 ? [invalid(path, value, 'should be a non-negative integer')] : [];
  });
}

function accessMistake(object: object, path: string): string | undefined {
  let at: unknown = object;
  for (const name of namesOf(path)) {
    if (!isJsonObject(at)) return `${goText(at)} is of the type ${goType(at)}, expected map[string]interface{}`;
    at = at[name];
    if (at === undefined) return undefined;
  }
  return typeof at === 'number' && Number.isInteger(at)
    ? undefined
    : `${goText(at)} is of the type ${goType(at)}, expected int64`;
}

function goType(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
