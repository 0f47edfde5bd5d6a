/**
 * Schemas and versions as Go prints its internal types: refusals show the whole value.
 * Models the field order of apiextensions-apiserver/pkg/apis/apiextensions/types_jsonschema.go (v1.36.3).
 */
import type {
  CustomResourceDefinitionVersion,
  JSONSchemaProps,
  ValidationRule,
} from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';

/** Go field, JSON field, what stands where nothing was written. */
const fields: readonly (readonly [string, keyof JSONSchemaProps | '', unknown])[] = [
  ['ID', '', ''],
  ['Schema', '', ''],
  ['Ref', '$ref', null],
  ['Description', 'description', ''],
  ['Type', 'type', ''],
  ['Nullable', 'nullable', false],
  ['Format', 'format', ''],
  ['Title', 'title', ''],
  ['Default', 'default', null],
  ['Maximum', 'maximum', null],
  ['ExclusiveMaximum', 'exclusiveMaximum', false],
  ['Minimum', 'minimum', null],
  ['ExclusiveMinimum', 'exclusiveMinimum', false],
  ['MaxLength', 'maxLength', null],
  ['MinLength', 'minLength', null],
  ['Pattern', 'pattern', ''],
  ['MaxItems', 'maxItems', null],
  ['MinItems', 'minItems', null],
  ['UniqueItems', 'uniqueItems', false],
  ['MultipleOf', 'multipleOf', null],
  ['Enum', 'enum', null],
  ['MaxProperties', 'maxProperties', null],
  ['MinProperties', 'minProperties', null],
  ['Required', 'required', null],
  ['Items', 'items', null],
  ['AllOf', 'allOf', null],
  ['OneOf', 'oneOf', null],
  ['AnyOf', 'anyOf', null],
  ['Not', 'not', null],
  ['Properties', 'properties', null],
  ['AdditionalProperties', 'additionalProperties', null],
  ['PatternProperties', 'patternProperties', null],
  ['Dependencies', 'dependencies', null],
  ['AdditionalItems', 'additionalItems', null],
  ['Definitions', 'definitions', null],
  ['ExternalDocs', 'externalDocs', null],
  ['Example', 'example', null],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', null],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', false],
  ['XIntOrString', 'x-kubernetes-int-or-string', false],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', null],
  ['XListType', 'x-kubernetes-list-type', null],
  ['XMapType', 'x-kubernetes-map-type', null],
  ['XValidations', 'x-kubernetes-validations', null],
];

/** What a schema may say at its root beside the status subresource. */
export const rootFields: readonly string[] =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations'.split(
    ' ',
  );

/** Go's names of the fields that a schema sets. */
export function goFieldsOf(schema: JSONSchemaProps): readonly string[] {
  return fields.flatMap(([go, name]) => (name !== '' && isSet(schema[name]) ? [go] : []));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== false;
}

/** A schema with Go's field names. */
export function goSchema(schema: JSONSchemaProps): object {
  return Object.fromEntries(
    fields.map(([go, name, zero]) => {
      const value = name === '' ? undefined : schema[name];
      return [go, value === undefined ? zero : goValue(go, value)];
    }),
  );
}

function goValue(go: string, value: unknown): unknown {
  if (['AllOf', 'OneOf', 'AnyOf'].includes(go)) return (value as readonly JSONSchemaProps[]).map(goSchema); // By its type.
  if (go === 'Not') return goSchema(value as JSONSchemaProps);
  if (go === 'Items') return { Schema: goSchema(value as JSONSchemaProps), JSONSchemas: null };
  if (go === 'XValidations') return (value as readonly ValidationRule[]).map(goRule);
  if (go === 'AdditionalProperties') {
    const isSchema = isJsonObject(value);
    return { Allows: isSchema || value, Schema: isSchema ? goSchema(value) : null };
  }
  if (go === 'Properties') {
    const entries = Object.entries(value as Readonly<Record<string, JSONSchemaProps>>).sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return Object.fromEntries(entries.map(([name, each]) => [name, goSchema(each)]));
  }
  return value;
}

/** A rule with Go's field names. */
export function goRule(rule: ValidationRule): object {
  return {
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

/** A version with Go's field names; `isHoisted`: what all versions share stands above them. */
export function goVersion(version: CustomResourceDefinitionVersion, isHoisted: boolean): object {
  const schema = version.schema?.openAPIV3Schema;
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: isHoisted || schema === undefined ? null : { OpenAPIV3Schema: goSchema(schema) },
    Subresources: isHoisted ? null : goSubresources(version),
    AdditionalPrinterColumns: isHoisted ? null : goColumns(version),
    SelectableFields: isHoisted
      ? null
      : (version.selectableFields?.map(({ jsonPath }) => ({ JSONPath: jsonPath })) ?? null),
  };
}

function goColumns({ additionalPrinterColumns }: CustomResourceDefinitionVersion): readonly object[] | null {
  if (additionalPrinterColumns === undefined) return null;
  return additionalPrinterColumns.map(({ name, type, format = '', description = '', priority = 0, jsonPath }) => {
    return { Name: name, Type: type, Format: format, Description: description, Priority: priority, JSONPath: jsonPath };
  });
}

function goSubresources({ subresources }: CustomResourceDefinitionVersion): object | null {
  if (subresources === undefined) return null;
  const { status, scale } = subresources;
  const Scale =
    scale === undefined
      ? null
      : {
          SpecReplicasPath: scale.specReplicasPath,
          StatusReplicasPath: scale.statusReplicasPath,
          LabelSelectorPath: scale.labelSelectorPath ?? null,
        };
  return { Status: status === undefined ? null : {}, Scale };
}
