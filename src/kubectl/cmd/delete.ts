/**
 * `kubectl delete`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go (v1.36.3).
 * Left out: --raw, which is refused.
 */
import type { Command, Invocation } from '../command';
import { CommandError } from '../errors';
import { type Built, build } from '../resource/builder';
import { type DeletionOptions, deleteAll, kindText } from '../resource/deletion';
import { cascadeOf, refuseFlags } from './deletionFlags';
import { dryRunOf } from './writeFlags';

export const deleteCommand: Command = {
  path: ['delete'],
  async run(invocation) {
    const { flags, io } = invocation;
    refuseFlags(invocation, ['raw']);
    const options = await optionsOf(invocation);
    const built = await build(invocation, {
      args: invocation.args,
      filenames: flags.list('filename'),
      recursive: flags.bool('recursive'),
      kustomize: flags.string('kustomize'),
      labelSelector: flags.string('selector'),
      fieldSelector: flags.string('field-selector'),
      all: flags.bool('all'),
      allNamespaces: flags.bool('all-namespaces'),
      requireObject: false,
    });
    validate(invocation, options);
    if (flags.bool('interactive') && !(await isConfirmed(invocation, built))) {
      if (built.infos.length > 0) void io.out('deletion is cancelled\n');
      return;
    }
    await deleteAll(invocation, built, options);
  },
};

async function optionsOf(invocation: Invocation): Promise<DeletionOptions> {
  const { flags } = invocation;
  const cascade = cascadeOf(invocation);
  const isSelected = flags.bool('all') || flags.string('selector') !== '' || flags.string('field-selector') !== '';
  const access = await invocation.access();
  return {
    cascade,
    gracePeriod: gracePeriodOf(invocation),
    ignoreNotFound: flags.changed('ignore-not-found') ? flags.bool('ignore-not-found') : isSelected,
    dryRun: dryRunOf(invocation),
    wait: flags.bool('wait'),
    timeoutMs: flags.durationMs('timeout'),
    isShort: flags.string('output') === 'name',
    warnClusterScope: access.isNamespaceExplicit && !flags.bool('all-namespaces'),
  };
}

/** `--grace-period=0` without `--force` is 1, so that nobody loses data by accident. */
function gracePeriodOf({ flags }: Invocation): number {
  const period = flags.int('grace-period');
  const isForced = flags.bool('force');
  if (flags.bool('now')) {
    if (period !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    return 1;
  }
  if (period === 0 && !isForced) return 1;
  return isForced && period < 0 ? 0 : period;
}

function validate({ flags, io }: Invocation, { gracePeriod }: DeletionOptions): void {
  const output = flags.string('output');
  if (output !== '' && output !== 'name') {
    throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (!flags.bool('force')) return;
  if (gracePeriod > 0) {
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  }
  void io.err(
    'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
  );
}

/** Shows what would go and asks. */
async function isConfirmed({ io }: Invocation, { infos }: Built): Promise<boolean> {
  if (infos.length === 0) {
    void io.out('No resources found\n');
    return false;
  }
  void io.out(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const { mapping, name } of infos) void io.out(`${kindText(mapping)}/${name}\n`);
  await io.out('Do you want to continue? (y/N): ');
  let answer = '';
  for (;;) {
    const piece = await io.input.read();
    answer += piece ?? '';
    const [word] = answer.trimStart().split(/\s/);
    if (piece === undefined || /\S\s/.test(answer)) return word?.toLowerCase() === 'y';
  }
}
