/**
 * `kubectl patch`: strategic, merge and JSON patches, on the server or (--local, --dry-run=client) here.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/patch/patch.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { applyPatch } from '../apply/applyPatch';
import type { Command, Invocation } from '../command';
import { FileError } from '../environment';
import { CommandError } from '../errors';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { PatchType, Unstructured } from '../resource/access';
import { build } from '../resource/builder';
import { targetOf } from '../resource/deletion';
import { readYaml } from '../resource/documents';
import { visit } from '../resource/visit';
import { objectOf } from '../resource/writing';
import { causePatch } from './changeCause';
import { fileOptions, writeOptionsOf } from './manifestFlags';
import { dryRunOf } from './writeFlags';

const patchTypes: readonly PatchType[] = ['json', 'merge', 'strategic'];

export const patchCommand: Command = {
  path: ['patch'],
  async run(invocation) {
    const { flags, io } = invocation;
    const dryRun = dryRunOf(invocation);
    const type = typeOf(invocation, dryRun === 'server');
    const printer = await printerFor(printOptionsOf(invocation));
    const patch = await readPatch(invocation);
    const isLocal = flags.bool('local');
    const subresource = flags.string('subresource') === '' ? undefined : flags.string('subresource');
    const built = await build(invocation, {
      args: invocation.args,
      ...fileOptions(invocation),
      ...(isLocal ? { local: true } : {}),
      ...(subresource === undefined ? {} : { subresource }),
    });
    const count = await visit(built, async (info) => {
      const before = objectOf(info);
      let after: Unstructured;
      if (isLocal || dryRun === 'client') after = patchedHere(before, type, patch);
      else {
        const access = await invocation.access();
        const target = { ...targetOf(info), ...(subresource === undefined ? {} : { subresource }) };
        after = await access.patch(target, type, patch, writeOptionsOf(dryRun, flags.string('field-manager')));
        const cause = causePatch(invocation, after);
        if (cause !== undefined) after = await access.patch(target, 'merge', cause);
      }
      printer.print(after, io, isDeepEqual(before, after) ? 'patched (no change)' : 'patched');
    });
    if (count === 0) throw new CommandError('no objects passed to patch');
  },
};

function typeOf({ flags, args }: Invocation, isServerDryRun: boolean): PatchType {
  const hasPatch = flags.string('patch') !== '';
  const hasFile = flags.string('patch-file') !== '';
  if (hasPatch && hasFile) throw new CommandError('cannot specify --patch and --patch-file together');
  if (!hasPatch && !hasFile) {
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (flags.bool('local') && args.length > 0) throw new CommandError('cannot specify --local and server resources');
  if (flags.bool('local') && isServerDryRun) {
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
  const written = flags.string('type');
  const type = patchTypes.find((each) => each === written.toLowerCase());
  if (type !== undefined) return type;
  if (written === '') return 'strategic';
  throw new CommandError(`--type must be one of [${patchTypes.join(' ')}], not ${JSON.stringify(written)}`);
}

/** The patch as JSON; text that begins like JSON goes to the server as it is, which says what is wrong with it. */
async function readPatch({ flags, env }: Invocation): Promise<unknown> {
  const text =
    flags.string('patch') === '' ? await readPatchFile(env.files, flags.string('patch-file')) : flags.string('patch');
  try {
    if (/^\s*\{/.test(text)) return JSON.parse(text);
    const value = readYaml(text);
    return typeof value === 'string' ? JSON.stringify(value) : value;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof SyntaxError) return text;
    throw new CommandError(`unable to parse ${JSON.stringify(flags.string('patch'))}: ${error.message}`);
  }
}

async function readPatchFile(files: Invocation['env']['files'], path: string): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`unable to read patch file: open ${path}: ${error.message}`);
    throw error;
  }
}

function patchedHere(object: Unstructured, type: PatchType, patch: unknown): Unstructured {
  if (typeof patch === 'string') throw new CommandError('unexpected end of JSON input');
  return applyPatch(object, type, patch);
}
