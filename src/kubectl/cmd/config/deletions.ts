/**
 * `kubectl config delete-context`, `delete-cluster` and `delete-user`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/config (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { type ConfigStore, openConfig } from '../../config/configStore';
import { withStanza } from '../../config/kubeconfig';
import { CommandError, UsageError } from '../../errors';
import { pageOf } from '../../help/page';

/** `config delete-context NAME`. */
export const configDeleteContext: Command = deletion('delete-context', 'context', async ({ io }, { config }, name) => {
  if (config.currentContext !== name) return;
  await io.err(
    'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
  );
});

/** `config delete-cluster NAME`. */
export const configDeleteCluster: Command = deletion('delete-cluster', 'cluster');

/** `config delete-user NAME`. */
export const configDeleteUser: Command = deletion('delete-user', 'user');

function deletion(
  verb: string,
  noun: 'context' | 'cluster' | 'user',
  before?: (invocation: Invocation, store: ConfigStore, name: string) => Promise<void>,
): Command {
  return {
    path: ['config', verb],
    async run(invocation) {
      const { args, io, commandPath } = invocation;
      const store = await openConfig(invocation);
      const [name] = args;
      if (name === undefined || args.length !== 1) {
        if (noun === 'user') throw new UsageError(commandPath, 'user to delete is required');
        await io.out(pageOf(['config', verb])?.text ?? '');
        return;
      }
      const section = `${noun}s` as const;
      if (!store.config[section].has(name)) {
        throw new CommandError(`cannot delete ${noun} ${name}, not in ${store.path}`);
      }
      await before?.(invocation, store, name);
      await store.write(withStanza(store.config, section, name, undefined));
      await io.out(`deleted ${noun} ${name} from ${store.path}\n`);
    },
  };
}
