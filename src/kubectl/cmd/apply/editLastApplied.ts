/**
 * `kubectl apply edit-last-applied`: the remembered manifest in an editor.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_edit_last_applied.go (v1.36.3).
 */
import { isDeepEqual } from '../../../api/meta/equality';
import { LAST_APPLIED, rememberedOf } from '../../apply/lastApplied';
import type { Command } from '../../command';
import { editLoop } from '../../edit/editLoop';
import { CommandError, oneOf } from '../../errors';
import { goJson } from '../../../printers/json';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Unstructured } from '../../resource/access';
import { build } from '../../resource/builder';
import { targetOf } from '../../resource/deletion';
import { objectOf } from '../../resource/writing';
import { refuseFlags } from '../deletionFlags';
import { editFormatOf } from '../edit';
import { fileOptions } from '../manifestFlags';

export const editLastAppliedCommand: Command = {
  path: ['apply', 'edit-last-applied'],
  async run(invocation) {
    const { flags, args, io } = invocation;
    refuseFlags(invocation, ['windows-line-endings']);
    const format = editFormatOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const built = await build(invocation, { args, ...fileOptions(invocation), selectAll: true, latest: true });
    if (built.errors.length > 0) throw oneOf(built.errors);
    const infos = built.infos.flatMap((info) => {
      const object = rememberedOf(objectOf(info));
      return object === undefined ? [] : [{ ...info, object: object as Unstructured }]; // A manifest is an object.
    });
    if (infos.length === 0) {
      throw new CommandError(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
      );
    }
    const access = await invocation.access();
    await editLoop({
      invocation,
      mode: 'last applied',
      format,
      infos,
      async save(found) {
        const original = infos.find(({ name }) => name === found.name);
        const edited = { ...found, object: withManagersOf(original?.object, objectOf(found)) };
        const isSame = original !== undefined && isDeepEqual(original.object, edited.object);
        if (!isSame) {
          const patch = { metadata: { annotations: { [LAST_APPLIED]: `${goJson(edited.object)}\n` } } };
          await access.patch(targetOf(edited), 'merge', patch, { fieldManager: flags.string('field-manager') });
        }
        printer.print(objectOf(edited), io, isSame ? 'skipped' : 'edited');
      },
    });
  },
};

/** managedFields are not shown in the editor, but they stay. */
function withManagersOf(original: Unstructured | undefined, edited: Unstructured): Unstructured {
  const managedFields = original?.metadata?.managedFields;
  return managedFields === undefined ? edited : { ...edited, metadata: { ...edited.metadata, managedFields } };
}
