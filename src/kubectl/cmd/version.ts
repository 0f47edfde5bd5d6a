/** `kubectl version`. Models staging/src/k8s.io/kubectl/pkg/cmd/version/version.go (v1.36.3). */
import { clientVersion } from '../../api/meta/serverVersion';
import type { Command, Invocation } from '../command';
import { CommandError } from '../errors';
import { goJson } from '../../printers/json';
import { goYaml } from '../printers/yaml';

interface VersionInfo {
  readonly major?: string;
  readonly minor?: string;
  readonly gitVersion?: string;
}

const KUSTOMIZE = 'v5.8.1';

/** Client and server versions; what could be had is printed even if the server does not answer. */
export const version: Command = {
  path: ['version'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    const isClientOnly = flags.bool('client');
    if (args.length > 0 && !isClientOnly) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
    const output = flags.string('output');
    if (!['', 'yaml', 'json'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
    const { server, error } = isClientOnly ? {} : await serverVersion(invocation);
    const all = {
      clientVersion,
      kustomizeVersion: KUSTOMIZE,
      ...(server === undefined ? {} : { serverVersion: server }),
    };
    if (output === 'json') await io.out(`${goJson(all, { indent: '  ', keepOrder: true })}\n`);
    else if (output === 'yaml') await io.out(`${goYaml(all)}\n`);
    else await io.out(plainText(server));
    const warning = skewWarning(server);
    if (warning !== undefined && flags.bool('warnings-as-errors')) throw new CommandError(warning);
    if (warning !== undefined) await io.err(`Warning: ${warning}\n`);
    if (error !== undefined) throw error;
  },
};

/** What the server says, or why it does not. */
async function serverVersion(
  invocation: Invocation,
): Promise<{ readonly server?: VersionInfo; readonly error?: unknown }> {
  const access = await invocation.access();
  try {
    const { body } = await access.raw({ method: 'GET', path: '/version' });
    return { server: body as VersionInfo }; // By the API's contract.
  } catch (error) {
    return { error };
  }
}

function plainText(server: VersionInfo | undefined): string {
  const lines = [`Client Version: ${clientVersion.gitVersion}`, `Kustomize Version: ${KUSTOMIZE}`];
  if (server !== undefined) lines.push(`Server Version: ${server.gitVersion ?? ''}`);
  return `${lines.join('\n')}\n`;
}

function skewWarning(server: VersionInfo | undefined): string | undefined {
  const found = /^v(\d+)\.(\d+)/.exec(server?.gitVersion ?? '');
  if (found === null) return undefined;
  const [, major = '', minor = ''] = found;
  if (major === clientVersion.major && Math.abs(Number(minor) - Number(clientVersion.minor)) <= 1) return undefined;
  const ours = `${clientVersion.major}.${clientVersion.minor}`;
  return `version difference between client (${ours}) and server (${major}.${minor}) exceeds the supported minor version skew of +/-1`;
}
