/**
 * The parameters of requests, with the checks that the API server makes of them.
 * Models apis/meta/v1/validation of staging/src/k8s.io/apimachinery and apis/meta/internalversion/validation (v1.36.3).
 */
import type { Call } from './call';
import { badRequest } from './errors';
import { type FieldError, forbidden, invalidError, notSupported, required, tooLong } from './registry/fieldError';

/** What to do about fields that the schema does not know, or that stand twice. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Options of create, update and patch. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
}

type OptionKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

const defaultOptions: WriteOptions = Object.freeze({ dryRun: false, fieldValidation: 'Warn' });
const validations: Readonly<Record<string, FieldValidation>> = {
  '': 'Warn',
  Strict: 'Strict',
  Warn: 'Warn',
  Ignore: 'Ignore',
};

/** Reads dryRun, fieldValidation and fieldManager, which an apply must have. Throws 422 about the option type. */
export function writeOptions(call: Call, kind: OptionKind, isApply = false): WriteOptions {
  const { query } = call;
  const { dryRun, fieldValidation = '', fieldManager = '' } = query;
  if (!isApply && dryRun === undefined && fieldValidation === '' && fieldManager === '' && query.force === undefined) {
    return defaultOptions;
  }
  const errors: FieldError[] = [];
  if (isApply && fieldManager === '') errors.push(required('fieldManager', 'is required for apply patch'));
  if (kind === 'PatchOptions' && !isApply && query.force !== undefined && isTrue(query.force)) {
    errors.push(forbidden('force', 'may not be specified for non-apply patch'));
  }
  if (fieldManager.length > 128) errors.push(tooLong('fieldManager', 128));
  errors.push(...dryRunErrors(dryRun));
  const validation = Object.hasOwn(validations, fieldValidation) ? validations[fieldValidation] : undefined;
  if (validation === undefined) {
    errors.push(notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']));
  }
  refuseOptions(kind, errors);
  return { dryRun: dryRun === 'All', fieldValidation: validation ?? 'Warn' };
}

/** What is wrong with a dryRun parameter. */
export function dryRunErrors(dryRun: string | undefined): readonly FieldError[] {
  return dryRun === undefined || dryRun === 'All' || dryRun === '' ? [] : [notSupported('dryRun', [dryRun], ['All'])];
}

/** Throws 422 about an option type if there are errors. */
export function refuseOptions(kind: OptionKind, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidError('Pod', '', errors, { kind, group: 'meta.k8s.io' });
}

/** Boolean parameters: everything but `false` and `0` counts as true. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && value !== 'false' && value !== '0';
}

/** A whole number; undefined if absent. Throws 400 in the words of strconv. */
export function integerParameter(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  return Number(value);
}

/** How a list or watch wants to be related to a resourceVersion. */
export interface VersionOptions {
  readonly resourceVersion: string;
  readonly match: string;
  readonly sendInitialEvents?: boolean;
}

/** Reads and checks resourceVersion, resourceVersionMatch and sendInitialEvents. Throws 422. */
export function versionOptions(call: Call, isWatch: boolean): VersionOptions {
  const {
    resourceVersion = '',
    resourceVersionMatch: match = '',
    sendInitialEvents,
    continue: token = '',
    timeoutSeconds,
  } = call.query;
  integerParameter(timeoutSeconds); // Carriers keep to it; here it is only read.
  const initial = sendInitialEvents === undefined ? {} : { sendInitialEvents: isTrue(sendInitialEvents) };
  const options: VersionOptions = { resourceVersion, match, ...initial };
  if (match === '' && sendInitialEvents === undefined) return options;
  refuseOptions('ListOptions', isWatch ? watchErrors(options) : listErrors(options, token));
  return options;
}

function listErrors(
  { resourceVersion, match, sendInitialEvents }: VersionOptions,
  token: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const field = 'resourceVersionMatch';
  if (match !== '') {
    if (resourceVersion === '') {
      errors.push(forbidden(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    if (token !== '') errors.push(forbidden(field, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      errors.push(notSupported(field, match, ['Exact', 'NotOlderThan', '']));
    }
    if (match === 'Exact' && resourceVersion === '0') {
      errors.push(forbidden(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function watchErrors({ match, sendInitialEvents }: VersionOptions): readonly FieldError[] {
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (sendInitialEvents === undefined) {
    errors.push(forbidden(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  } else if (match !== 'NotOlderThan') {
    errors.push(forbidden(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (match !== '' && match !== 'NotOlderThan') errors.push(notSupported(field, match, ['NotOlderThan']));
  return errors;
}

/** An unsigned number as strconv.ParseUint reads it; undefined if it is none. */
export function parseVersion(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** What strconv says of a text that is no unsigned number. */
export function versionSyntaxError(text: string): string {
  return `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
}
