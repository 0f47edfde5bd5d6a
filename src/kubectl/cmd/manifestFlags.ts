/**
 * What the commands share that send objects of files: -f, -R, -k, --validate and the options of each request.
 */
import type { Invocation } from '../command';
import { CommandError, UsageError } from '../errors';
import type { WriteOptions } from '../resource/access';
import type { BuilderOptions } from '../resource/builder';
import { type DryRun } from '../printers/name';
import { fieldValidationOf } from './writeFlags';

/** Throws as kubectl does where a command takes only files: stray words, or no file at all. */
export function requireFilesAlone(invocation: Invocation): void {
  const { args, commandPath } = invocation;
  if (args.length > 0) throw new UsageError(commandPath, `Unexpected args: [${args.join(' ')}]`);
  requireFiles(invocation);
}

/** Throws the CommandError where neither -f nor -k was given. */
export function requireFiles({ flags }: Invocation): void {
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError('must specify one of -f and -k');
  }
}

/** The files that the flags name, for the builder. */
export function fileOptions({ flags }: Invocation): Pick<BuilderOptions, 'filenames' | 'recursive' | 'kustomize'> {
  return {
    filenames: flags.list('filename'),
    recursive: flags.bool('recursive'),
    kustomize: flags.string('kustomize'),
  };
}

/** `--validate`: what the server shall do about unknown fields, and whether kind and apiVersion are checked here. */
export function validationOf(invocation: Invocation): {
  readonly fieldValidation: NonNullable<WriteOptions['fieldValidation']>;
  readonly validate: boolean;
} {
  const fieldValidation = fieldValidationOf(invocation);
  return { fieldValidation, validate: fieldValidation !== 'Ignore' };
}

/** The options of a write on the server. */
export function writeOptionsOf(dryRun: DryRun, fieldManager: string, fieldValidation?: string): WriteOptions {
  return {
    fieldManager,
    ...(dryRun === 'server' ? { dryRun: true } : {}),
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
  };
}
