/**
 * What must be right about `x-kubernetes-validations` before any rule is read.
 * Models apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (v1.36.3).
 */
import type { JSONSchemaProps, ValidationRule } from '../../api/apiextensions/customResourceDefinition';
import { type FieldError, invalid, notSupported, required } from '../registry/fieldError';
import { goRule } from './goSchema';
import { ruleEngine } from './rules';
import { itemsOf, valuesOf } from './schemaParts';

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** Notes what is wrong about the rules of a schema and of those inside it. */
export function checkRules(schema: JSONSchemaProps, path: string, errors: FieldError[]): void {
  schema['x-kubernetes-validations']?.forEach((rule, at) => {
    checkRule(rule, schema, `${path}.x-kubernetes-validations[${at}]`, errors);
  });
  for (const name of Object.keys(schema.properties ?? {}).sort()) {
    const inside = schema.properties?.[name];
    if (inside !== undefined) checkRules(inside, `${path}.properties[${name}]`, errors);
  }
  const values = valuesOf(schema);
  if (values !== undefined) checkRules(values, `${path}.additionalProperties`, errors);
  const items = itemsOf(schema);
  if (items !== undefined) checkRules(items, `${path}.items`, errors);
}

function checkRule(given: ValidationRule, schema: JSONSchemaProps, path: string, errors: FieldError[]): void {
  const { rule, message, reason, fieldPath = '' } = given;
  if (rule.trim() === '') errors.push(required(`${path}.rule`, 'rule is not specified'));
  else {
    const mistake = ruleEngine()?.mistake(rule, schema);
    if (mistake !== undefined) errors.push(invalid(`${path}.rule`, goRule(given), mistake));
  }
  if (message !== undefined && message !== '' && message.trim() === '') {
    errors.push(invalid(`${path}.message`, message, 'must be non-empty if specified'));
  } else if (message !== undefined && /\n/.test(message.trim())) {
    errors.push(invalid(`${path}.message`, message, 'message must not contain line breaks'));
  } else if (message === undefined && /\n/.test(rule.trim())) {
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  }
  if (reason !== undefined && !reasons.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, reasons));
  if (fieldPath !== '' && !isField(schema, fieldPath)) {
    errors.push(invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path'));
  }
}

function isField(schema: JSONSchemaProps, path: string): boolean {
  let at: JSONSchemaProps | undefined = schema;
  for (const [, plain, quoted] of path.matchAll(/\.([^.[]+)|\['([^']*)'\]/g)) {
    const name: string = plain ?? quoted ?? '';
    at = at?.properties?.[name] ?? (at === undefined ? undefined : valuesOf(at));
  }
  return at !== undefined;
}

const ruled = new WeakMap<JSONSchemaProps, boolean>();

/** True if a schema has rules anywhere in it. */
export function hasRules(schema: JSONSchemaProps): boolean {
  let found = ruled.get(schema);
  if (found === undefined) {
    const inner = [...Object.values(schema.properties ?? {}), itemsOf(schema), valuesOf(schema)];
    found =
      (schema['x-kubernetes-validations'] ?? []).length > 0 ||
      inner.some((each) => each !== undefined && hasRules(each));
    ruled.set(schema, found);
  }
  return found;
}
