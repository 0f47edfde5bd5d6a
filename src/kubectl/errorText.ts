/**
 * What kubectl prints when a command ends badly, and with which code it ends.
 * Models checkErr and StandardErrorMessage of staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (v1.36.3).
 */
import { ApiError, type Status } from '../api/meta/status';
import { ConnectionError } from './environment';
import { CommandError, ErrorList, ExitError, PlainError, UsageError } from './errors';
import { FlagError } from './flags/parseFlags';

/** What is printed for an error, and the exit code. */
export interface ErrorText {
  /** With its newline; empty if there is nothing to say. */
  readonly text: string;
  readonly code: number;
}

/** `command` is the whole path, for errors that say where help is. Rethrows what is no error of a command: a bug. */
export function errorText(error: unknown, command: string): ErrorText {
  if (error instanceof ExitError) return { text: '', code: error.code };
  const text = textOf(error, command);
  return { text: text === '' || text.endsWith('\n') ? text : `${text}\n`, code: 1 };
}

function textOf(error: unknown, command: string): string {
  if (error instanceof ErrorList) {
    const [first, second] = error.errors;
    if (first === undefined) return '';
    if (second === undefined) return textOf(first, command);
    return error.errors.map((each) => `${messageFor(each)}\n`).join('');
  }
  if (error instanceof ApiError && error.reason === 'Invalid') return invalidText(error.status);
  if (error instanceof UsageError) {
    return withPrefix(`${error.message}\nSee '${error.command} -h' for help and examples`);
  }
  if (error instanceof FlagError) return flagErrorText(error, command);
  if (error instanceof CommandError) return withPrefix(error.message);
  if (isStandard(error)) return messageFor(error);
  throw error;
}

function withPrefix(message: string): string {
  return message.startsWith('error: ') ? message : `error: ${message}`;
}

function flagErrorText(error: FlagError, command: string): string {
  if (command === 'kubectl options') return `error: ${error.message}\nRun 'kubectl options' without flags.`;
  if (command === 'kubectl diff') return `error: ${error.message}\nSee 'kubectl diff -h' for help and examples`;
  return `error: ${error.message}\nSee '${command} --help' for usage.`;
}

function isStandard(error: unknown): error is Error {
  return error instanceof ApiError || error instanceof ConnectionError || error instanceof PlainError;
}

/** One of several errors, or one that brings its own beginning. Plain errors stand without `error: ` then. */
function messageFor(error: Error): string {
  if (error instanceof UsageError) return `${error.message}\nSee '${error.command} -h' for help and examples`;
  if (!(error instanceof ApiError)) return error.message;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  return error.reason === ''
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`;
}

function invalidText({ message = '', details }: Status): string {
  let subject = 'The request is invalid';
  if (details === undefined) return message === '' ? subject : `${subject}: ${message}`;
  const { kind = '', name = '', causes = [] } = details;
  if (kind !== '' || name !== '') subject = `The ${kind} ${JSON.stringify(name)} is invalid`;
  else if (message !== '' && causes.length === 0) subject += `: ${message}`;
  const texts = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (texts.length === 0) return subject;
  if (texts.length === 1) return `${subject}: ${texts[0]}\n`;
  return [`${subject}: `, ...texts.map((text) => `* ${text}`), ''].join('\n');
}
