/** What the verbs of `rollout` share: which objects they are about. */
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { type Built, build } from '../../resource/builder';
import { fileOptions } from '../manifestFlags';

/** The objects that words, files and `-l` name, fresh from the server. Throws CommandError if nothing is named. */
export async function buildWorkloads(invocation: Invocation): Promise<Built> {
  const { args, flags } = invocation;
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError('required resource not specified');
  }
  return build(invocation, {
    args,
    ...fileOptions(invocation),
    labelSelector: flags.string('selector'),
    selectAll: true,
    latest: true,
  });
}

/** Says that nothing was found, for verbs that do. */
export async function sayNothingFound({ io, access }: Invocation): Promise<void> {
  const { namespace } = await access();
  await io.err(`No resources found in ${namespace} namespace.\n`);
}

/** Throws CommandError for a negative `--revision`. */
export function revisionFlagOf({ flags }: Invocation): number {
  const revision = flags.int('revision');
  if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
  return revision;
}
