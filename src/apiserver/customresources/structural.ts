/**
 * Whether a schema is structural, and what else is forbidden in it.
 * Models apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go and
 * pkg/apiserver/schema/{validation,complete}.go (v1.36.3). Left out: cost estimates of rules.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { patternOf } from '../../cel/re2';
import { type FieldError, forbidden, invalid, notSupported, required } from '../registry/fieldError';
import { withDefaults } from './defaulting';
import { pruned } from './pruning';
import { itemsOf, valuesOf } from './schemaParts';
import { schemaErrors } from './validating';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** A schema, where it stands. */
interface Place {
  readonly schema: JSONSchemaProps;
  readonly path: string;
}

const sorted = <T>(record: Readonly<Record<string, T>> = {}): readonly [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Every mistake of a schema at `path`. */
export function checkSchema(schema: JSONSchemaProps, path: string, errors: FieldError[]): void {
  const before = errors.length;
  const inert = errorsOfWords({ schema, path });
  errors.push(...inert);
  const shape: FieldError[] = [];
  checkStructure({ schema, path }, 'root', shape);
  // Go walks maps at random and sorts what it found.
  errors.push(...shape.sort((a, b) => (`${a.field}: ${a.body}` < `${b.field}: ${b.body}` ? -1 : 1)));
  if (errors.length > before) return;
  checkDefaults({ schema, path }, path, errors);
}

/** 1. Words that OpenAPI has and the API does not take. */
function errorsOfWords({ schema, path }: Place): readonly FieldError[] {
  const errors: FieldError[] = [];
  const add = (error: FieldError): void => void errors.push(error);
  const { type = '', items } = schema;
  checkWords(schema, path, add);
  checkListWords(schema, path, add);
  checkMapWords(schema, path, add);
  if (Array.isArray(items)) add(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    add(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  }
  if (schema['x-kubernetes-embedded-resource'] === true && path.includes('.openAPIV3Schema.')) {
    const isEmpty = Object.keys(schema.properties ?? {}).length === 0;
    if (isEmpty && schema['x-kubernetes-preserve-unknown-fields'] !== true) {
      const why =
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
      add(required(`${path}.properties`, why));
    }
    if (type !== 'object')
      add(invalid(`${path}.type`, type, 'must be object if x-kubernetes-embedded-resource is true'));
  }
  for (const place of inner({ schema, path })) errors.push(...errorsOfWords(place));
  return errors;
}

function checkWords(schema: JSONSchemaProps, path: string, add: (error: FieldError) => void): void {
  const { type = '', pattern } = schema;
  if (type !== '' && !types.includes(type)) add(notSupported(`${path}.type`, type, types));
  if (type === 'null') add(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  if (schema.uniqueItems === true) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    add(forbidden(`${path}.uniqueItems`, why));
  }
  for (const word of ['$ref', 'patternProperties', 'definitions', 'dependencies', 'additionalItems'] as const) {
    if (schema[word] !== undefined) add(forbidden(`${path}.${word}`, `${word} is not supported`));
  }
  const { additionalProperties, properties = {} } = schema;
  if (additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties).length > 0) {
    add(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  }
  const mistake = pattern === undefined ? undefined : patternMistake(pattern);
  if (mistake !== undefined) {
    const why = `must be a valid regular expression, but isn't: ${mistake}`;
    add(invalid(`${path}.pattern`, pattern, why));
  }
}

function checkListWords(schema: JSONSchemaProps, path: string, add: (error: FieldError) => void): void {
  const { type = '' } = schema;
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const items = itemsOf(schema);
  const keysPath = `${path}.x-kubernetes-list-map-keys`;
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType)) {
    add(notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']));
    return;
  }
  if (listType !== undefined && type !== 'array') {
    add(invalid(`${path}.type`, type, 'must be array if x-kubernetes-list-type is specified'));
    return;
  }
  if (keys.length > 0 && listType !== 'map') {
    add(required(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  }
  if (listType === 'set' && items !== undefined) checkSetItems(items, path, add);
  if (listType !== 'map') return;
  if (keys.length === 0) add(required(keysPath, 'must not be empty if x-kubernetes-list-type is map'));
  if (new Set(keys).size < keys.length) add(invalid(keysPath, keys, 'must not contain duplicate entries'));
  if (items === undefined) return;
  if (items.type !== 'object') {
    add(
      invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"),
    );
    return;
  }
  if (keys.some((key) => items.properties?.[key] === undefined)) {
    add(invalid(keysPath, keys, 'entries must all be names of item properties'));
    return;
  }
  for (const key of keys) {
    if (items.required?.includes(key) === true || items.properties?.[key]?.default !== undefined) continue;
    const why = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
    add(required(`${path}.items.properties[${key}].default`, why));
  }
}

function checkSetItems(items: JSONSchemaProps, path: string, add: (error: FieldError) => void): void {
  if (items.nullable === true) {
    add(forbidden(`${path}.items.nullable`, 'cannot be nullable when x-kubernetes-list-type is set'));
  }
  const isOpen = items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic';
  if (isOpen) {
    const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    add(invalid(`${path}.items.x-kubernetes-map-type`, items['x-kubernetes-map-type'] ?? null, why));
  }
  if (items.type === 'array' && ![undefined, 'atomic'].includes(items['x-kubernetes-list-type'])) {
    const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    add(invalid(`${path}.items.x-kubernetes-list-type`, items['x-kubernetes-list-type'], why));
  }
}

function checkMapWords(schema: JSONSchemaProps, path: string, add: (error: FieldError) => void): void {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return;
  if (!['atomic', 'granular'].includes(mapType)) {
    add(notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']));
  } else if (schema.type !== 'object') {
    add(invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-map-type is specified'));
  }
}

/** The schemas inside one, in the order in which the server walks them. */
function inner({ schema, path }: Place): readonly Place[] {
  const places: Place[] = [];
  const values = valuesOf(schema);
  const items = itemsOf(schema);
  if (values !== undefined) places.push({ schema: values, path: `${path}.additionalProperties` });
  for (const [name, each] of sorted(schema.properties)) {
    places.push({ schema: each, path: `${path}.properties[${name}]` });
  }
  if (schema.not !== undefined) places.push({ schema: schema.not, path: `${path}.not` });
  for (const word of ['allOf', 'oneOf', 'anyOf'] as const) {
    (schema[word] ?? []).forEach((each, at) => {
      places.push({ schema: each, path: `${path}.${word}[${at}]` });
    });
  }
  if (items !== undefined) places.push({ schema: items, path: `${path}.items` });
  return places;
}

type Level = 'root' | 'field' | 'item';

/** 2. The skeleton: every place says its type, and values are only narrowed in the logic. */
function checkStructure({ schema, path }: Place, level: Level, errors: FieldError[]): void {
  const { type = '' } = schema;
  const isTypeless =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (level === 'root') {
    if (type === '') errors.push(required(`${path}.type`, 'must not be empty at the root'));
    else if (type !== 'object') errors.push(invalid(`${path}.type`, type, 'must be object at the root'));
    if (schema.additionalProperties !== undefined) {
      errors.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'));
    }
    checkMetadata({ schema, path }, errors);
  } else if (type === '' && !isTypeless && schema.$ref === undefined) {
    const what = level === 'item' ? 'array items' : 'object fields';
    errors.push(required(`${path}.type`, `must not be empty for specified ${what}`));
  }
  const items = itemsOf(schema);
  if (type === 'array' && schema.items === undefined) errors.push(required(`${path}.items`, 'must be specified'));
  for (const [name, each] of sorted(schema.properties)) {
    checkStructure({ schema: each, path: `${path}.properties[${name}]` }, 'field', errors);
  }
  const values = valuesOf(schema);
  if (values !== undefined) {
    checkStructure({ schema: values, path: `${path}.additionalProperties` }, 'field', errors);
  }
  if (items !== undefined) checkStructure({ schema: items, path: `${path}.items` }, 'item', errors);
  checkLogic({ schema, path }, schema['x-kubernetes-int-or-string'] === true, errors);
}

/** apiVersion, kind and metadata belong to the API. */
function checkMetadata({ schema, path }: Place, errors: FieldError[]): void {
  const { apiVersion, kind, metadata } = schema.properties ?? {};
  for (const [name, each] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ] as const) {
    if (each !== undefined && each.type !== 'string') {
      errors.push(invalid(`${path}.properties[${name}].type`, each.type ?? '', 'must be string'));
    }
  }
  if (metadata === undefined) return;
  const place = `${path}.properties[metadata]`;
  if (metadata.type !== 'object') errors.push(invalid(`${place}.type`, metadata.type ?? '', 'must be object'));
  else if (!isBareMetadata(metadata)) {
    const why = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbidden(place, why));
  }
}

function isBareMetadata({ type: _, properties = {}, ...rest }: JSONSchemaProps): boolean {
  return (
    Object.keys(rest).length === 0 && Object.keys(properties).every((name) => ['name', 'generateName'].includes(name))
  );
}

/** Inside allOf, anyOf, oneOf and not only values are narrowed. */
function checkLogic({ schema, path }: Place, isIntOrString: boolean, errors: FieldError[]): void {
  const visit = (each: JSONSchemaProps, at: string): void => {
    const isAllowedType = isIntOrString && ['integer', 'string'].includes(each.type ?? '');
    const bans: readonly [boolean, string, string][] = [
      [(each.type ?? '') !== '' && !isAllowedType, 'type', 'must be empty to be structural'],
      [(each.description ?? '') !== '', 'description', 'must be empty to be structural'],
      [(each.title ?? '') !== '', 'title', 'must be empty to be structural'],
      [each.default !== undefined, 'default', 'must be undefined to be structural'],
      [each.nullable === true, 'nullable', 'must be false to be structural'],
      [valuesOf(each) !== undefined, 'additionalProperties', 'must be undefined to be structural'],
    ];
    for (const [isBroken, word, why] of bans) if (isBroken) errors.push(forbidden(`${at}.${word}`, why));
    for (const [name, inside] of sorted(each.properties)) visit(inside, `${at}.properties[${name}]`);
    const items = itemsOf(each);
    if (items !== undefined) visit(items, `${at}.items`);
    checkLogic({ schema: each, path: at }, isIntOrString, errors);
  };
  for (const word of ['allOf', 'anyOf', 'oneOf'] as const) {
    (schema[word] ?? []).forEach((each, index) => {
      visit(each, `${path}.${word}[${index}]`);
    });
  }
  if (schema.not !== undefined) visit(schema.not, `${path}.not`);
}

/** 3. Defaults must be what the schema itself would take. */
function checkDefaults({ schema, path }: Place, root: string, errors: FieldError[]): void {
  if (schema.default !== undefined && schema.default !== null) {
    if (path.startsWith(`${root}.properties[metadata].`)) {
      errors.push(forbidden(`${path}.default`, 'must not be set in top-level metadata'));
    } else checkDefault(schema, path, errors);
  }
  for (const place of inner({ schema, path })) checkDefaults(place, root, errors);
}

function checkDefault(schema: JSONSchemaProps, path: string, errors: FieldError[]): void {
  const value = schema.default;
  const kept = pruned(value, schema);
  if (kept.unknown.length > 0) {
    errors.push(invalid(`${path}.default`, value, 'must not have unknown fields'));
    return;
  }
  for (const error of schemaErrors(withDefaults(value, schema), schema, '')) {
    errors.push({ ...error, field: `${path}.default` });
  }
}

/** What Go's regexp package says of `pattern`; undefined: it reads it. */
function patternMistake(pattern: string): string | undefined {
  try {
    patternOf(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
