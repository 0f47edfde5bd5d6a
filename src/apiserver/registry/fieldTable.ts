/**
 * Which fields each API type has, read from the table that `npm run generate` derives from Kubernetes' OpenAPI models.
 * The code of a field is explained in scripts/generateSchema.mjs.
 */
import table from '../../../generated/fields.json';
import { invariant } from '../../sim/invariant';

export type Base = 's' | 'i' | 'l' | 'd' | 'b' | 'q' | 't' | 'u' | 'x' | 'y' | 'o' | '@';

export interface Field {
  readonly container: '' | '[' | '{';
  /** What it holds, or what the items of its list or map are. */
  readonly base: Base;
  /** The struct's name where `base` is `@`. */
  readonly type: string;
  /** No omitempty: kept when zero or empty. */
  readonly printsZero: boolean;
  /** A pointer: a zero that was written is kept. */
  readonly isPointer: boolean;
  /** Null is kept: a time that is not known. */
  readonly printsNull: boolean;
  /** As Go names the type of the whole field. */
  readonly goType: string;
  /** As Go names the type of one item. */
  readonly itemGoType: string;
}

const codes = table as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>; // Written by our own script.
const parsed = new Map<string, ReadonlyMap<string, Field>>();
const goNames: Readonly<Record<string, string>> = {
  s: 'string',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  b: 'bool',
  q: 'resource.Quantity',
  t: 'v1.Time',
  u: 'v1.MicroTime',
  x: 'intstr.IntOrString',
  y: '[]uint8',
  o: 'interface {}',
};

/** The fields of the Go type `type`. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const ofType = codes[type];
  invariant(ofType !== undefined, `the field table has no type ${type}`);
  const fields = new Map(Object.entries(ofType).map(([name, code]) => [name, parseField(code)]));
  parsed.set(type, fields);
  return fields;
}

const nullFields = new Map<string, readonly string[]>();

/** Fields of `type` that Go prints as null where nothing was written. */
export function nullFieldsOf(type: string): readonly string[] {
  const known = nullFields.get(type);
  if (known !== undefined) return known;
  const names = [...fieldsOf(type)].flatMap(([name, { printsNull }]) => (printsNull ? [name] : []));
  nullFields.set(type, names);
  return names;
}

function parseField(code: string): Field {
  const found = /^([[{]?)(?:@(\w+)|(\w))([!*~]*)(?::(.*))?$/.exec(code);
  invariant(found !== null, `the field table cannot be read at ${code}`);
  const [, container = '', type = '', scalar, flags = '', named] = found;
  const item = scalar === undefined ? `v1.${type}` : (goNames[scalar] ?? scalar);
  const itemGoType = container === '' && named !== undefined ? named : item;
  const whole = container === '[' ? `[]${item}` : container === '{' ? `map[string]${item}` : item;
  return {
    container: container as Field['container'], // The expression lets nothing else through.
    base: (scalar ?? '@') as Base, // Likewise.
    type,
    printsZero: flags.includes('!'),
    isPointer: flags.includes('*'),
    printsNull: flags.includes('~'),
    goType: named ?? whole,
    itemGoType,
  };
}
