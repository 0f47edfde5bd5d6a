/**
 * `kubectl create token SERVICE_ACCOUNT`: a short-lived token, printed.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_token.go (v1.36.3).
 */
import type { Command, Flags, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import { refusalOf, typedMapping } from '../typedObject';
import { nameOf } from '../writeFlags';

/** Asks the server for a token; it is printed without a line end unless a person reads it. */
export const createToken: Command = {
  path: ['create', 'token'],
  async run(invocation) {
    const { flags, io } = invocation;
    const name = nameOf(invocation);
    const printer = await printerFor({ ...printOptionsOf(invocation), keepOrder: true });
    checkFlags(flags);
    const response = await requestToken(invocation, name);
    if (flags.changed('output') || flags.changed('template')) {
      printer.print(response, io, 'created');
      return;
    }
    const { token = '' } = (response['status'] ?? {}) as { readonly token?: string }; // A TokenRequest's status.
    if (token === '') throw new CommandError('failed to create token: no token in server response');
    void io.out(io.isTerminal ? `${token}\n` : token);
  },
};

const boundKinds = ['Node', 'Pod', 'Secret'];

function checkFlags(flags: Flags): void {
  const durationMs = flags.durationMs('duration');
  if (durationMs < 0) throw new CommandError('--duration must be greater than or equal to 0');
  if (durationMs % 1000 !== 0) throw new CommandError('--duration cannot be expressed in units less than seconds');
  if (flags.list('audience').includes('')) throw new CommandError('--audience must not be an empty string');
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((part) => flags.string(`bound-object-${part}`));
  if (kind === '') {
    if (name !== '') throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== '') throw new CommandError('--bound-object-uid can only be set if --bound-object-kind is provided');
    return;
  }
  if (kind === undefined || !boundKinds.includes(kind)) {
    throw new CommandError(`supported --bound-object-kind values are ${boundKinds.join(', ')}`);
  }
  if (name === '') throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
}

async function requestToken(invocation: Invocation, name: string): Promise<Readonly<Record<string, unknown>>> {
  const { flags } = invocation;
  const access = await invocation.access();
  const kind = flags.string('bound-object-kind');
  const uid = flags.string('bound-object-uid');
  const bound = { kind, apiVersion: 'v1', name: flags.string('bound-object-name'), ...(uid !== '' && { uid }) };
  const audiences = flags.list('audience');
  const seconds = flags.durationMs('duration') / 1000;
  const spec = {
    audiences: audiences.length > 0 ? audiences : null,
    expirationSeconds: seconds > 0 ? seconds : null,
    boundObjectRef: kind === '' ? null : bound,
  };
  const mapping = typedMapping({ apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts' });
  const request = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata: {}, spec };
  try {
    return await access.create(mapping, access.namespace, request, { name, subresource: 'token' });
  } catch (error) {
    const message = refusalOf(error);
    if (message === undefined) throw error;
    throw new CommandError(`failed to create token: ${message}`);
  }
}
