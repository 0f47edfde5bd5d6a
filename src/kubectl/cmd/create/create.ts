/**
 * `kubectl create -f`: objects of files are created; none may be there yet.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create.go (v1.36.3).
 * Left out: --raw, which is refused, and --edit.
 */
import type { Command } from '../../command';
import { CommandError, withSource } from '../../errors';
import { withDryRun } from '../../printers/name';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import { build } from '../../resource/builder';
import { asError } from '../../resource/fetch';
import { visit } from '../../resource/visit';
import { createInfo, objectOf, withConfiguration } from '../../resource/writing';
import { withChangeCause } from '../changeCause';
import { refuseFlags } from '../deletionFlags';
import { fileOptions, requireFiles, validationOf, writeOptionsOf } from '../manifestFlags';
import { dryRunOf } from '../writeFlags';

export const createCommand: Command = {
  path: ['create'],
  async run(invocation) {
    const { flags, io } = invocation;
    requireFiles(invocation);
    refuseFlags(invocation, ['raw', 'edit', 'windows-line-endings']);
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
      printer.print(object, io, withDryRun('created', dryRun));
    });
    if (count === 0) throw new CommandError('no objects passed to create');
  },
};
