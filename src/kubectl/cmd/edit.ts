/**
 * `kubectl edit`: objects of the server in an editor; what changes is patched when the file is saved.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/edit/edit.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { mergePatch } from '../apply/jsonMergePatch';
import { withLastApplied } from '../apply/lastApplied';
import { isBuiltInGroup } from '../apply/patchMeta';
import { twoWayPatch } from '../apply/strategicPatch';
import type { Command, Invocation } from '../command';
import { editLoop } from '../edit/editLoop';
import type { Refusals } from '../edit/session';
import { CommandError, oneOf } from '../errors';
import { goSyntax } from '../../printers/goFormat';
import { goJson } from '../../printers/json';
import type { ObjectPrinter } from '../printers/objectPrinter';
import { printOptionsOf, printerFor, unknownFormat } from '../printers/printFlags';
import type { Unstructured } from '../resource/access';
import { type Info, build } from '../resource/builder';
import { targetOf } from '../resource/deletion';
import { asError } from '../resource/fetch';
import { objectOf } from '../resource/writing';
import { refuseFlags } from './deletionFlags';
import { fileOptions, validationOf } from './manifestFlags';

export const editCommand: Command = {
  path: ['edit'],
  async run(invocation) {
    const { flags } = invocation;
    refuseFlags(invocation, ['windows-line-endings']);
    const format = editFormatOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const subresource = flags.string('subresource') === '' ? undefined : flags.string('subresource');
    const built = await build(invocation, {
      args: invocation.args,
      ...fileOptions(invocation),
      selectAll: true,
      latest: true,
      ...(subresource === undefined ? {} : { subresource }),
    });
    if (built.errors.length > 0) throw oneOf(built.errors);
    if (built.infos.length === 0) throw new CommandError('edit cancelled, no objects found');
    const saving: Saving = { invocation, printer, originals: built.infos, subresource };
    await editLoop({
      invocation,
      mode: 'object',
      format,
      infos: built.infos,
      save: (edited, refusals) => save(saving, edited, refusals),
    });
  },
};

/** The format of the edited file. Throws CommandError for a word that is none. */
export function editFormatOf({ flags }: Invocation): 'yaml' | 'json' {
  const format = flags.string('output');
  if (format === '' || format === 'yaml') return 'yaml';
  if (format === 'json') return 'json';
  if (format === 'kyaml') throw new CommandError('kubeloop: editing in kyaml is not simulated');
  throw unknownFormat(format, ['json', 'kyaml', 'yaml']);
}

interface Saving {
  readonly invocation: Invocation;
  readonly printer: ObjectPrinter;
  readonly originals: readonly Info[];
  readonly subresource: string | undefined;
}

async function save(saving: Saving, found: Info, refusals: Refusals): Promise<void> {
  const { invocation, printer, originals, subresource } = saving;
  const { flags, io } = invocation;
  const original = originals.find((info) => objectOf(info).metadata.uid === objectOf(found).metadata.uid);
  if (original === undefined) {
    throw new CommandError(`no original object found for &unstructured.Unstructured{Object:${goSyntax(found.object)}}`);
  }
  const { managedFields } = objectOf(original).metadata;
  const edited = objectOf(found);
  const complete: Unstructured =
    managedFields === undefined ? edited : { ...edited, metadata: { ...edited.metadata, managedFields } };
  const restored = flags.bool('save-config') ? withLastApplied(complete) : complete;
  if (isDeepEqual(objectOf(original), restored)) {
    printer.print(restored, io, 'skipped');
    return;
  }
  const { group, kind } = original.mapping;
  const type = isBuiltInGroup(group) ? 'strategic' : 'merge';
  const patch: JsonObject =
    type === 'strategic' ? twoWayPatch(kind, objectOf(original), restored) : mergePatch(objectOf(original), restored);
  refuseNewIdentity(patch);
  if (flags.bool('output-patch')) void io.out(`Patch: ${goJson(patch)}\n`);
  const { fieldValidation } = validationOf(invocation);
  const options = { fieldManager: flags.string('field-manager'), fieldValidation };
  const target = { ...targetOf(original), ...(subresource === undefined ? {} : { subresource }) };
  try {
    const access = await invocation.access();
    printer.print(await access.patch(target, type, patch, options), io, 'edited');
  } catch (error) {
    void io.err(`${refusals.add(asError(error), original)}\n`);
  }
}

/** An object cannot become another one by editing. */
function refuseNewIdentity(patch: JsonObject): void {
  const metadata = isJsonObject(patch.metadata) ? patch.metadata : {};
  if ('apiVersion' in patch || 'kind' in patch || 'name' in metadata) {
    throw new CommandError('At least one of apiVersion, kind and name was changed');
  }
}
