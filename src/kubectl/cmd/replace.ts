/**
 * `kubectl replace -f`: objects of files take the place of those on the server; with --force those are deleted first.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/replace/replace.go (v1.36.3).
 * Left out: --raw, which is refused.
 */
import type { Command, Invocation } from '../command';
import { CommandError, withSource } from '../errors';
import { type DryRun, withDryRun } from '../printers/name';
import type { ObjectPrinter } from '../printers/objectPrinter';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Access, WriteOptions } from '../resource/access';
import { type Built, build } from '../resource/builder';
import { awaitGone, deleteAll } from '../resource/deletion';
import { asError } from '../resource/fetch';
import { visit } from '../resource/visit';
import { createInfo, objectOf, replaceInfo, withConfiguration } from '../resource/writing';
import { cascadeOf, refuseFlags } from './deletionFlags';
import { fileOptions, requireFiles, validationOf, writeOptionsOf } from './manifestFlags';
import { dryRunOf } from './writeFlags';

interface Replacement {
  readonly invocation: Invocation;
  readonly access: Access;
  readonly built: Built;
  readonly printer: ObjectPrinter;
  readonly dryRun: DryRun;
  readonly options: WriteOptions;
}

/** How long `--force` waits for the old object to go, if --timeout does not say. */
const FORCE_TIMEOUT_MS = 300_000;

export const replaceCommand: Command = {
  path: ['replace'],
  async run(invocation) {
    const { flags } = invocation;
    refuseFlags(invocation, ['raw']);
    const dryRun = dryRunOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const { fieldValidation, validate } = validationOf(invocation);
    requireFiles(invocation);
    checkForce(invocation, dryRun);
    const access = await invocation.access();
    const options = writeOptionsOf(dryRun, flags.string('field-manager'), fieldValidation);
    const built = await build(invocation, { args: invocation.args, ...fileOptions(invocation), validate });
    const replacement: Replacement = { invocation, access, built, printer, dryRun, options };
    if (flags.bool('force')) await replaceByForce(replacement);
    else await replaceInPlace(replacement);
  },
};

function checkForce({ flags }: Invocation, dryRun: DryRun): void {
  const isForced = flags.bool('force');
  if (flags.int('grace-period') >= 0 && !isForced) {
    throw new CommandError('--grace-period must have --force specified');
  }
  if (flags.durationMs('timeout') !== 0 && !isForced) throw new CommandError('--timeout must have --force specified');
  if (isForced && dryRun !== 'none') throw new CommandError('--dry-run can not be used when --force is set');
}

async function replaceInPlace({ invocation, access, built, printer, dryRun, options }: Replacement): Promise<void> {
  const { flags, io } = invocation;
  const subresource = flags.string('subresource');
  await visit(built, async (found) => {
    const info = { ...found, object: withConfiguration(objectOf(found), flags.bool('save-config')) };
    let { object } = info;
    if (dryRun !== 'client') {
      try {
        object = await replaceInfo(access, info, options, subresource === '' ? undefined : subresource);
      } catch (error) {
        throw withSource(asError(error), 'replacing', info.source);
      }
    }
    printer.print(object, io, withDryRun('replaced', dryRun));
  });
}

async function replaceByForce({ invocation, access, built, printer, options }: Replacement): Promise<void> {
  const { flags, io } = invocation;
  const gracePeriod = flags.int('grace-period');
  const timeoutMs = flags.durationMs('timeout');
  await deleteAll(invocation, built, {
    cascade: cascadeOf(invocation),
    gracePeriod: gracePeriod === 0 ? 1 : gracePeriod,
    ignoreNotFound: true,
    dryRun: 'none',
    wait: flags.bool('wait') || gracePeriod === 0,
    timeoutMs,
    isShort: flags.string('output') === 'name',
    warnClusterScope: false,
  });
  for (const info of built.infos) {
    await awaitGone(invocation, access, info, undefined, timeoutMs === 0 ? FORCE_TIMEOUT_MS : timeoutMs);
  }
  const count = await visit(built, async (found) => {
    const info = { ...found, object: withConfiguration(objectOf(found), flags.bool('save-config')) };
    printer.print(await createInfo(access, info, options), io, 'replaced');
  });
  if (count === 0) throw new CommandError('no objects passed to replace');
}
