/**
 * How the API server treats objects of a custom resource.
 * Models apiextensions-apiserver/pkg/registry/customresource/{strategy,validator,status_strategy}.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import type { KubeObject } from '../../api/meta/objectMeta';
import { type FieldError, invalid } from '../registry/fieldError';
import { checkObjectMeta, checkObjectMetaUpdate } from '../registry/validation/objectMeta';
import type { ResourceStrategy } from '../resourceStrategy';
import { decodeCustom } from './decoding';
import { withDefaults } from './defaulting';
import type { CustomResource } from './resource';
import { ruleErrors } from './rules';
import { scaleErrors, scaleFields, valueAt } from './scalePaths';
import { hasRules } from './ruleChecks';
import { listTypeErrors, NO_FIELD, schemaErrors } from './validating';

/** After these the rules are not tried. */
const blocking: readonly string[] = [
  ...['FieldValueRequired', 'FieldValueNotSupported', 'FieldValueTypeInvalid'],
  ...['FieldValueTooLong', 'FieldValueTooMany'],
];

/** The strategy of a resource. */
export function customStrategy(resource: CustomResource): ResourceStrategy {
  const { info, version, schema } = resource;
  const hasStatus = version.subresources?.status !== undefined;
  const ruled = hasRules(schema);
  const wanted = (object: KubeObject): unknown => {
    const { metadata: _metadata, ...rest } = object;
    return hasStatus ? { ...rest, status: undefined } : rest;
  };
  return {
    kind: resource.kind,
    hasGeneration: true,
    wanted,
    allowUnconditionalUpdate: false,
    allowCreateOnUpdate: false,
    ...(resource.deprecation === undefined ? {} : { deprecation: resource.deprecation }),
    isCustom: true,
    listKind: resource.listKind,
    decode: (value, validation, complaints, call) => decodeCustom(resource, value, validation, complaints, call),
    defaults: (object) => withDefaults(object, schema) as KubeObject, // An object stays one.
    prepareForCreate: (object) => (hasStatus ? withStatusOf(object, undefined) : object),
    prepareForUpdate(next, old, target) {
      if (target === 'status') return withStatusOf(old, next);
      return hasStatus && target === '' ? withStatusOf(next, old) : next;
    },
    validate(object) {
      const errors: FieldError[] = [];
      checkObjectMeta(object.metadata, info.namespaced, errors);
      return [...errors, ...contentErrors(resource, object, undefined, errors, ruled)];
    },
    validateUpdate(next, old) {
      const errors: FieldError[] = [];
      checkObjectMetaUpdate(next.metadata, old.metadata, errors);
      errors.push(...errors);
      return [...errors, ...contentErrors(resource, next, old, errors, ruled)];
    },
    ...(version.subresources?.scale === undefined ? {} : { scale: scaleFields(version.subresources.scale) }),
    selectableFields: Object.fromEntries(
      (version.selectableFields ?? []).map(({ jsonPath }) => [
        jsonPath.slice(1),
        (object: KubeObject) => {
          const value = valueAt(object, jsonPath);
          return value === undefined || value === null ? '' : String(value);
        },
      ]),
    ),
  };
}

/** `object` with the status of `other`, if it has one. */
function withStatusOf(object: KubeObject, other: KubeObject | undefined): KubeObject {
  const { status: _status, ...rest } = object as KubeObject & { readonly status?: unknown };
  const { status } = (other ?? {}) as { readonly status?: unknown };
  return (status === undefined ? rest : { ...rest, status }) as KubeObject; // The three parts are there.
}

function contentErrors(
  resource: CustomResource,
  object: KubeObject,
  old: KubeObject | undefined,
  before: readonly FieldError[],
  ruled: boolean,
): readonly FieldError[] {
  const { schema, version } = resource;
  const found = contentOf(object, schema);
  const scale = version.subresources?.scale;
  const all: FieldError[] = [
    ...schemaErrors(found, schema, ''),
    ...(scale === undefined ? [] : scaleErrors(object, scale)),
    ...listTypeErrors(found, schema, ''),
  ];
  // What was broken before and has not changed may stay.
  const errors =
    old === undefined
      ? all
      : all.filter((error) => !brokenBefore(resource, old).some((each) => isDeepEqual(each, error)));
  if (!ruled) return errors;
  if ([...before, ...errors].some(({ reason }) => blocking.includes(reason))) {
    const why =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
    return [...errors, invalid(NO_FIELD, null, why)];
  }
  return [...errors, ...ruleErrors(found, old === undefined ? undefined : contentOf(old, schema), schema)];
}

function brokenBefore({ schema }: CustomResource, old: KubeObject): readonly FieldError[] {
  const found = contentOf(old, schema);
  return [...schemaErrors(found, schema, ''), ...listTypeErrors(found, schema, '')];
}

/** What the schema is about: of metadata only what it may restrict. */
function contentOf(
  object: KubeObject,
  { properties = {} }: CustomResource['schema'],
): Readonly<Record<string, unknown>> {
  const { metadata, ...rest } = object;
  if (properties.metadata === undefined) return { ...rest, metadata: {} };
  const { name, generateName } = metadata;
  return { ...rest, metadata: { name, ...(generateName === undefined ? {} : { generateName }) } };
}
