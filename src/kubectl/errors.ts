/**
 * How a kubectl command ends badly, and what it prints then.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (v1.36.3).
 */
import { ApiError } from '../api/meta/status';

/** `error: TEXT`, exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Wrong usage: `error: TEXT` and where to read more. `command` is the whole path, e.g. `kubectl rollout status`. */
export class UsageError extends Error {
  override name = 'UsageError';
  constructor(
    readonly command: string,
    message: string,
  ) {
    super(message);
  }
}

/** Printed as it is, without `error: `; the text may have several lines. */
export class PlainError extends Error {
  override name = 'PlainError';
}

/** Everything has been printed already: only the exit code is left. */
export class ExitError extends Error {
  override name = 'ExitError';
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Several things went wrong while the rest was done. Inside another list its text is Go's: `[a, b]`, equal ones once. */
export class ErrorList extends Error {
  override name = 'ErrorList';
  constructor(readonly errors: readonly Error[]) {
    const messages = [...new Set(errors.map(({ message }) => message))];
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`);
  }
}

/** The lone error itself, out of lists around it; several as an ErrorList. Throws RangeError if there is none. */
export function oneOf(errors: readonly Error[]): Error {
  const [only, ...more] = errors;
  if (only === undefined) throw new RangeError('no error to report');
  if (more.length > 0) return new ErrorList(errors);
  return only instanceof ErrorList ? oneOf(only.errors) : only;
}

/** The server's refusal of something read from `source`: `error when creating "x.yaml": ...`. */
export function inSource(error: ApiError, doing: string, source: string): ApiError {
  const message = `error when ${doing} ${JSON.stringify(source)}: ${error.message}`;
  return new ApiError({ ...error.status, message });
}

/**
 * Any failure about something read from `source`: the server's refusals stay such, others become `error when creating
 * "x.yaml": ...`. Without a source the failure itself.
 */
export function withSource(error: Error, doing: string, source: string | undefined): Error {
  if (source === undefined || error instanceof ExitError) return error;
  if (error instanceof ApiError) return inSource(error, doing, source);
  return new CommandError(`error when ${doing} ${JSON.stringify(source)}: ${error.message}`);
}
