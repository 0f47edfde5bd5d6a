/**
 * The options of a DELETE, from its body and its parameters.
 * Models handlers/delete.go and apis/meta/v1/validation ValidateDeleteOptions (v1.36.3).
 */
import type { Kind } from '../api/kinds';
import { readBody } from './body';
import { type Call, warn } from './call';
import { badRequest } from './errors';
import { dryRunErrors, integerParameter, isTrue, refuseOptions } from './options';
import { type FieldError, invalid, notSupported } from './registry/fieldError';

export type Propagation = 'Foreground' | 'Background' | 'Orphan';

/** How an object is to be deleted. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  /** What the client asked for; absent: what the finalizers or the kind say. */
  readonly policy?: Propagation;
  readonly defaultPolicy: Propagation;
  /** As sent; `false` changes the code of the answer. */
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun: boolean;
}

/** The kinds of the first API versions, whose dependents outlive them unless the client says otherwise. */
const orphaning: readonly string[] = ['ReplicationController', 'Job'];

const background: { readonly [policy in Propagation]: DeleteOptions } = {
  Background: Object.freeze({ defaultPolicy: 'Background', dryRun: false }),
  Foreground: Object.freeze({ defaultPolicy: 'Foreground', dryRun: false }),
  Orphan: Object.freeze({ defaultPolicy: 'Orphan', dryRun: false }),
};

interface Sent {
  readonly gracePeriodSeconds?: unknown;
  readonly propagationPolicy?: unknown;
  readonly orphanDependents?: unknown;
  readonly preconditions?: unknown;
  readonly dryRun?: unknown;
}

/** Reads and checks the options. A body wins over parameters, as on a real server. Throws 400 and 422. */
export function deleteOptions(call: Call, kind: Kind): DeleteOptions {
  const { query, request } = call;
  const defaultPolicy: Propagation = orphaning.includes(kind) ? 'Orphan' : 'Background';
  const isPlain = (request.body === undefined || request.body === '') && call.request.query === undefined;
  const sent = isPlain ? undefined : sentOptions(call);
  if (sent === undefined) return withWarning(call, kind, background[defaultPolicy]);
  const policy = sent.propagationPolicy;
  const errors: FieldError[] = [...dryRunErrors(dryRunOf(sent, query.dryRun))];
  if (sent.orphanDependents !== undefined && policy !== undefined) {
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  }
  if (policy !== undefined && !isPropagation(policy)) {
    errors.push(notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']));
  }
  refuseOptions('DeleteOptions', errors);
  return withWarning(call, kind, {
    defaultPolicy,
    dryRun: dryRunOf(sent, query.dryRun) === 'All',
    ...(typeof sent.gracePeriodSeconds === 'number' ? { gracePeriodSeconds: sent.gracePeriodSeconds } : {}),
    ...policyOf(sent),
    ...preconditionsOf(sent.preconditions),
  });
}

function isPropagation(value: unknown): value is Propagation {
  return value === 'Foreground' || value === 'Background' || value === 'Orphan';
}

function sentOptions(call: Call): Sent {
  const { query, request } = call;
  if (request.body !== undefined && request.body !== null && request.body !== '') {
    const sent = readBody(request, 'DeleteOptions', call.backend.yaml).value as Sent; // An object; each field is checked where it is used.
    if (sent.gracePeriodSeconds !== undefined && typeof sent.gracePeriodSeconds !== 'number') {
      throw badRequest(
        `DeleteOptions in version "v1" cannot be handled as a DeleteOptions: json: cannot unmarshal ${typeof sent.gracePeriodSeconds} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`,
      );
    }
    return sent;
  }
  return {
    gracePeriodSeconds: integerParameter(query.gracePeriodSeconds),
    propagationPolicy: query.propagationPolicy === '' ? undefined : query.propagationPolicy,
    orphanDependents: query.orphanDependents === undefined ? undefined : isTrue(query.orphanDependents),
  };
}

function dryRunOf(sent: Sent, parameter: string | undefined): string | undefined {
  const [first] = Array.isArray(sent.dryRun) ? sent.dryRun : [];
  return typeof first === 'string' ? first : parameter;
}

function policyOf({ propagationPolicy, orphanDependents }: Sent): Pick<DeleteOptions, 'policy' | 'orphanDependents'> {
  if (typeof orphanDependents === 'boolean') {
    return { orphanDependents, policy: orphanDependents ? 'Orphan' : 'Background' };
  }
  return isPropagation(propagationPolicy) ? { policy: propagationPolicy } : {};
}

function preconditionsOf(value: unknown): Pick<DeleteOptions, 'preconditions'> {
  if (typeof value !== 'object' || value === null) return {};
  const { uid, resourceVersion } = value as { readonly uid?: unknown; readonly resourceVersion?: unknown };
  return {
    preconditions: {
      ...(typeof uid === 'string' ? { uid } : {}),
      ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    },
  };
}

function withWarning(call: Call, kind: Kind, options: DeleteOptions): DeleteOptions {
  if (kind === 'Job' && options.policy === undefined) {
    warn(
      call,
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    );
  }
  return options;
}
