/**
 * `kubectl get`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/get/get.go (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { CommandError, UsageError } from '../../errors';
import { getRaw } from './getRaw';
import { isHumanReadable } from './options';
import { printObjects } from './printObjects';
import { printTables } from './printTables';
import { watchObjects } from './watchObjects';

/** `kubectl get`. */
export const get: Command = {
  path: ['get'],
  async run(invocation) {
    const { flags } = invocation;
    const isRaw = flags.string('raw') !== '';
    const isWatch = flags.bool('watch') || flags.bool('watch-only');
    complete(invocation, isRaw, isWatch);
    validate(invocation, isRaw, isWatch);
    if (isRaw) return getRaw(invocation);
    if (isWatch) return watchObjects(invocation);
    return isHumanReadable(flags) ? printTables(invocation) : printObjects(invocation);
  },
};

function complete({ args, flags, io, commandPath }: Invocation, isRaw: boolean, isWatch: boolean): void {
  if (isRaw) {
    if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
    return;
  }
  if (isWatch) {
    if (flags.string('sort-by') === '') return;
    const text = flags.bool('watch')
      ? '--watch requested, --sort-by will be ignored for watch events received'
      : '--watch-only requested, --sort-by will be ignored';
    void io.err(`warning: ${text}\n`);
    return;
  }
  if (args.length > 0 || flags.list('filename').length > 0 || flags.string('kustomize') !== '') return;
  void io.err(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  throw new UsageError(
    commandPath,
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  );
}

function validate({ flags }: Invocation, isRaw: boolean, isWatch: boolean): void {
  const output = flags.string('output');
  const raw = flags.string('raw');
  if (isRaw) {
    if (isWatch || flags.string('selector') !== '') {
      throw new CommandError(
        '--raw may not be specified with other flags that filter the server request or alter the output',
      );
    }
    if (output !== '') throw new CommandError('--raw and --output are mutually exclusive');
    if (!/^(\/|[a-z][a-z0-9+.-]*:)/i.test(raw)) {
      throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
    }
  }
  if (flags.bool('show-labels') && output !== '' && output !== 'wide') {
    throw new CommandError(`--show-labels option cannot be used with ${output} printer`);
  }
  if (flags.bool('output-watch-events') && !isWatch) {
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  }
}
