/**
 * The document of OpenAPI v2 in protobuf, as client-go alone asks for it: kubectl needs it to explain (1.27) and to read
 * the schemas of strategic merges.
 * Models github.com/google/gnostic-models/openapiv2/OpenAPIv2.proto (v0.7.1), as far as such documents go.
 */
import { stringify } from 'yaml';
import { isJsonObject } from '../../api/meta/jsonObject';

type Json = Readonly<Record<string, unknown>>;
/** A field of a message: its number, its name in JSON, and how its value is written; undefined: the field is absent. */
type Field = readonly [number: number, name: string, write: Writer];
/** The bytes of every value of one field, each with its tag. */
type Writer = (value: unknown, number: number) => Buffer;

/** The document as bytes. */
export function gnosticDocument(document: object): Buffer {
  return message(document, documentFields);
}

const text: Writer = (value, number) => delimited(number, Buffer.from(String(value)));
const flag: Writer = (value, number) => (value === true ? Buffer.concat([tag(number, 0), varint(1)]) : Buffer.alloc(0));
const whole: Writer = (value, number) => Buffer.concat([tag(number, 0), varint(Number(value))]);
const texts: Writer = (value, number) => Buffer.concat(listOf(value).map((each) => text(each, number)));
const decimal: Writer = (value, number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number(value));
  return Buffer.concat([tag(number, 1), bytes]);
};

const of =
  (fields: () => readonly Field[]): Writer =>
  (value, number) =>
    delimited(number, message(value, fields()));
const each =
  (write: Writer): Writer =>
  (value, number) =>
    Buffer.concat(listOf(value).map((one) => write(one, number)));
/** One message inside another, as `oneof` has it. */
const inside =
  (number: number, write: Writer): Writer =>
  (value, outer) =>
    delimited(outer, write(value, number));
/** A map: a message with pairs of name and value. */
const named =
  (write: Writer, at = 1): Writer =>
  (value, number) =>
    delimited(number, pairs(Object.entries(asJson(value)), write, at));

/** What has no form of its own, as text in YAML. */
const any: Writer = (value, number) => delimited(number, text(yamlOf(value), 2));

/** Derived data only: there are some hundred different values. */
const yamlTexts = new Map<string, string>();

/** As Go's yaml.v3 writes it: single quotes around signs, double ones around nothing. */
function yamlOf(value: unknown): string {
  const key = JSON.stringify(value);
  let known = yamlTexts.get(key);
  if (known === undefined) {
    known = stringify(value, { lineWidth: 0, singleQuote: true }).replace(/(^|: |- )''$/gm, '$1""');
    if (yamlTexts.size > 4_096) yamlTexts.clear();
    yamlTexts.set(key, known);
  }
  return known;
}

const stringArray: Writer = (value, number) => delimited(number, texts(value, 1));
const oneOrMore: Writer = (value, number) => stringArray(typeof value === 'string' ? [value] : value, number);

const schemaFields: readonly Field[] = [
  [1, '$ref', text],
  [2, 'format', text],
  [3, 'title', text],
  [4, 'description', text],
  [5, 'default', any],
  [6, 'multipleOf', decimal],
  [7, 'maximum', decimal],
  [8, 'exclusiveMaximum', flag],
  [9, 'minimum', decimal],
  [10, 'exclusiveMinimum', flag],
  [11, 'maxLength', whole],
  [12, 'minLength', whole],
  [13, 'pattern', text],
  [14, 'maxItems', whole],
  [15, 'minItems', whole],
  [16, 'uniqueItems', flag],
  [17, 'maxProperties', whole],
  [18, 'minProperties', whole],
  [19, 'required', texts],
  [20, 'enum', each(any)],
  [21, 'additionalProperties', (value, number) => additional(value, number)],
  [22, 'type', oneOrMore],
  [23, 'items', (value, number) => delimited(number, schema(value, 1))],
  [24, 'allOf', each((value, number) => schema(value, number))],
  [25, 'properties', named((value, number) => schema(value, number))],
];
const schema: Writer = of(() => schemaFields);
const additional: Writer = (value, number) =>
  delimited(number, typeof value === 'boolean' ? Buffer.concat([tag(2, 0), varint(value ? 1 : 0)]) : schema(value, 1));

const bodyFields: readonly Field[] = [
  [1, 'description', text],
  [2, 'name', text],
  [3, 'in', text],
  [4, 'required', flag],
  [5, 'schema', schema],
];
const pathFields: readonly Field[] = [
  [1, 'required', flag],
  [2, 'in', text],
  [3, 'description', text],
  [4, 'name', text],
  [5, 'type', text],
  [19, 'uniqueItems', flag],
];
const queryFields: readonly Field[] = [
  [1, 'required', flag],
  [2, 'in', text],
  [3, 'description', text],
  [4, 'name', text],
  [6, 'type', text],
  [20, 'uniqueItems', flag],
];
const referenceFields: readonly Field[] = [[1, '$ref', text]];

const parameter: Writer = (value, number) => {
  const place = asJson(value).in;
  if (place === 'body')
    return inside(
      1,
      of(() => bodyFields),
    )(value, number);
  const write =
    place === 'path'
      ? inside(
          4,
          of(() => pathFields),
        )
      : inside(
          3,
          of(() => queryFields),
        );
  return inside(2, write)(value, number);
};
const parameterItem: Writer = (value, number) =>
  '$ref' in asJson(value)
    ? inside(
        2,
        of(() => referenceFields),
      )(value, number)
    : inside(1, parameter)(value, number);

const responseFields: readonly Field[] = [
  [1, 'description', text],
  [2, 'schema', inside(1, schema)],
];
const operationFields: readonly Field[] = [
  [1, 'tags', texts],
  [3, 'description', text],
  [5, 'operationId', text],
  [6, 'produces', texts],
  [7, 'consumes', texts],
  [8, 'parameters', each(parameterItem)],
  [
    9,
    'responses',
    named(
      inside(
        1,
        of(() => responseFields),
      ),
    ),
  ],
  [10, 'schemes', texts],
];
const operation: Writer = of(() => operationFields);
const pathItemFields: readonly Field[] = [
  [2, 'get', operation],
  [3, 'put', operation],
  [4, 'post', operation],
  [5, 'delete', operation],
  [6, 'options', operation],
  [7, 'head', operation],
  [8, 'patch', operation],
  [9, 'parameters', each(parameterItem)],
];
const infoFields: readonly Field[] = [
  [1, 'title', text],
  [2, 'version', text],
];
const apiKeyFields: readonly Field[] = [
  [1, 'type', text],
  [2, 'name', text],
  [3, 'in', text],
  [4, 'description', text],
];
const documentFields: readonly Field[] = [
  [1, 'swagger', text],
  [2, 'info', of(() => infoFields)],
  [
    8,
    'paths',
    named(
      of(() => pathItemFields),
      2,
    ),
  ],
  [9, 'definitions', named(schema)],
  [10, 'parameters', named(parameter)],
  [12, 'security', each(named(stringArray))],
  [
    13,
    'securityDefinitions',
    named(
      inside(
        2,
        of(() => apiKeyFields),
      ),
    ),
  ],
];

/** Where a message keeps what begins with `x-`; others have nothing there. */
const extensionNumbers = new Map<readonly Field[], number>([
  [schemaFields, 31],
  [operationFields, 13],
]);

function message(value: unknown, fields: readonly Field[]): Buffer {
  const object = asJson(value);
  const parts = fields.flatMap(([number, name, write]) =>
    object[name] === undefined ? [] : [write(object[name], number)],
  );
  const at = extensionNumbers.get(fields);
  const extensions = at === undefined ? [] : Object.entries(object).filter(([name]) => name.startsWith('x-'));
  return Buffer.concat([...parts, ...(at === undefined ? [] : [pairs(extensions, any, at)])]);
}

function pairs(entries: readonly (readonly [string, unknown])[], write: Writer, number: number): Buffer {
  return Buffer.concat(
    entries.map(([name, value]) => delimited(number, Buffer.concat([text(name, 1), write(value, 2)]))),
  );
}

function asJson(value: unknown): Json {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function delimited(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([tag(number, 2), varint(bytes.length), bytes]);
}

function tag(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
