/**
 * The rules of `x-kubernetes-validations`: where they stand, on which values they are tried, how their refusals read.
 * Models apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go (v1.36.3). The expressions themselves are read by
 * ruleEngine.ts. Left out: cost limits.
 */
import type { JSONSchemaProps, ValidationRule } from '../../api/apiextensions/customResourceDefinition';
import { isDeepEqual } from '../../api/meta/equality';
import { isJsonObject } from '../../api/meta/jsonObject';
import { duplicate, type FieldError, forbidden, required } from '../registry/fieldError';
import { fieldSchema, itemsOf } from './schemaParts';

/** What came of a rule. */
export type Verdict =
  | { readonly type: 'holds' }
  | { readonly type: 'broken'; readonly message: string | undefined }
  | { readonly type: 'failed'; readonly why: string };

/** Reads and tries expressions. */
export interface RuleEngine {
  /** Why a rule cannot be compiled, in the server's words; undefined if it can. */
  mistake(rule: string, schema: JSONSchemaProps): string | undefined;
  /** What a rule asks for that is not simulated: it is never tried. */
  unknown(rule: ValidationRule): string | undefined;
  /** Tries a rule on a value. */
  judge(rule: ValidationRule, schema: JSONSchemaProps, self: unknown, oldSelf: unknown): Verdict;
  /** True if a rule compares with the value before: it is tried at updates alone. */
  isTransition(rule: ValidationRule): boolean;
}

let engine: RuleEngine | undefined;

/** Names what reads the rules: it comes with customParts.ts. */
export function setRuleEngine(reader: RuleEngine): void {
  engine = reader;
}

/** What reads the rules, once it is there. */
export function ruleEngine(): RuleEngine | undefined {
  return engine;
}

/** What `value` breaks of the rules of `schema`; `old` is what was stored, if it was. */
export function ruleErrors(value: unknown, old: unknown, schema: JSONSchemaProps, path = ''): readonly FieldError[] {
  if (engine === undefined) return [];
  const errors: FieldError[] = [];
  for (const rule of schema['x-kubernetes-validations'] ?? []) {
    const error = tried(engine, rule, schema, value, old, path);
    if (error !== undefined) errors.push(error);
  }
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items !== undefined) {
      value.forEach((each: unknown, at) => {
        errors.push(...ruleErrors(each, oldItem(old, each, schema), items, `${path}[${at}]`));
      });
    }
    return errors;
  }
  if (!isJsonObject(value)) return errors;
  for (const name of Object.keys(value).sort()) {
    const inside = fieldSchema(schema, name);
    if (inside === undefined || value[name] === undefined) continue;
    const before = isJsonObject(old) ? old[name] : undefined;
    const isDeclared = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    const place = isDeclared ? (path === '' ? name : `${path}.${name}`) : `${path}[${name}]`;
    errors.push(...ruleErrors(value[name], before, inside, place));
  }
  return errors;
}

/** The item that was there before: found by its keys, in lists that have them. */
function oldItem(old: unknown, item: unknown, schema: JSONSchemaProps): unknown {
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map' || !isJsonObject(item)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return old.find((each) => isJsonObject(each) && keys.every((key) => isDeepEqual(each[key], item[key])));
}

function tried(
  reader: RuleEngine,
  rule: ValidationRule,
  schema: JSONSchemaProps,
  value: unknown,
  old: unknown,
  path: string,
): FieldError | undefined {
  const isTransition = reader.isTransition(rule);
  if (isTransition && old === undefined && rule.optionalOldSelf !== true) return undefined;
  if (!isTransition && old !== undefined && isDeepEqual(old, value)) return undefined; // What was taken before may stay.
  if (reader.unknown(rule) !== undefined) return undefined;
  const verdict = reader.judge(rule, schema, value, old);
  if (verdict.type === 'holds') return undefined;
  const field = fieldOf(path, rule.fieldPath ?? '');
  if (verdict.type === 'failed') {
    return {
      reason: 'FieldValueInvalid',
      field,
      body: `Invalid value: ${verdict.why} evaluating rule: ${ruleText(rule)}`,
    };
  }
  return refusal(rule, field, verdict.message ?? ruleText(rule));
}

function fieldOf(path: string, fieldPath: string): string {
  if (fieldPath === '') return path === '' ? '<nil>' : path;
  return path === '' ? fieldPath.slice(1) : path + fieldPath;
}

/** What a refusal says if the rule has no words of its own. */
function ruleText({ rule, message }: ValidationRule): string {
  return message === undefined || message === '' ? `failed rule: ${rule.trim()}` : message.trim();
}

function refusal(rule: ValidationRule, field: string, message: string): FieldError {
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(field, message);
    case 'FieldValueRequired':
      return required(field, message);
    case 'FieldValueDuplicate':
      return { ...duplicate(field, ''), body: `Duplicate value: ${message}` };
    default:
      return { reason: 'FieldValueInvalid', field, body: `Invalid value: ${message}` };
  }
}
