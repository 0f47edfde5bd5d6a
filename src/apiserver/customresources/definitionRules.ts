/**
 * Validation of CustomResourceDefinitions.
 * Models apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (v1.36.3).
 */
import type {
  CustomResourceColumnDefinition,
  CustomResourceConversion,
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  JSONSchemaProps,
} from '../../api/apiextensions/customResourceDefinition';
import { isDeepEqual } from '../../api/meta/equality';
import { dns1035LabelErrors, dns1123SubdomainErrors } from '../../api/meta/qualifiedName';
import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '../registry/fieldError';
import { checkImmutable, subdomainNameErrors } from '../registry/validation/formats';
import type { NameRule } from '../registry/validation/objectMeta';
import { goFieldsOf, goSchema, goVersion, rootFields } from './goSchema';
import { checkRules } from './ruleChecks';
import { itemsOf } from './schemaParts';
import { checkSchema } from './structural';

type Spec = CustomResourceDefinition['spec'];

/** The name is made of plural and group. */
export function nameRuleOf({ spec }: CustomResourceDefinition): NameRule {
  return (name, prefix) => [
    ...subdomainNameErrors(name, prefix),
    ...(name === `${spec.names?.plural ?? ''}.${spec.group}` ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
}

/** Everything but metadata. `old` is what is stored, if it is. */
export function checkDefinition(
  { metadata, spec, status }: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  errors: FieldError[],
): void {
  checkSpec(spec, errors);
  checkStoredVersions(status.storedVersions, spec, old !== undefined, errors);
  checkApproval(metadata.annotations, spec.group, errors);
  if (spec.preserveUnknownFields === true) {
    const why =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    errors.push(invalid('spec.preserveUnknownFields', true, why));
  }
}

/** What an update may not change. `isEstablished`: objects may be stored. */
export function checkDefinitionUpdate(next: Spec, old: Spec, isEstablished: boolean, errors: FieldError[]): void {
  if (isEstablished) {
    checkImmutable(next.scope, old.scope, 'spec.scope', errors);
    checkImmutable(next.names.kind, old.names.kind, 'spec.names.kind', errors);
  }
  checkImmutable(next.group, old.group, 'spec.group', errors);
  checkImmutable(next.names.plural, old.names.plural, 'spec.names.plural', errors);
}

/** True where all versions say the same of `part`: Go's internal type then has it once, above them. */
function isShared(versions: Spec['versions'], part: keyof CustomResourceDefinitionVersion): boolean {
  return versions.every((version) => isDeepEqual(version[part], versions[0]?.[part]));
}

function checkSpec(spec: Spec, errors: FieldError[]): void {
  const { group, scope, names } = spec;
  const versions = spec.versions ?? [];
  if (group === '') errors.push(required('spec.group'));
  else if (dns1123SubdomainErrors(group).length > 0) {
    errors.push(invalid('spec.group', group, dns1123SubdomainErrors(group).join(',')));
  } else if (!group.includes('.')) {
    errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  }
  if (scope === '') errors.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced') {
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  }
  const isHoisted = (['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const).every(
    (part) => isShared(versions, part),
  );
  checkVersions(spec, isHoisted, errors);
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if ((names[field] ?? '') === '') errors.push(required(`spec.names.${field}`));
  }
  checkNames(names, 'spec.names', errors);
  for (const place of placesOf(versions)) checkVersionParts(place, errors);
  checkConversion(spec.conversion, errors);
}

function checkVersions(spec: Spec, isHoisted: boolean, errors: FieldError[]): void {
  const versions = spec.versions ?? [];
  const goVersions = (): unknown =>
    spec.versions === undefined ? null : versions.map((version) => goVersion(version, isHoisted));
  versions.forEach(({ name, deprecated, deprecationWarning }, at) => {
    const mistakes = dns1035LabelErrors(name);
    if (mistakes.length > 0) errors.push(invalid(`spec.versions[${at}].name`, name, mistakes.join(',')));
    if (deprecationWarning === undefined) return;
    const path = `spec.versions[${at}].deprecationWarning`;
    const add = (why: string): void => void errors.push(invalid(path, deprecationWarning, why));
    if (deprecated !== true) add('can only be set for deprecated versions');
    else if (deprecationWarning === '') add('must not be an empty string');
    const bad = [...deprecationWarning].findIndex((letter) => /\p{C}/u.test(letter));
    if (bad >= 0) {
      add(`must only contain printable UTF-8 characters; non-printable character found at index ${bad}`);
    }
  });
  if (new Set(versions.map(({ name }) => name)).size < versions.length) {
    errors.push(invalid('spec.versions', goVersions(), 'must contain unique version names'));
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid('spec.versions', goVersions(), 'must have exactly one version marked as storage version'));
  }
  const first = versions[0]?.name ?? '';
  const mistakes = versions.length === 0 ? [] : dns1035LabelErrors(first);
  if (mistakes.length > 0) errors.push(invalid('spec.version', first, mistakes.join(',')));
}

function checkNames(names: CustomResourceDefinitionNames, path: string, errors: FieldError[]): void {
  const check = (field: string, text: string | undefined, isMixed = false): void => {
    if (text === undefined || text === '') return;
    const mistakes = dns1035LabelErrors(isMixed ? text.toLowerCase() : text);
    if (mistakes.length === 0) return;
    const prefix = isMixed ? 'may have mixed case, but should otherwise match: ' : '';
    errors.push(invalid(`${path}.${field}`, text, prefix + mistakes.join(',')));
  };
  check('plural', names.plural);
  check('singular', names.singular);
  check('kind', names.kind, true);
  check('listKind', names.listKind, true);
  names.shortNames?.forEach((name, at) => {
    check(`shortNames[${at}]`, name);
  });
  if (names.kind !== '' && names.kind === names.listKind) {
    errors.push(invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'));
  }
  names.categories?.forEach((name, at) => {
    check(`categories[${at}]`, name);
  });
}

/** A part of a version and how the server calls its place. */
interface VersionPlace {
  readonly version: CustomResourceDefinitionVersion;
  readonly path: Readonly<Record<'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields', string>>;
}

/** Where the parts of the versions stand: above them, if all versions share a part. */
function placesOf(versions: Spec['versions']): readonly VersionPlace[] {
  const parts = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;
  const shared = parts.filter((part) => isShared(versions, part));
  return versions.map((version, at) => {
    const entries = parts.map((part) => {
      if (!shared.includes(part)) return [part, `spec.versions[${at}].${part}`];
      return [part, at > 0 ? '' : part === 'schema' ? 'spec.validation' : `spec.${part}`];
    });
    return { version, path: Object.fromEntries(entries) as VersionPlace['path'] }; // Of exactly these parts.
  });
}

function checkVersionParts({ version, path }: VersionPlace, errors: FieldError[]): void {
  const schema = version.schema?.openAPIV3Schema;
  if (schema === undefined) {
    const at = path.schema === 'spec.validation' || path.schema === '' ? 'spec.versions[0].schema' : path.schema;
    if (path.schema !== '') errors.push(required(`${at}.openAPIV3Schema`));
  } else if (path.schema !== '') {
    checkRoot(schema, version.subresources?.status !== undefined, `${path.schema}.openAPIV3Schema`, errors);
  }
  if (version.subresources !== undefined && path.subresources !== '') {
    checkSubresources(version.subresources, path.subresources, errors);
  }
  if (path.additionalPrinterColumns !== '') {
    version.additionalPrinterColumns?.forEach((column, at) => {
      checkColumn(column, `${path.additionalPrinterColumns}[${at}]`, errors);
    });
  }
  if (path.selectableFields !== '' && schema !== undefined) {
    checkSelectableFields(version, schema, path.selectableFields, errors);
  }
}

function checkRoot(schema: JSONSchemaProps, hasStatus: boolean, path: string, errors: FieldError[]): void {
  const before = errors.length;
  if (hasStatus) {
    if ((schema.type ?? '') !== '' && schema.type !== 'object') {
      const why = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      errors.push(invalid(`${path}.type`, schema.type, why));
    }
    if (goFieldsOf(schema).some((field) => !rootFields.includes(field))) {
      const why = `only [${rootFields.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`;
      errors.push(invalid(path, goSchema(schema), why));
    }
  }
  checkSchema(schema, path, errors);
  if (errors.length === before) checkRules(schema, path, errors);
}

const isSimplePath = (path: string): boolean => /^\.(?![.[])[^[\]()@?*'"]*$/.test(path) && !path.includes('..');

function checkSubresources({ scale }: CustomResourceSubresources, path: string, errors: FieldError[]): void {
  if (scale === undefined) return;
  const check = (field: string, given: string | undefined, roots: readonly string[], under: string): void => {
    const at = `${path}.scale.${field}`;
    if (given === undefined || given === '') {
      if (field !== 'labelSelectorPath') errors.push(required(at));
      return;
    }
    const isUnder = roots.some((root) => given.startsWith(`${root}.`));
    if (isUnder && isSimplePath(given)) return;
    const why = !given.startsWith('.')
      ? 'must be a simple json path starting with .'
      : `should be a json path under ${under}`;
    errors.push(invalid(at, given, why));
  };
  check('specReplicasPath', scale.specReplicasPath, ['.spec'], '.spec');
  check('statusReplicasPath', scale.statusReplicasPath, ['.status'], '.status');
  check('labelSelectorPath', scale.labelSelectorPath, ['.spec', '.status'], 'either .spec or .status');
}

const columnTypes = 'boolean,date,integer,number,string';
const columnFormats = 'byte,date,date-time,double,float,int32,int64,password';

function checkColumn(column: CustomResourceColumnDefinition, path: string, errors: FieldError[]): void {
  const { name, type, format = '', jsonPath } = column;
  if (name === '') errors.push(required(`${path}.name`));
  if (type === '') errors.push(required(`${path}.type`, `must be one of ${columnTypes}`));
  else if (!columnTypes.split(',').includes(type)) {
    errors.push(invalid(`${path}.type`, type, `must be one of ${columnTypes}`));
  }
  if (format !== '' && !columnFormats.split(',').includes(format)) {
    errors.push(invalid(`${path}.format`, format, `must be one of ${columnFormats}`));
  }
  if (jsonPath === '') errors.push(required(`${path}.JSONPath`));
  else if (!jsonPath.startsWith('.')) {
    errors.push(invalid(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
  }
}

function checkSelectableFields(
  { selectableFields = [] }: CustomResourceDefinitionVersion,
  schema: JSONSchemaProps,
  path: string,
  errors: FieldError[],
): void {
  const seen = new Set<string>();
  selectableFields.forEach(({ jsonPath }, at) => {
    const place = `${path}[${at}].jsonPath`;
    if (jsonPath === '') return void errors.push(required(place));
    if (!/^[.[]/.test(jsonPath)) {
      const why = `is an invalid path: expected [ or . but got: ${jsonPath}`;
      return void errors.push(invalid(place, jsonPath, why));
    }
    const found = schemaAt(schema, jsonPath);
    if (found === undefined) {
      return void errors.push(invalid(place, jsonPath, 'is an invalid path: does not refer to a valid field'));
    }
    if (!['string', 'boolean', 'integer'].includes(found.type ?? '')) {
      const why =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      return void errors.push(invalid(place, jsonPath, why));
    }
    if (seen.has(jsonPath)) errors.push(duplicate(place, jsonPath));
    seen.add(jsonPath);
  });
}

function schemaAt(schema: JSONSchemaProps, path: string): JSONSchemaProps | undefined {
  const names = path.slice(1).split('.');
  if (names[0] === 'metadata' || path.includes('[')) return undefined;
  let at: JSONSchemaProps | undefined = schema;
  for (const name of names) at = at === undefined || itemsOf(at) !== undefined ? undefined : at.properties?.[name];
  return at;
}

function checkConversion(conversion: CustomResourceConversion | undefined, errors: FieldError[]): void {
  const { strategy = '', webhook } = conversion ?? {};
  const path = 'spec.conversion';
  if (strategy === '') return void errors.push(required(`${path}.strategy`));
  if (strategy !== 'None' && strategy !== 'Webhook') {
    return void errors.push(notSupported(`${path}.strategy`, strategy, ['None', 'Webhook']));
  }
  if (strategy === 'None') {
    const why = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig !== undefined) errors.push(forbidden(`${path}.webhookClientConfig`, why));
    if ((webhook?.conversionReviewVersions ?? []).length > 0) {
      errors.push(forbidden(`${path}.conversionReviewVersions`, why));
    }
    return;
  }
  if (webhook?.clientConfig === undefined) {
    errors.push(required(`${path}.webhookClientConfig`, 'required when strategy is set to Webhook'));
  }
  if ((webhook?.conversionReviewVersions ?? []).length === 0) errors.push(required(`${path}.conversionReviewVersions`));
}

function checkStoredVersions(
  stored: readonly string[] | null,
  spec: Spec,
  isUpdate: boolean,
  errors: FieldError[],
): void {
  const path = 'status.storedVersions';
  const versions = spec.versions ?? [];
  if (stored === null || stored.length === 0) {
    errors.push(invalid(path, null, 'must have at least one stored version'));
    return;
  }
  stored.forEach((name, at) => {
    if (!versions.some((version) => version.name === name)) {
      errors.push(
        invalid(
          `${path}[${at}]`,
          name,
          isUpdate
            ? 'missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions'.replaceAll(
                'v1',
                name,
              )
            : 'must appear in spec.versions',
        ),
      );
    }
  });
  for (const { name, storage } of versions) {
    if (storage && !stored.includes(name)) errors.push(invalid(path, stored, `must have the storage version ${name}`));
  }
}

const APPROVAL = 'api-approved.kubernetes.io';
const APPROVAL_PULL = 'https://github.com/kubernetes/enhancements/pull/1111';

/** Groups of Kubernetes' own want a word that somebody approved of them. */
function checkApproval(annotations: Readonly<Record<string, string>> = {}, group: string, errors: FieldError[]): void {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return;
  const path = `metadata.annotations[${APPROVAL}]`;
  const word = annotations[APPROVAL] ?? '';
  const want = `protected groups must have approval annotation "${APPROVAL}"`;
  if (word === '') errors.push(required(path, `${want}, see ${APPROVAL_PULL}`));
  else if (!word.startsWith('unapproved') && !/^https?:\/\/[^/]+/.test(word)) {
    const why = `${want} with either a URL or a reason starting with "unapproved", see ${APPROVAL_PULL}`;
    errors.push(invalid(path, word, why));
  }
}
