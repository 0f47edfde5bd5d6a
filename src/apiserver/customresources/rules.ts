/** The rules of `x-kubernetes-validations`. Left out: the Common Expression Language; rules are stored, not enforced. */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import type { FieldError } from '../registry/fieldError';

/** What `value` breaks of the rules of `schema`. */
export function ruleErrors(_value: unknown, _old: unknown, _schema: JSONSchemaProps): readonly FieldError[] {
  return [];
}
