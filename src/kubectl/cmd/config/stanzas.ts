/**
 * `kubectl config` on clusters, users and single properties: get-clusters, get-users, set-cluster, set-credentials,
 * set, unset. Models staging/src/k8s.io/kubectl/pkg/cmd/config (v1.36.3). Left out: exec and auth-provider credentials.
 */
import { encodeBase64 } from '../../../api/meta/base64';
import type { Command, Invocation } from '../../command';
import { openConfig } from '../../config/configStore';
import { withStanza } from '../../config/kubeconfig';
import { setProperty, unsetProperty } from '../../config/property';
import { FileError } from '../../environment';
import { CommandError } from '../../errors';
import { goQuote } from '../../../printers/goFormat';
import { helpAndError } from './helpAndError';

/** `config get-clusters`. */
export const configGetClusters: Command = names('get-clusters', 'clusters');
/** `config get-users`. */
export const configGetUsers: Command = names('get-users', 'users');

function names(verb: string, section: 'clusters' | 'users'): Command {
  return {
    path: ['config', verb],
    async run(invocation) {
      const { config } = await openConfig(invocation);
      await invocation.io.out(['NAME', ...[...config[section].keys()].sort(), ''].join('\n'));
    },
  };
}

/** `config set-cluster NAME [--server=] [--insecure-skip-tls-verify] [--certificate-authority=]`. */
export const configSetCluster: Command = {
  path: ['config', 'set-cluster'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    if (args.length !== 1) await helpAndError(invocation, `Unexpected args: [${args.join(' ')}]`);
    const [name = ''] = args;
    if (name === '') throw new CommandError('you must specify a non-empty cluster name');
    const authority = flags.string('certificate-authority');
    if (flags.bool('insecure-skip-tls-verify') && authority !== '') {
      throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
    }
    const store = await openConfig(invocation);
    const cluster = { ...store.config.clusters.get(name) };
    setChanged(invocation, cluster, ['server', 'tls-server-name', 'proxy-url']);
    if (flags.changed('server') && !flags.changed('tls-server-name')) delete cluster['tls-server-name'];
    if (flags.changed('insecure-skip-tls-verify')) {
      cluster['insecure-skip-tls-verify'] = flags.bool('insecure-skip-tls-verify');
      if (flags.bool('insecure-skip-tls-verify')) dropPem(cluster, 'certificate-authority');
    }
    if (flags.changed('certificate-authority')) {
      delete cluster['insecure-skip-tls-verify'];
      await setPem(invocation, cluster, 'certificate-authority');
    } else if (flags.bool('embed-certs')) throw new CommandError('you must specify a --certificate-authority to embed');
    await store.write(withStanza(store.config, 'clusters', name, cluster));
    await io.out(`Cluster ${goQuote(name)} set.\n`);
  },
};

/** `config set-credentials NAME [--token=] [--username= --password=] [--client-certificate= --client-key=]`. */
export const configSetCredentials: Command = {
  path: ['config', 'set-credentials'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    if (args.length !== 1) await helpAndError(invocation, `unexpected args: [${args.join(' ')}]`);
    const [name = ''] = args;
    checkCredentials(invocation, name);
    const store = await openConfig(invocation);
    const user = { ...store.config.users.get(name) };
    for (const key of ['client-certificate', 'client-key']) {
      if (flags.changed(key)) await setPem(invocation, user, key);
    }
    setChanged(invocation, user, ['token', 'username', 'password']);
    if (flags.string('token') !== '') {
      delete user.username;
      delete user.password;
    } else if (flags.string('username') !== '' || flags.string('password') !== '') delete user.token;
    await store.write(withStanza(store.config, 'users', name, user));
    await io.out(`User ${goQuote(name)} set.\n`);
  },
};

function checkCredentials({ flags }: Invocation, name: string): void {
  const unknown = ['auth-provider', 'auth-provider-arg', 'exec-command', 'exec-arg', 'exec-env', 'exec-api-version'];
  for (const flag of [...unknown, 'exec-interactive-mode', 'exec-provide-cluster-info']) {
    if (flags.changed(flag)) throw new CommandError(`kubeloop: --${flag} is not simulated`);
  }
  if (name === '') throw new CommandError('you must specify a non-empty user name');
  if (flags.string('token') !== '' && (flags.string('username') !== '' || flags.string('password') !== '')) {
    throw new CommandError(
      'you cannot specify more than one authentication method at the same time: --token, --username/--password',
    );
  }
  const hasFile = flags.string('client-certificate') !== '' || flags.string('client-key') !== '';
  if (flags.bool('embed-certs') && !hasFile) {
    throw new CommandError('you must specify a --client-certificate or --client-key to embed');
  }
}

function setChanged({ flags }: Invocation, stanza: Record<string, unknown>, keys: readonly string[]): void {
  for (const key of keys) if (flags.changed(key)) stanza[key] = flags.string(key);
}

function dropPem(stanza: Record<string, unknown>, key: string): void {
  delete stanza[key];
  delete stanza[`${key}-data`];
}

/** The path of a PEM file, or with --embed-certs its content. */
async function setPem({ flags, env }: Invocation, stanza: Record<string, unknown>, key: string): Promise<void> {
  const path = flags.string(key);
  dropPem(stanza, key);
  if (!flags.bool('embed-certs')) {
    stanza[key] = path;
    return;
  }
  try {
    stanza[`${key}-data`] = encodeBase64(await env.files.read(path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`could not stat ${key} file ${path}: stat ${path}: ${error.message}`);
  }
}

/** `config set PROPERTY VALUE`. */
export const configSet: Command = {
  path: ['config', 'set'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    if (args.length !== 2) await helpAndError(invocation, `Unexpected args: [${args.join(' ')}]`);
    const [property = '', value = ''] = args;
    if (value === '') throw new CommandError('you cannot use set to unset a property');
    if (property === '') throw new CommandError('you must specify a property');
    const store = await openConfig(invocation);
    await store.write(setProperty(store.config, property, value, flags.bool('set-raw-bytes')));
    await io.out(`Property ${goQuote(property)} set.\n`);
  },
};

/** `config unset PROPERTY`. */
export const configUnset: Command = {
  path: ['config', 'unset'],
  async run(invocation) {
    const { args, io } = invocation;
    if (args.length !== 1) await helpAndError(invocation, `Unexpected args: [${args.join(' ')}]`);
    const [property = ''] = args;
    if (property === '') throw new CommandError('you must specify a property');
    const store = await openConfig(invocation);
    await store.write(unsetProperty(store.config, property));
    await io.out(`Property ${goQuote(property)} unset.\n`);
  },
};
