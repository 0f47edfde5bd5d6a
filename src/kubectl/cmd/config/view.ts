/** `kubectl config view`. Models staging/src/k8s.io/kubectl/pkg/cmd/config/view.go (v1.36.3). */
import { encodeBase64 } from '../../../api/meta/base64';
import type { Command, Invocation } from '../../command';
import { openConfig } from '../../config/configStore';
import { type Kubeconfig, kubeconfigObject, type Stanza, textOf } from '../../config/kubeconfig';
import { FileError } from '../../environment';
import { CommandError, UsageError } from '../../errors';
import { printFormats, printOptionsOf, printerFor } from '../../printers/printFlags';

/** Prints the kubeconfig; secrets are hidden without --raw. */
export const configView: Command = {
  path: ['config', 'view'],
  async run(invocation) {
    const { args, flags, io, commandPath } = invocation;
    if (args.length > 0) throw new UsageError(commandPath, `unexpected arguments: [${args.join(' ')}]`);
    const options = printOptionsOf(invocation, printFormats);
    const printer = await printerFor({ ...options, keepOrder: true });
    if (!flags.bool('merge') && flags.string('kubeconfig') === '') {
      throw new CommandError('if merge==false a precise file must be specified');
    }
    let { config } = await openConfig(invocation);
    if (flags.bool('minify')) config = minified(config, flags.string('context') || config.currentContext);
    if (flags.bool('flatten')) config = await flattened(invocation, config);
    else if (!flags.bool('raw')) config = redacted(config);
    printer.print(kubeconfigObject(config), io);
  },
};

/** Only what one context needs. */
function minified(config: Kubeconfig, name: string): Kubeconfig {
  if (name === '') throw new CommandError('current-context must exist in order to minify');
  const context = config.contexts.get(name);
  if (context === undefined) throw new CommandError(`cannot locate context ${name}`);
  const only = (stanzas: ReadonlyMap<string, Stanza>, key: 'cluster' | 'user') => {
    const wanted = textOf(context, key);
    const stanza = stanzas.get(wanted);
    if (wanted !== '' && stanza === undefined) throw new CommandError(`cannot locate ${key} ${wanted}`);
    return new Map(stanza === undefined ? [] : [[wanted, stanza]]);
  };
  return {
    currentContext: name,
    contexts: new Map([[name, context]]),
    clusters: only(config.clusters, 'cluster'),
    users: only(config.users, 'user'),
  };
}

const secrets: Readonly<Record<string, string>> = {
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
  token: 'REDACTED',
  password: 'REDACTED',
};

function redacted(config: Kubeconfig): Kubeconfig {
  const hide = (stanza: Stanza) =>
    Object.fromEntries(
      Object.entries(stanza).map(([key, value]) => [key, value === '' ? value : (secrets[key] ?? value)]),
    );
  return { ...config, clusters: mapped(config.clusters, hide), users: mapped(config.users, hide) };
}

function mapped(stanzas: ReadonlyMap<string, Stanza>, change: (stanza: Stanza) => Stanza): ReadonlyMap<string, Stanza> {
  return new Map([...stanzas].map(([name, stanza]) => [name, change(stanza)]));
}

/** With the content of files in place of their paths. */
async function flattened(invocation: Invocation, config: Kubeconfig): Promise<Kubeconfig> {
  return {
    ...config,
    clusters: await embedded(invocation, config.clusters, ['certificate-authority']),
    users: await embedded(invocation, config.users, ['client-certificate', 'client-key']),
  };
}

async function embedded(
  { env }: Invocation,
  stanzas: ReadonlyMap<string, Stanza>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Stanza>> {
  const found = new Map<string, Stanza>();
  for (const [name, stanza] of stanzas) {
    const flat: Record<string, unknown> = { ...stanza };
    for (const key of keys) {
      const path = textOf(stanza, key);
      if (path === '') continue;
      try {
        flat[`${key}-data`] = encodeBase64(await env.files.read(path));
        flat[key] = '';
      } catch (error) {
        throw error instanceof FileError ? new CommandError(`open ${path}: ${error.message}`) : error;
      }
    }
    found.set(name, flat);
  }
  return found;
}
