/**
 * The messages that objects of Kubernetes are written in: numbers, names and types of their fields.
 * messages.json tells the struct tags of k8s.io/{api,apimachinery,apiextensions-apiserver,kube-aggregator} v0.36.3. Each
 * field is `NUMBER NAME TYPE FLAGS`; of the flags o is omitempty, z omitzero, p a pointer, r repeated, m a map, i inline.
 */
import table from './messages.json';

export interface Field {
  /** As in JSON; empty for a struct that is inlined. */
  readonly name: string;
  /** A message by its name, `list:TYPE` for a message that is nothing but a list, or a word that decode.ts knows. */
  readonly type: string;
  readonly omitsEmpty: boolean;
  readonly omitsZero: boolean;
  readonly isPointer: boolean;
  readonly isRepeated: boolean;
  readonly isMap: boolean;
}

const kinds: Readonly<Record<string, string>> = table.kinds;
const messages: Readonly<Record<string, string>> = table.messages;
const parsed = new Map<string, ReadonlyMap<number, Field>>();

/** The message of a kind; undefined for what is no built-in. DeleteOptions belong to every version. */
export function messageOf(apiVersion: string, kind: string): string | undefined {
  if (kind === 'DeleteOptions') return 'meta.v1.DeleteOptions';
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/** The fields of a message by their numbers; undefined if there is no message of that name. */
export function fieldsOfMessage(name: string): ReadonlyMap<number, Field> | undefined {
  const known = parsed.get(name);
  const text = Object.hasOwn(messages, name) ? messages[name] : undefined;
  if (known !== undefined || text === undefined) return known;
  const fields = new Map(text.split('; ').flatMap((row) => (row === '' ? [] : [fieldOf(row)])));
  parsed.set(name, fields);
  return fields;
}

function fieldOf(row: string): readonly [number, Field] {
  const [number = '', name = '', type = '', flags = ''] = row.split(' ');
  const has = (flag: string): boolean => flags.includes(flag);
  const field = {
    name,
    type,
    omitsEmpty: has('o'),
    omitsZero: has('z'),
    isPointer: has('p'),
    isRepeated: has('r'),
    isMap: has('m'),
  };
  return [Number(number), field];
}
