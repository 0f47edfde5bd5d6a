/**
 * `kubectl create -f`: objects of files are created; none may be there yet.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create.go (v1.36.3).
 * Left out: --raw, which is refused.
 */
import type { Command, Invocation } from '../../command';
import { editLoop } from '../../edit/editLoop';
import { CommandError, withSource } from '../../errors';
import { withDryRun } from '../../printers/name';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { WriteOptions } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { asError } from '../../resource/fetch';
import { visit } from '../../resource/visit';
import { createInfo, objectOf, withConfiguration } from '../../resource/writing';
import { withChangeCause } from '../changeCause';
import { refuseFlags } from '../deletionFlags';
import { editFormatOf } from '../edit';
import { fileOptions, requireFilesAlone, validationOf, writeOptionsOf } from '../manifestFlags';
import { dryRunOf } from '../writeFlags';

export const createCommand: Command = {
  path: ['create'],
  async run(invocation) {
    const { flags, io } = invocation;
    requireFilesAlone(invocation);
    refuseFlags(invocation, ['raw', 'windows-line-endings']);
    const dryRun = dryRunOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const { fieldValidation, validate } = validationOf(invocation);
    const access = await invocation.access();
    const options = writeOptionsOf(dryRun, flags.string('field-manager'), fieldValidation);
    const built = await build(invocation, {
      args: [],
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
      validate,
    });
    const created = (object: object): void => printer.print(object, io, withDryRun('created', dryRun));
    if (flags.bool('edit')) {
      await visit(built, (info) => editBeforeCreate(invocation, info, options, created));
      return;
    }
    const count = await visit(built, async (found) => {
      const configured = withConfiguration(objectOf(found), flags.bool('save-config'));
      const info = { ...found, object: withChangeCause(invocation, configured) };
      let { object } = info;
      if (dryRun !== 'client') {
        try {
          object = await createInfo(access, info, options);
        } catch (error) {
          throw withSource(asError(error), 'creating', info.source);
        }
      }
      created(object);
    });
    if (count === 0) throw new CommandError('no objects passed to create');
  },
};

/** `--edit`: the object is shown in an editor, and created as it comes back; unchanged it is not created. */
function editBeforeCreate(
  invocation: Invocation,
  info: Info,
  options: WriteOptions,
  created: (object: object) => void,
): Promise<void> {
  const isSaved = invocation.flags.bool('save-config');
  return editLoop({
    invocation,
    mode: 'object',
    format: editFormatOf(invocation),
    infos: [info],
    async save(edited) {
      const object = withConfiguration(objectOf(edited), isSaved);
      created(await createInfo(await invocation.access(), { ...edited, object }, options));
    },
  });
}
