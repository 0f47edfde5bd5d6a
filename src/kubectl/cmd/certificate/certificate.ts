/**
 * `kubectl certificate approve|deny (NAME... | -f FILE)`: decides on requests for certificates.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/certificates/certificates.go (v1.36.3).
 */
import type { CertificateSigningRequest } from '../../../api/certificates/certificateSigningRequest';
import { formatTime } from '../../../api/meta/time';
import { isReason } from '../../../api/meta/status';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { printerFor, printOptionsOf } from '../../printers/printFlags';
import type { Access, Unstructured } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { visit } from '../../resource/visit';
import { objectOf } from '../../resource/writing';
import { fileOptions } from '../manifestFlags';

/** What a verb says of a request. */
interface Decision {
  readonly type: 'Approved' | 'Denied';
  readonly opposite: 'Approved' | 'Denied';
  readonly reason: string;
  readonly message: string;
}

const MOST_CONFLICTS = 10;

/** Approves. */
export const certificateApprove = command('approve', {
  type: 'Approved',
  opposite: 'Denied',
  reason: 'KubectlApprove',
  message: 'This CSR was approved by kubectl certificate approve.',
});

/** Denies. */
export const certificateDeny = command('deny', {
  type: 'Denied',
  opposite: 'Approved',
  reason: 'KubectlDeny',
  message: 'This CSR was denied by kubectl certificate deny.',
});

function command(verb: string, decision: Decision): Command {
  return {
    path: ['certificate', verb],
    async run(invocation) {
      const { args, flags, io } = invocation;
      if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
        throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      }
      const printer = await printerFor(printOptionsOf(invocation));
      const access = await invocation.access();
      const named = args.length === 0 ? [] : ['certificatesigningrequest', ...args];
      const built = await build(invocation, { args: named, ...fileOptions(invocation), latest: true });
      const found = await visit(built, async (info) => {
        printer.print(await decide(invocation, access, info, decision), io, decision.type.toLowerCase());
      });
      if (found === 0) await io.out('No resources found\n');
    },
  };
}

/** The object as it was found, or found again after a conflict. */
async function decide(invocation: Invocation, access: Access, info: Info, decision: Decision): Promise<Unstructured> {
  const { mapping, namespace, name } = info;
  let object = objectOf(info);
  for (let attempt = 0; ; attempt += 1) {
    const request = object as unknown as CertificateSigningRequest; // The builder was asked for this kind.
    const conditions = request.status?.conditions ?? [];
    if (conditions.some(({ type }) => type === decision.opposite)) {
      throw new CommandError(`certificate signing request ${JSON.stringify(name)} is already ${decision.opposite}`);
    }
    if (conditions.some(({ type }) => type === decision.type) && !invocation.flags.bool('force')) return object;
    const { type, reason, message } = decision;
    const lastUpdateTime = formatTime(invocation.env.clock.now());
    const added = { type, status: 'True', reason, message, lastUpdateTime };
    const status = { ...request.status, conditions: [...conditions.filter((each) => each.type !== type), added] };
    try {
      await access.replace({ mapping, namespace, name, subresource: 'approval' }, { ...object, status });
      return object;
    } catch (error) {
      if (!isReason(error, 'Conflict') || attempt >= MOST_CONFLICTS) throw error;
      object = await access.get({ mapping, namespace, name });
    }
  }
}
