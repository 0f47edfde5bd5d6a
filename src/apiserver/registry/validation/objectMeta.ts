/**
 * Metadata of every kind.
 * Models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go and ValidateObjectMeta of
 * pkg/apis/core/validation (v1.36.3). Left out: managedFields.
 */
import { isDeepEqual } from '../../../api/meta/equality';
import type { ObjectMeta, OwnerReference } from '../../../api/meta/objectMeta';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { utf8Length } from '../../../api/meta/base64';
import { type FieldError, forbidden, invalid, required, tooLong } from '../fieldError';
import { checkOnce } from './accepted';
import { checkImmutable, checkNotNegative, checkText, labelNameErrors, subdomainNameErrors } from './formats';
import { checkLabels } from './labels';

/** What a kind demands of names. */
export type NameRule = (name: string, prefix?: boolean) => readonly string[];

const maxAnnotationBytes = 256 * 1024;
const standardFinalizers: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];
const soundAnnotations = new WeakSet<object>();
const soundOwners = new WeakSet<object>();

/** Metadata of an object that is to be created. */
export function checkObjectMeta(
  metadata: Partial<ObjectMeta>,
  namespaced: boolean,
  errors: FieldError[],
  nameRule: NameRule = subdomainNameErrors,
): void {
  const { generateName = '', name = '', namespace = '' } = metadata;
  if (generateName !== '') {
    for (const text of nameRule(generateName, true)) errors.push(invalid('metadata.generateName', generateName, text));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else for (const text of nameRule(name, false)) errors.push(invalid('metadata.name', name, text));
  if (!namespaced) {
    if (namespace !== '') errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  } else if (namespace === '') errors.push(required('metadata.namespace'));
  else checkText(labelNameErrors, namespace, 'metadata.namespace', errors);
  checkRest(metadata, errors);
}

/** Metadata that an update may not change, and the rest of it. */
export function checkObjectMetaUpdate(next: ObjectMeta, old: ObjectMeta, errors: FieldError[]): void {
  if (next === old) return;
  if (next.deletionTimestamp !== undefined) checkNoNewFinalizers(next.finalizers, old.finalizers, errors);
  checkImmutable(next.name, old.name, 'metadata.name', errors);
  checkImmutable(next.namespace, old.namespace, 'metadata.namespace', errors);
  checkImmutable(next.uid, old.uid, 'metadata.uid', errors);
  checkImmutable(next.creationTimestamp, old.creationTimestamp, 'metadata.creationTimestamp', errors);
  if (next.labels === old.labels && next.annotations === old.annotations && isDeepEqual(next, old)) return;
  checkRest(next, errors);
}

function checkNoNewFinalizers(
  next: readonly string[] | undefined,
  old: readonly string[] | undefined,
  errors: FieldError[],
): void {
  const added = (next ?? []).filter((finalizer) => !(old ?? []).includes(finalizer));
  if (added.length === 0) return;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const why = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  errors.push(forbidden('metadata.finalizers', `${why} []string{${list}}`));
}

function checkRest(metadata: Partial<ObjectMeta>, errors: FieldError[]): void {
  const { generation, labels, annotations, ownerReferences, finalizers } = metadata;
  checkNotNegative(generation, 'metadata.generation', errors);
  checkLabels(labels, 'metadata.labels', errors);
  checkAnnotations(annotations, 'metadata.annotations', errors);
  checkOnce(soundOwners, ownerReferences, errors, () => checkOwners(ownerReferences ?? [], errors));
  for (const finalizer of finalizers ?? []) checkText(qualifiedNameErrors, finalizer, 'metadata.finalizers', errors);
  finalizers?.forEach((finalizer, index) => checkFinalizer(finalizer, `metadata.finalizers[${index}]`, errors));
}

/** Keys as of labels, in any case of letters; values are free, but not endless. */
export function checkAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
  errors: FieldError[],
): void {
  checkOnce(soundAnnotations, annotations, errors, () => {
    let bytes = 0;
    for (const [key, value] of Object.entries(annotations ?? {})) {
      for (const text of qualifiedNameErrors(key.toLowerCase())) errors.push(invalid(field, key, text));
      bytes += utf8Length(key) + utf8Length(value);
    }
    if (bytes > maxAnnotationBytes) errors.push(tooLong(field, maxAnnotationBytes));
  });
}

/** A finalizer is one of Kubernetes' own or has a domain. */
export function checkFinalizer(finalizer: string, field: string, errors: FieldError[]): void {
  if (finalizer.includes('/') || standardFinalizers.includes(finalizer)) return;
  errors.push(invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
}

function checkOwners(owners: readonly OwnerReference[], errors: FieldError[]): void {
  const field = 'metadata.ownerReferences';
  for (const owner of owners) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    if (apiVersion === '') errors.push(invalid(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
    if (kind === '') errors.push(invalid(`${field}.kind`, kind, 'must not be empty'));
    if (name === '') errors.push(invalid(`${field}.name`, name, 'must not be empty'));
    if (uid === '') errors.push(invalid(`${field}.uid`, uid, 'must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event') {
      errors.push(invalid(field, ownerValue(owner), '/v1, Kind=Event is disallowed from being an owner'));
    }
  }
  const controllers = owners.filter(({ controller }) => controller === true).map(({ kind, name }) => `${kind}/${name}`);
  if (controllers.length > 1) {
    const [first, second] = controllers;
    const why = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;
    errors.push(invalid(field, owners.map(ownerValue), why));
  }
}

function ownerValue({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): object {
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller !== undefined && { controller }),
    ...(blockOwnerDeletion !== undefined && { blockOwnerDeletion }),
  };
}
