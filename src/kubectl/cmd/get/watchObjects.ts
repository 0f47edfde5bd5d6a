/**
 * `kubectl get -w`: the list, then a line for every change.
 * Models watch of staging/src/k8s.io/kubectl/pkg/cmd/get/get.go and skip_printer.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError, ExitError, oneOf } from '../../errors';
import { TABLE_ACCEPT } from '../../printers/serverTable';
import type { Access, ListOptions } from '../../resource/access';
import { build, type Info } from '../../resource/builder';
import { watchEvents } from '../../resource/watchEvents';
import { changePrinterOf } from './changePrinter';
import { builderOptionsOf, isHumanReadable } from './options';
import { delegating, withTables } from './tableAccess';

/** What kubectl ends with when Ctrl-C ends its watch. */
const INTERRUPTED = 1;

/** Prints until Ctrl-C or until the server ends the watch. Rejects with ExitError after Ctrl-C. */
export async function watchObjects(invocation: Invocation): Promise<void> {
  const { flags, io } = invocation;
  const isTable = isHumanReadable(flags) && flags.bool('server-print');
  const sources: Source[] = [];
  const reading = noting(isTable ? withTables(invocation, flags.string('sort-by') !== '') : invocation, sources);
  // kubectl watches the object itself, also where a subresource is named.
  const built = await build(reading, { ...builderOptionsOf(invocation), subresource: undefined });
  if (built.errors.length > 0) throw oneOf(built.errors);
  const [mapping, ...more] = built.mappings;
  if (more.length > 0) throw new CommandError('you may only specify a single resource type');
  const [source, another] = sources;
  if (mapping === undefined || source === undefined) return; // Nothing was there, and that was to be ignored.

  const printer = await changePrinterOf(invocation, mapping);
  for (const info of built.infos) printer.add(objectOf(info), 'ADDED', flags.bool('watch-only'));
  await printer.flush();
  if (another !== undefined) {
    throw new CommandError('you may only watch a single resource or type of resource at a time');
  }
  const access = await invocation.access();
  const options: ListOptions = {
    ...source.options,
    // An object may be older than what the server remembers of its changes.
    ...(built.isSingle ? { resourceVersion: '0' } : {}),
    ...(isTable ? { accept: TABLE_ACCEPT } : {}),
  };
  // A watch from 0 begins with the object once more: it is not shown twice.
  let isHidden = built.isSingle;
  for await (const event of watchEvents(access, mapping, source.namespace, options, io.interrupt)) {
    if (event.type === 'BOOKMARK') continue;
    printer.add(event.object, event.type, isHidden);
    await printer.flush();
    isHidden = false;
  }
  if (io.interrupt.interrupted) throw new ExitError(INTERRUPTED);
}

function objectOf({ object }: Info): object {
  return object ?? {};
}

/** What was read, and from when a watch goes on. */
interface Source {
  readonly namespace: string | undefined;
  readonly options: ListOptions;
}

/** `invocation`, whose access notes in `sources` what is read. */
function noting(invocation: Invocation, sources: Source[]): Invocation {
  return {
    ...invocation,
    run: (argv) => invocation.run(argv),
    access: async () => notingAccess(await invocation.access(), sources),
  };
}

function notingAccess(access: Access, sources: Source[]): Access {
  return {
    ...delegating(access),
    get: async (target) => {
      const object = await access.get(target);
      const { resourceVersion } = object.metadata;
      sources.push({
        namespace: target.namespace,
        options: { fieldSelector: `metadata.name=${target.name}`, resourceVersion },
      });
      return object;
    },
    list: async (mapping, namespace, options = {}) => {
      const result = await access.list(mapping, namespace, options);
      const { limit: _, ...selectors } = options;
      sources.push({ namespace, options: { ...selectors, resourceVersion: result.resourceVersion } });
      return result;
    },
  };
}
