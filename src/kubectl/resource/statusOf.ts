/**
 * What the server's refusal says, in the form in which commands meet it.
 * Models NewGenericServerResponse of staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (v1.36.3).
 * Left out: verb and resource behind the sentence.
 */
import { type Status, failure } from '../../api/meta/status';
import type { ApiResponse } from '../../client/transport';

/** The Status of a refusal, also where the answer is none: a proxy's page, a path that does not exist. */
export function statusOf({ code, body }: ApiResponse): Status {
  const status = body as Partial<Status> | null; // A foreign proxy may answer anything: checked here.
  if (typeof status === 'object' && status?.kind === 'Status') return status as Status;
  const text = typeof body === 'string' && body.trim() !== '' ? body.trim() : 'unknown';
  const [reason, message = text] = generic[code] ?? [];
  if (reason !== undefined) return failure(code, reason, message);
  return code >= 500
    ? failure(
        code,
        'InternalError',
        `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`,
      )
    : failure(code, '', `the server responded with the status code ${code} but did not return more information`);
}

/** Reason and sentence by code; without a sentence the server's own text is kept. */
const generic: Readonly<Record<number, readonly [reason: string, message?: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable'],
  409: ['Conflict', 'the server reported a conflict'],
  415: ['UnsupportedMediaType'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};
