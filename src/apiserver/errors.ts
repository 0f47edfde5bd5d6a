/**
 * The refusals of the API server, word for word.
 * Models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go and the callers' texts (v1.36.3).
 */
import { type Kind, infoOf } from '../api/kinds';
import { ApiError, type StatusDetails, failure } from '../api/meta/status';

/** `pods`, `deployments.apps`. */
export function resourceName(kind: Kind): string {
  const { group, plural } = infoOf(kind);
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf(kind: Kind, name: string): StatusDetails {
  const { group, plural } = infoOf(kind);
  return { name, ...(group === '' ? {} : { group }), kind: plural };
}

/** `pods "x" not found`. */
export function notFound(kind: Kind, name: string): ApiError {
  return new ApiError(failure(404, 'NotFound', `${resourceName(kind)} "${name}" not found`, detailsOf(kind, name)));
}

/** `pods "x" already exists`, said differently of an object that is going away. */
export function alreadyExists(kind: Kind, name: string, isTerminating: boolean): ApiError {
  const text = `${resourceName(kind)} "${name}" already exists`;
  const message = isTerminating ? `object is being deleted: ${text}` : text;
  return new ApiError(failure(409, 'AlreadyExists', message, detailsOf(kind, name)));
}

/** Eight generated names were all taken. */
export function noUniqueName(kind: Kind, name: string): ApiError {
  const message = `${resourceName(kind)} "${name}" already exists, the server was not able to generate a unique name for the object`;
  return new ApiError(failure(409, 'AlreadyExists', message, { ...detailsOf(kind, name), retryAfterSeconds: 1 }));
}

/** `Operation cannot be fulfilled on pods "x": <why>`. */
export function conflict(kind: Kind, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ${why}`;
  return new ApiError(failure(409, 'Conflict', message, detailsOf(kind, name)));
}

/** A write against a resourceVersion that is not the present one. */
export function modified(kind: Kind, name: string): ApiError {
  return conflict(
    kind,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

/** A write that names another uid than the stored object has. */
export function uidConflict(kind: Kind, name: string, key: string, wanted: string, found: string): ApiError {
  return conflict(
    kind,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key.replace('/customresources/', '/')}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`,
  );
}

/** Preconditions of a delete name the Kind where other conflicts name the resource. */
export function deletePrecondition(kind: Kind, name: string, why: string): ApiError {
  const { group, kind: called } = infoOf(kind);
  const qualified = group === '' ? called : `${called}.${group}`;
  const message = `Operation cannot be fulfilled on ${qualified} "${name}": ${why}`;
  return new ApiError(failure(409, 'Conflict', message, { name, ...(group === '' ? {} : { group }), kind: called }));
}

/** 400. */
export function badRequest(message: string): ApiError {
  return new ApiError(failure(400, 'BadRequest', message));
}

/** A plain Go error that nobody turned into a Status: code 500 without reason and details. */
export function plainError(message: string): ApiError {
  return new ApiError(failure(500, '', message));
}

/** 503. */
export function serviceUnavailable(message: string): ApiError {
  return new ApiError(failure(503, 'ServiceUnavailable', message));
}

/** What the router says of paths inside known groups that lead nowhere. */
export function unknownPath(): ApiError {
  return new ApiError(failure(404, 'NotFound', 'the server could not find the requested resource', {}));
}

/** 405. */
export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError(failure(405, 'MethodNotAllowed', message, {}));
}

/** 415 for the body of POST and PUT. */
export function unsupportedBody(): ApiError {
  return new ApiError(
    failure(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ),
  );
}

/** 415 for a PATCH of a custom resource in a form that needs a Go type. */
export function unsupportedCustomPatch(): ApiError {
  return new ApiError(
    failure(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ),
  );
}

/** 415 for a PATCH of an unknown type. */
export function unsupportedPatch(): ApiError {
  return new ApiError(failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {}));
}

/** 413. */
export function tooLarge(): ApiError {
  return new ApiError(failure(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'));
}

/** 504: the reader knows a newer state than this server has. */
export function futureVersion(wanted: string, current: number): ApiError {
  return new ApiError(
    failure(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    }),
  );
}

/** 410 with the message given. */
export function expired(message: string): ApiError {
  return new ApiError(failure(410, 'Expired', message));
}
