/**
 * `kubectl auth whoami`: what the server takes the user for.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/auth/whoami.go (v1.36.3). Left out: the alpha and beta versions of the API.
 */
import { isReason } from '../../../api/meta/status';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { printerFor, printOptionsOf } from '../../printers/printFlags';
import { TabWriter, tableOptions } from '../../printers/tabWriter';

const API_VERSION = 'authentication.k8s.io/v1';

interface UserInfo {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface SelfSubjectReview {
  readonly metadata?: object;
  readonly status?: { readonly userInfo?: UserInfo };
}

/** Tells name, groups and more of the user. */
export const whoami: Command = {
  path: ['auth', 'whoami'],
  async run(invocation) {
    const { flags, io } = invocation;
    const printer = flags.changed('output')
      ? await printerFor({ ...printOptionsOf(invocation), keepOrder: true })
      : undefined;
    const { metadata = {}, status } = await ask(invocation);
    const { username, uid, groups, extra } = status?.userInfo ?? {};
    if (printer === undefined) {
      await io.out(table(status?.userInfo ?? {}));
      return;
    }
    const userInfo = { username, uid, groups, extra };
    printer.print({ kind: 'SelfSubjectReview', apiVersion: API_VERSION, metadata, status: { userInfo } }, io);
  },
};

async function ask(invocation: Invocation): Promise<SelfSubjectReview> {
  const access = await invocation.access();
  try {
    const { body } = await access.raw({
      method: 'POST',
      path: `/apis/${API_VERSION}/selfsubjectreviews`,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'SelfSubjectReview', apiVersion: API_VERSION, metadata: {} },
    });
    return body as SelfSubjectReview; // The server answers with the object that it was sent.
  } catch (error) {
    const notEnabled = 'the selfsubjectreviews API is not enabled in the cluster';
    if (isReason(error, 'NotFound')) throw new CommandError(notEnabled);
    if (isReason(error, 'Forbidden')) {
      throw new CommandError(`${notEnabled} or you do not have permission to call it`);
    }
    throw error;
  }
}

function table({ username = '', uid = '', groups = [], extra = {} }: UserInfo): string {
  const writer = new TabWriter(tableOptions);
  writer.write('ATTRIBUTE\tVALUE\n');
  if (username !== '') writer.write(`Username\t${username}\n`);
  if (uid !== '') writer.write(`UID\t${uid}\n`);
  if (groups.length > 0) writer.write(`Groups\t[${groups.join(' ')}]\n`);
  for (const key of Object.keys(extra).sort()) writer.write(`Extra: ${key}\t[${(extra[key] ?? []).join(' ')}]\n`);
  return writer.flush();
}
