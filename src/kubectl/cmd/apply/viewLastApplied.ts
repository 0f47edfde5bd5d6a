/**
 * `kubectl apply view-last-applied`: the manifest that apply remembers.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_view_last_applied.go (v1.36.3).
 */
import { lastAppliedOf } from '../../apply/lastApplied';
import type { Command } from '../../command';
import { CommandError, UsageError } from '../../errors';
import { goJson } from '../../../printers/json';
import { goYaml } from '../../printers/yaml';
import { build } from '../../resource/builder';
import { objectOf } from '../../resource/writing';
import { fileOptions } from '../manifestFlags';

export const viewLastAppliedCommand: Command = {
  path: ['apply', 'view-last-applied'],
  async run(invocation) {
    const { flags, io, args, commandPath } = invocation;
    const access = await invocation.access();
    const built = await build(invocation, {
      args,
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
      all: flags.bool('all'),
      selectAll: access.isNamespaceExplicit,
      latest: true,
    });
    const [failed] = built.errors;
    if (failed !== undefined) throw failed;
    const texts: string[] = [];
    for (const info of built.infos) {
      const text = lastAppliedOf(objectOf(info));
      if (text !== undefined) texts.push(text);
      else if (info.source !== undefined) {
        const words = `no last-applied-configuration annotation found on resource: ${info.name}\n`;
        throw new CommandError(`error when ${words} ${JSON.stringify(info.source)}: <nil>`);
      }
    }
    const format = flags.string('output');
    if (format !== 'json' && format !== 'yaml') {
      const message = `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`;
      throw new UsageError(commandPath, message);
    }
    for (const text of texts) {
      const value: unknown = JSON.parse(text);
      await io.out(format === 'json' ? `${goJson(value, { indent: '  ' })}\n` : goYaml(value));
    }
  },
};
