/**
 * `kubectl scale (TYPE NAME | -f FILE) --replicas=N [--current-replicas] [--resource-version] [--timeout]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/scale/scale.go and pkg/scale/scale.go (v1.36.3).
 */
import { ApiError } from '../../api/meta/status';
import type { Command, Flags, Invocation } from '../command';
import { CommandError, oneOf } from '../errors';
import { type DryRun, withDryRun } from '../printers/name';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Access, Target, Unstructured } from '../resource/access';
import { type Info, build } from '../resource/builder';
import { causePatch } from './changeCause';
import { fileOptions } from './manifestFlags';
import { dryRunOf } from './writeFlags';

/** Sets the number of replicas by the subresource `scale`. */
export const scale: Command = {
  path: ['scale'],
  async run(invocation) {
    const { flags, args, io } = invocation;
    const dryRun = dryRunOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    checkFlags(flags);
    const { infos, errors } = await build(invocation, {
      args,
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
      selectAll: flags.bool('all'),
    });
    if (flags.string('resource-version') !== '' && infos.length > 1) {
      throw new CommandError('cannot use --resource-version with multiple resources');
    }
    if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to scale');
    for (const info of infos) {
      const object = await scaleOne(invocation, info, dryRun);
      printer.print(object, io, withDryRun('scaled', dryRun));
    }
    if (errors.length > 0) throw oneOf(errors);
  },
};

function checkFlags(flags: Flags): void {
  if (flags.int('replicas') < 0) {
    throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  }
  if (flags.int('current-replicas') < -1) {
    throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
  }
}

/** The object as it was, with the number of replicas that the server answered. */
async function scaleOne(invocation: Invocation, info: Info, dryRun: DryRun): Promise<object> {
  const { flags, io } = invocation;
  const replicas = flags.int('replicas');
  if (dryRun === 'client') return withReplicas(info, replicas);
  if (!info.mapping.subresources.includes('scale')) {
    io.hint({ key: 'scaleKindWithoutScale', params: { kind: info.mapping.kind } });
  }
  const access = await invocation.access();
  const { mapping, namespace, name } = info;
  const target: Target = { mapping, namespace, name, subresource: 'scale' };
  const actual = await retryOnConflict(invocation, () => scaleSimply(access, target, flags, dryRun === 'server'));
  const timeoutMs = flags.durationMs('timeout');
  if (timeoutMs !== 0 && dryRun === 'none') await waitForReplicas(invocation, target, replicas, timeoutMs);
  const cause = info.object === undefined ? undefined : causePatch(invocation, info.object);
  if (cause !== undefined) await access.patch({ mapping, namespace, name }, 'merge', cause);
  return withReplicas(info, actual);
}

/** What a Scale carries. */
interface Scale {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

function scaleOf(object: Unstructured): { readonly wanted: number; readonly present: number } {
  const { spec, status } = object as Scale; // The subresource has this shape on every server.
  return { wanted: spec?.replicas ?? 0, present: status?.replicas ?? 0 };
}

/** One attempt; resolves with the number that the server answered. Preconditions need the present Scale. */
async function scaleSimply(access: Access, target: Target, flags: Flags, dryRun: boolean): Promise<number> {
  const replicas = flags.int('replicas');
  const current = flags.int('current-replicas');
  const version = flags.string('resource-version');
  if (current === -1 && version === '') {
    return scaleOf(await access.patch(target, 'merge', { spec: { replicas } }, { dryRun })).wanted;
  }
  const found = await access.get(target);
  const { wanted } = scaleOf(found);
  const { resourceVersion } = found.metadata;
  if (current !== -1 && wanted !== current) {
    throw new CommandError(`Expected replicas to be ${current}, was ${wanted}`);
  }
  if (version !== '' && resourceVersion !== version) {
    throw new CommandError(`Expected resource version to be ${version}, was ${resourceVersion}`);
  }
  const { spec } = found as Scale; // As above.
  return scaleOf(await access.replace(target, { ...found, spec: { ...spec, replicas } }, { dryRun })).wanted;
}

/** A second between attempts, five minutes in all. */
async function retryOnConflict<T>({ env, io }: Invocation, attempt: () => Promise<T>): Promise<T> {
  const deadline = env.clock.now() + 300_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isConflict = error instanceof ApiError && error.reason === 'Conflict';
      if (!isConflict || io.interrupt.interrupted) throw error;
      if (env.clock.now() >= deadline) throw new CommandError('context deadline exceeded');
    }
    await env.clock.sleep(1000, io.interrupt);
  }
}

/** Looks each second until as many replicas run as were asked for, or something else changes the number. */
async function waitForReplicas(
  invocation: Invocation,
  target: Target,
  replicas: number,
  timeoutMs: number,
): Promise<void> {
  const { env, io } = invocation;
  const access = await invocation.access();
  const deadline = env.clock.now() + timeoutMs;
  for (;;) {
    const { wanted, present } = scaleOf(await access.get(target));
    if (wanted !== replicas || present === replicas) return;
    if (io.interrupt.interrupted) return;
    if (env.clock.now() >= deadline) {
      throw new CommandError(`timed out waiting for ${JSON.stringify(target.name)} to be synced`);
    }
    await env.clock.sleep(Math.min(1000, deadline - env.clock.now()), io.interrupt);
  }
}

/** Only kinds of the groups core and apps are known to keep their number in spec.replicas. */
function withReplicas({ mapping, object }: Info, replicas: number): object {
  if (object === undefined || (mapping.group !== '' && mapping.group !== 'apps')) return object ?? {};
  const spec = object['spec'];
  return { ...object, spec: { ...(typeof spec === 'object' ? spec : {}), replicas } };
}
