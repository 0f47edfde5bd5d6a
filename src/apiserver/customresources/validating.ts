/**
 * Values against a structural schema, in go-openapi's words and order. Go walks the fields of an object at random: here
 * it is the order of their names.
 * Models k8s.io/kube-openapi/pkg/validation/validate and apiextensions-apiserver/pkg/apiserver/validation (v1.36.3).
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isDeepEqual } from '../../api/meta/equality';
import { isJsonObject } from '../../api/meta/jsonObject';
import { patternOf } from '../../cel/re2';
import {
  duplicate,
  type FieldError,
  invalid,
  notSupported,
  renderValue,
  required,
  tooLong,
  tooMany,
} from '../registry/fieldError';
import { hasFormat, isFormat } from './formats';
import { fieldSchema, itemsOf } from './schemaParts';

/** Where complaints stand that belong to no field. */
export const NO_FIELD = '<nil>';

/** What `value` breaks of `schema`. `path` is how the server calls it: `spec.size`, empty for the root. */
export function schemaErrors(value: unknown, schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(value, schema, path, errors);
  return errors;
}

type Errors = FieldError[];

function check(value: unknown, schema: JSONSchemaProps, path: string, errors: Errors): void {
  if (value === null && schema.nullable === true) return;
  checkType(value, schema, path, errors);
  if (typeof value === 'string') checkText(value, schema, path, errors);
  if (typeof value === 'number') checkNumber(value, schema, path, errors);
  if (Array.isArray(value)) checkList(value, schema, path, errors);
  if (schema.enum !== undefined && !schema.enum.some((each) => isDeepEqual(each, value))) {
    errors.push(notSupported(path, value, schema.enum.map(enumText)));
  }
  checkLogic(value, schema, path, errors);
  if (isJsonObject(value)) checkObject(value, schema, path, errors);
}

const enumText = (value: unknown): string => (typeof value === 'string' ? value : renderValue(value));

/** JSON's name of a value's type. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function checkType(value: unknown, schema: JSONSchemaProps, path: string, errors: Errors): void {
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  const wanted = isEither ? ['integer', 'string'] : schema.type === undefined ? [] : [schema.type];
  if (wanted.length === 0) return;
  const found = typeOf(value);
  const { format = '' } = schema;
  const isSound = wanted.includes(found) || (found === 'integer' && wanted.includes('number'));
  if (!isSound) {
    errors.push(typeError(wanted.join(','), found, path));
    if (found === 'number' && schema.type === 'integer') errors.push(formatError('(default format)', 'of', path));
    return;
  }
  if (typeof value === 'string' && format !== '' && isFormat(format) && !hasFormat(value, format)) {
    const error = invalid(path, value, `${path} in body must be of type ${format}: ${renderValue(value)}`);
    errors.push({ ...error, reason: 'FieldValueTypeInvalid' });
  }
}

function typeError(wanted: string, found: string, path: string): FieldError {
  const body = invalid(path, found, `${path} in body must be of type ${wanted}: "${found}"`);
  return { ...body, reason: 'FieldValueTypeInvalid' };
}

function formatError(format: string, word: 'of' | 'with', path: string): FieldError {
  const type = word === 'of' ? `integer ${format}` : `integer with format ${format}`;
  return invalid(NO_FIELD, '', `Checked value must be of type ${type} in ${path}`);
}

/** Characters as Go counts them. */
const lengthOf = (text: string): number => [...text].length;

function checkText(value: string, schema: JSONSchemaProps, path: string, errors: Errors): void {
  const { minLength, maxLength, pattern } = schema;
  if (maxLength !== undefined && lengthOf(value) > maxLength) {
    errors.push(tooLong(path, maxLength));
    return;
  }
  if (minLength !== undefined && lengthOf(value) < minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
    return;
  }
  if (pattern !== undefined && pattern !== '' && !matchesPattern(value, pattern)) {
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  }
}

/** A definition whose pattern cannot be read was refused; one that an older page let in asks for nothing. */
function matchesPattern(value: string, pattern: string): boolean {
  try {
    return patternOf(pattern).test(value);
  } catch {
    return true;
  }
}

function checkNumber(value: number, schema: JSONSchemaProps, path: string, errors: Errors): void {
  const { multipleOf, maximum, minimum, exclusiveMaximum, exclusiveMinimum, format } = schema;
  const add = (why: string): void => void errors.push(invalid(path, value, why));
  if (format === 'int32' && Math.abs(value) > 2147483647 && schema.type === 'integer') {
    errors.push(formatError('int32', 'with', path));
  }
  if (multipleOf !== undefined) {
    if (value === 0) add(`factor MultipleOf declared for ${path} must be positive: 0`);
    else if (!Number.isInteger(value / multipleOf)) add(`${path} in body should be a multiple of ${multipleOf}`);
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    add(`${path} in body should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`);
  }
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    add(`${path} in body should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`);
  }
}

function checkList(value: readonly unknown[], schema: JSONSchemaProps, path: string, errors: Errors): void {
  const { minItems, maxItems } = schema;
  const items = itemsOf(schema);
  if (items !== undefined) {
    value.forEach((each, index) => {
      check(each, items, `${path}[${index}]`, errors);
    });
  }
  if (minItems !== undefined && value.length < minItems) {
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && value.length > maxItems) {
    errors.push(tooMany(path, value.length, maxItems));
  }
}

function checkLogic(value: unknown, schema: JSONSchemaProps, path: string, errors: Errors): void {
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  const add = (why: string): void => {
    errors.push(invalid(NO_FIELD, '', why));
  };
  if (anyOf.length > 0 && !isEither) {
    const failures = anyOf.map((each) => schemaErrors(value, each, path));
    if (failures.every((each) => each.length > 0)) {
      add(`"${path}" must validate at least one schema (anyOf)`);
      errors.push(...(failures[0] ?? []));
    }
  }
  if (oneOf.length > 0) {
    const failures = oneOf.map((each) => schemaErrors(value, each, path));
    const valid = failures.filter((each) => each.length === 0).length;
    if (valid !== 1) {
      const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
      add(`"${path}" must validate one and only one schema (oneOf). ${found}`);
      if (valid === 0) errors.push(...(failures[0] ?? []));
    }
  }
  if (allOf.length > 0) {
    const failures = allOf.map((each) => schemaErrors(value, each, path)).filter((each) => each.length > 0);
    errors.push(...failures.flat());
    if (failures.length > 0) {
      add(
        `"${path}" must validate all the schemas (allOf)${failures.length === allOf.length ? '. None validated' : ''}`,
      );
    }
  }
  if (not !== undefined && schemaErrors(value, not, path).length === 0)
    add(`"${path}" must not validate the schema (not)`);
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: JSONSchemaProps,
  path: string,
  errors: Errors,
): void {
  const { minProperties, maxProperties } = schema;
  const names = Object.keys(value).sort();
  if (minProperties !== undefined && names.length < minProperties) {
    errors.push(invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && names.length > maxProperties) {
    errors.push(tooMany(path, names.length, maxProperties));
  }
  const prefix = path === '' ? '' : `${path}.`;
  if (schema['x-kubernetes-embedded-resource'] === true) {
    for (const name of ['apiVersion', 'kind']) {
      if (value[name] === undefined) errors.push(required(`${prefix}${name}`));
    }
  }
  for (const name of schema.required ?? []) {
    if (value[name] === undefined) errors.push(required(`${prefix}${name}`));
  }
  for (const name of names) {
    const inside = fieldSchema(schema, name);
    if (inside !== undefined && value[name] !== undefined) check(value[name], inside, `${prefix}${name}`, errors);
  }
}

/** Items of sets and maps that stand twice. Models apiserver/schema/listtype/validation.go. */
export function listTypeErrors(value: unknown, schema: JSONSchemaProps, path: string): readonly FieldError[] {
  if (Array.isArray(value)) return listErrors(value, schema, path);
  if (!isJsonObject(value)) return [];
  const prefix = path === '' ? '' : `${path}.`;
  const place = (name: string): string =>
    schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? `${prefix}${name}` : `${path}[${name}]`;
  return Object.keys(value)
    .sort()
    .flatMap((name) => {
      const inside = fieldSchema(schema, name);
      return inside === undefined ? [] : listTypeErrors(value[name], inside, place(name));
    });
}

function listErrors(value: readonly unknown[], schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const items = itemsOf(schema);
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen: unknown[] = [];
  value.forEach((each, index) => {
    if (listType === 'map' && !isJsonObject(each)) {
      errors.push(invalid(`${path}[${index}]`, each, 'must be an object for an array of list-type map'));
      return;
    }
    if (listType === 'set' || listType === 'map') {
      const key =
        listType === 'set' || !isJsonObject(each) ? each : Object.fromEntries(keys.map((name) => [name, each[name]]));
      if (seen.some((other) => isDeepEqual(other, key))) errors.push(duplicate(`${path}[${index}]`, key));
      seen.push(key);
    }
    if (items !== undefined) errors.push(...listTypeErrors(each, items, `${path}[${index}]`));
  });
  return errors;
}
