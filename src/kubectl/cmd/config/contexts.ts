/**
 * `kubectl config` around contexts: current-context, get-contexts, use-context, set-context, rename, delete.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/config (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { openConfig } from '../../config/configStore';
import { textOf, withStanza } from '../../config/kubeconfig';
import { CommandError, ErrorList } from '../../errors';
import { goQuote } from '../../../printers/goFormat';
import { TabWriter, tableOptions } from '../../printers/tabWriter';
import { helpAndError } from './helpAndError';

/** `config current-context`. */
export const configCurrentContext: Command = {
  path: ['config', 'current-context'],
  async run(invocation) {
    const { config } = await openConfig(invocation);
    if (config.currentContext === '') throw new CommandError('current-context is not set');
    await invocation.io.out(`${config.currentContext}\n`);
  },
};

/** `config get-contexts [NAME...]`. */
export const configGetContexts: Command = {
  path: ['config', 'get-contexts'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    const output = flags.string('output');
    if (output !== '' && output !== 'name') {
      throw new CommandError(
        `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
      );
    }
    const { config } = await openConfig(invocation);
    const names = (args.length === 0 ? [...config.contexts.keys()] : args).filter((name) => config.contexts.has(name));
    const table = new TabWriter(tableOptions);
    if (output !== 'name' && !flags.bool('no-headers')) table.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const name of [...names].sort()) {
      const context = config.contexts.get(name);
      const cells = [config.currentContext === name ? '*' : ' ', name];
      cells.push(...['cluster', 'user', 'namespace'].map((key) => textOf(context, key)));
      table.write(output === 'name' ? `${name}\n` : `${cells.join('\t')}\n`);
    }
    await io.out(table.flush());
    const missing = args.filter((name) => !config.contexts.has(name));
    if (missing.length > 0) throw new ErrorList(missing.map((name) => new CommandError(`context ${name} not found`)));
  },
};

/** `config use-context NAME`. */
export const configUseContext: Command = {
  path: ['config', 'use-context'],
  async run(invocation) {
    const [name] = await exactly(invocation, 1);
    const store = await openConfig(invocation);
    if (name === '') throw new CommandError('empty context names are not allowed');
    if (!store.config.contexts.has(name)) throw new CommandError(`no context exists with the name: ${goQuote(name)}`);
    await store.write({ ...store.config, currentContext: name });
    await invocation.io.out(`Switched to context ${goQuote(name)}.\n`);
  },
};

/** `config set-context (NAME | --current) [--cluster=] [--user=] [--namespace=]`. */
export const configSetContext: Command = {
  path: ['config', 'set-context'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    if (args.length > 1) await helpAndError(invocation, `Unexpected args: [${args.join(' ')}]`);
    const isCurrent = flags.bool('current');
    const [given = ''] = args;
    if (given === '' && !isCurrent) throw new CommandError('you must specify a non-empty context name or --current');
    if (given !== '' && isCurrent) throw new CommandError('you cannot specify both a context name and --current');
    const store = await openConfig(invocation);
    const name = isCurrent ? store.config.currentContext : given;
    if (name === '') throw new CommandError('no current context is set');
    const before = store.config.contexts.get(name);
    const context: Record<string, unknown> = { ...before };
    for (const key of ['cluster', 'user', 'namespace']) if (flags.changed(key)) context[key] = flags.string(key);
    await store.write(withStanza(store.config, 'contexts', name, context));
    await io.out(`Context ${goQuote(name)} ${before === undefined ? 'created' : 'modified'}.\n`);
  },
};

/** `config rename-context OLD NEW`. */
export const configRenameContext: Command = {
  path: ['config', 'rename-context'],
  async run(invocation) {
    const [from, to] = await exactly(invocation, 2);
    if (to === '') throw new CommandError('You must specify a new non-empty context name');
    const store = await openConfig(invocation);
    const { config, path } = store;
    const context = config.contexts.get(from);
    const failed = (why: string) => new CommandError(`cannot rename the context ${goQuote(from)}, ${why} ${path}`);
    if (context === undefined) throw failed("it's not in");
    if (config.contexts.has(to)) throw failed(`the context ${goQuote(to)} already exists in`);
    const renamed = withStanza(withStanza(config, 'contexts', to, context), 'contexts', from, undefined);
    await store.write(config.currentContext === from ? { ...renamed, currentContext: to } : renamed);
    await invocation.io.out(`Context ${goQuote(from)} renamed to ${goQuote(to)}.\n`);
  },
};

async function exactly(invocation: Invocation, count: 1 | 2): Promise<readonly [string, string]> {
  const { args } = invocation;
  if (args.length !== count) await helpAndError(invocation, `Unexpected args: [${args.join(' ')}]`);
  return [args[0] ?? '', args[1] ?? ''];
}
