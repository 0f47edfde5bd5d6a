/**
 * Paths of fields, as kubectl explain has them: `spec.nodeName`, `status.conditions[type=Ready].status`,
 * `status.containerStatuses[*].ready`, `metadata.labels["app.kubernetes.io/name"]`. Several are joined by commas.
 */

/** One step of a path: a field, an item by its place, every item, or the item that calls itself so. */
type Step =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly every: true }
  | { readonly key: string; readonly value: string };

const STEP = /\[(\d+)\]|\[(\*)\]|\["([^"]*)"\]|\[(\w+)=([^\]]*)\]|\.?((?:\\.|[^.[\\])+)/g;

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(([, index, every, quoted, key, value = '', field = '']): Step => {
    if (index !== undefined) return { index: Number(index) };
    if (every !== undefined) return { every: true };
    if (quoted !== undefined) return { field: quoted };
    if (key !== undefined) return { key, value };
    return { field: field.replaceAll('\\', '') };
  });
}

/** Reads the fields that `paths` names. What it hands out gives one value, or a list of them for `[*]` and several paths. */
export function fieldReader(paths: string): (object: unknown) => unknown {
  const all = splitPaths(paths).map(stepsOf);
  const [first = []] = all;
  if (all.length === 1) return (object) => read(object, first, 0);
  return (object) => all.map((steps) => read(object, steps, 0) ?? null);
}

/** The single paths of several: a comma in brackets separates nothing. */
function splitPaths(paths: string): readonly string[] {
  return paths.split(/,(?![^[]*\])/).map((path) => path.trim());
}

function read(value: unknown, steps: readonly Step[], at: number): unknown {
  const step = steps[at];
  if (step === undefined || value === undefined || value === null) return value ?? undefined;
  if ('field' in step) return isRecord(value) ? read(value[step.field], steps, at + 1) : undefined;
  if (!Array.isArray(value)) return undefined;
  if ('index' in step) return read(value[step.index], steps, at + 1);
  if ('every' in step) return value.map((item) => read(item, steps, at + 1) ?? null);
  const found: unknown = value.find((item: unknown) => isRecord(item) && String(item[step.key]) === step.value);
  return read(found, steps, at + 1);
}

/** `name` below `path`: names with dots are quoted. */
export function below(path: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}

/** Whether `value` is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
