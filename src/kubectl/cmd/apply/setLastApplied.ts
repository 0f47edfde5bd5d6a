/**
 * `kubectl apply set-last-applied`: writes the remembered manifest without touching the object.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_set_last_applied.go (v1.36.3).
 */
import { isDeepEqual } from '../../../api/meta/equality';
import { isReason } from '../../../api/meta/status';
import { LAST_APPLIED, rememberedOf } from '../../apply/lastApplied';
import type { Command } from '../../command';
import { CommandError, withSource } from '../../errors';
import { goJson } from '../../../printers/json';
import { withDryRun } from '../../printers/name';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Unstructured } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { targetOf } from '../../resource/deletion';
import { asError, fetchInfo } from '../../resource/fetch';
import { objectOf } from '../../resource/writing';
import { dryRunOf } from '../writeFlags';

export const setLastAppliedCommand: Command = {
  path: ['apply', 'set-last-applied'],
  async run(invocation) {
    const { flags, io } = invocation;
    const dryRun = dryRunOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const built = await build(invocation, { args: [], filenames: flags.list('filename') });
    const [unread] = built.errors;
    if (unread !== undefined) throw unread;
    const access = await invocation.access();
    const changed: { readonly info: Info; readonly live: Unstructured; readonly text: string }[] = [];
    for (const info of built.infos) {
      const live = objectOf(await fetchInfo(access, info).catch((error: unknown) => refuse(error, info)));
      const remembered = rememberedOf(live);
      if (remembered === undefined && !flags.bool('create-annotation')) {
        throw new CommandError(
          `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
        );
      }
      if (isDeepEqual(remembered, objectOf(info))) {
        await io.out(`set-last-applied ${info.name}: no changes required.\n`);
      } else changed.push({ info, live, text: `${goJson(objectOf(info))}\n` });
    }
    for (const { info, live, text } of changed) {
      const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
      const options = dryRun === 'server' ? { dryRun: true } : {};
      const object = dryRun === 'client' ? live : await access.patch(targetOf(info), 'merge', patch, options);
      printer.print(object, io, withDryRun('configured', dryRun));
    }
  },
};

function refuse(thrown: unknown, { source, name, namespace = '' }: Info): never {
  const error = asError(thrown);
  if (isReason(error, 'NotFound')) throw error;
  const doing = `retrieving current configuration of:\nName: "${name}", Namespace: "${namespace}"\nfrom server for:`;
  throw withSource(error, doing, source);
}
