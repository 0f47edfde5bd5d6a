/**
 * `kubectl describe (-f FILE | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go (v1.36.3).
 */
import { isReason } from '../../api/meta/status';
import type { Command, Invocation } from '../command';
import { CommandError, oneOf } from '../errors';
import { describeObject } from '../describe/registry';
import { RelatedObjects } from '../resource/relatedObjects';
import { type Built, type Info, build } from '../resource/builder';
import { asError } from '../resource/fetch';
import { fileOptions } from './manifestFlags';

/** Shows objects in detail, and what belongs to them. */
export const describe: Command = {
  path: ['describe'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
      const advice = 'Use "kubectl api-resources" for a complete list of supported resources.';
      throw new CommandError(`You must specify the type of resource to describe. ${advice}`);
    }
    const built = await build(invocation, {
      args,
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
      allNamespaces: flags.bool('all-namespaces'),
      selectAll: true,
      limit: flags.int('chunk-size'),
    });
    const [error] = built.errors;
    if (args.length === 2 && built.errors.length === 1 && isReason(error, 'NotFound')) {
      return describeByPrefix(invocation, error);
    }
    const errors = [...built.errors, ...(await describeAll(invocation, built))];
    if (errors.length > 0) throw oneOf(errors);
    if (built.infos.length > 0) return;
    const { namespace } = await invocation.access();
    const where = flags.bool('all-namespaces') ? '' : ` in ${namespace} namespace.`;
    await io.err(`No resources found${where}\n`);
  },
};

/** Prints each object; resolves with what went wrong, equal mistakes once. */
async function describeAll(invocation: Invocation, { infos, errors: missing }: Built): Promise<readonly Error[]> {
  const isSingle = infos.length === 1 && missing.length === 0;
  const { io } = invocation;
  const errors = new Map<string, Error>();
  let isFirst = true;
  for (const info of infos) {
    if (io.interrupt.interrupted) break;
    try {
      const text = await describeOne(invocation, info, isSingle);
      await io.out(isFirst ? text : `\n\n${text}`);
      isFirst = false;
    } catch (error) {
      const { message } = asError(error);
      if (!errors.has(message)) errors.set(message, asError(error));
    }
  }
  return [...errors.values()];
}

async function describeOne(invocation: Invocation, info: Info, isSingle: boolean): Promise<string> {
  const { flags, env } = invocation;
  const access = await invocation.access();
  const { mapping, namespace, name, source } = info;
  const isFetched = info.object !== undefined && source === undefined;
  const object = isFetched
    ? info.object
    : await access.get({ mapping, name, ...(namespace !== undefined && { namespace }) });
  return describeObject(mapping.group, object, {
    now: env.clock.now(),
    showEvents: flags.changed('show-events') ? flags.bool('show-events') : isSingle,
    related: new RelatedObjects(access, flags.int('chunk-size')),
  });
}

/** Nothing has exactly this name: everything whose name begins so is shown. Throws `notFound` if there is nothing. */
async function describeByPrefix(invocation: Invocation, notFound: Error): Promise<void> {
  const { args, flags, io } = invocation;
  const [type = '', prefix = ''] = args;
  const built = await build(invocation, { args: [type], selectAll: true, limit: flags.int('chunk-size') });
  if (built.mappings.length > 1) throw new CommandError('you may only specify a single resource type');
  if (built.errors.length > 0) throw oneOf(built.errors);
  const matching = built.infos.filter(({ name }) => name.startsWith(prefix));
  if (matching.length === 0) throw notFound;
  for (const info of matching) await io.out(`${await describeOne(invocation, info, false)}\n`);
}
