/** API objects as expressions see them: whole numbers are ints, maps are maps. Each object is turned once. */
import { isJsonObject } from '../api/meta/jsonObject';
import type { KubeObject } from '../api/meta/objectMeta';
import { countsOfStatus } from './counts';

/** What stored objects, which never change, became. */
const turned = new WeakMap<KubeObject, object>();
/** And back: functions look at the object itself. */
const origins = new WeakMap<object, KubeObject>();

/** The object in an expression. */
export function valueOf(object: KubeObject): object {
  let value = turned.get(object);
  if (value === undefined) {
    value = withCounts(object.kind, inExpression(object) as { status?: Record<string, unknown> }); // An object stays one.
    turned.set(object, value);
    origins.set(value, object);
  }
  return value;
}

function withCounts(kind: string, value: { status?: Record<string, unknown> }): object {
  const { status } = value;
  if (status !== undefined) for (const name of countsOfStatus[kind] ?? []) status[name] ??= 0n;
  return value;
}

/** The object that a function was given; undefined for what is none, such as the null of one that is not there. */
export function originOf(value: unknown): KubeObject | undefined {
  return typeof value === 'object' && value !== null ? origins.get(value) : undefined;
}

/** Plain data as the language knows it. */
export function inExpression(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inExpression);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (!isJsonObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) if (value[name] !== undefined) result[name] = inExpression(value[name]);
  return result;
}

/** Longest text of a value that is shown. */
const MOST_CHARACTERS = 300;

/** A value of the language for people: `3`, `true`, `"Running"`, `["a"]`; objects by their names, and cut where it is long. */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => plain(part)) ?? String(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function plain(part: unknown): unknown {
  // Beyond 2^53 no field goes.
  if (typeof part === 'bigint') return Number(part);
  const object = originOf(part);
  return object === undefined ? part : `${(object.kind ?? '').toLowerCase()}/${object.metadata.name}`;
}
