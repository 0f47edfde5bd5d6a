/**
 * What the commands of `kubectl set` share: which objects they change, and how each change is sent and told.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/helper.go (v1.36.3).
 */
import { ApiError } from '../../../api/meta/status';
import { twoWayPatch } from '../../apply/strategicPatch';
import type { Invocation } from '../../command';
import { CommandError, oneOf } from '../../errors';
import { type DryRun, withDryRun } from '../../printers/name';
import type { ObjectPrinter } from '../../printers/objectPrinter';
import { inGoOrder } from '../../polymorphic/goOrder';
import { typedForm } from '../../polymorphic/typedForm';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Unstructured } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { fileOptions } from '../manifestFlags';
import { dryRunOf } from '../writeFlags';

/** How a command of `set` writes. */
export interface Setting {
  readonly dryRun: DryRun;
  readonly printer: ObjectPrinter;
  /** `image updated`. */
  readonly operation: string;
}

/** Reads --dry-run and -o. */
export async function settingOf(invocation: Invocation, operation: string): Promise<Setting> {
  const dryRun = dryRunOf(invocation);
  const printer = await printerFor({ ...printOptionsOf(invocation), keepOrder: true });
  return { dryRun, printer, operation };
}

/** The objects that the words or files name, as the server has them (with --local: as the files have them). */
export async function infosOf(
  invocation: Invocation,
  args: readonly string[],
  options: { readonly selects: boolean } = { selects: true },
): Promise<readonly Info[]> {
  const { flags } = invocation;
  const local = flags.bool('local');
  const { infos, errors } = await build(invocation, {
    args,
    ...fileOptions(invocation),
    ...(local
      ? { local }
      : {
          latest: true,
          selectAll: flags.bool('all'),
          ...(options.selects ? { labelSelector: flags.string('selector') } : {}),
        }),
  });
  if (local && args.length > 0) throw new CommandError(LOCAL_WITH_WORDS);
  if (errors.length > 0) throw oneOf(errors);
  if (!local) return infos;
  return infos.map((info) => (info.object === undefined ? info : { ...info, object: typedForm(info.object) }));
}

const LOCAL_WITH_WORDS = `error: you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** Throws CommandError where --local meets --dry-run=server. */
export function checkLocal({ flags }: Invocation, dryRun: DryRun): void {
  if (flags.bool('local') && dryRun === 'server') {
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
}

/** Throws CommandError where --all meets a selector. */
export function checkAll({ flags }: Invocation): void {
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError('cannot set --all and --selector at the same time');
  }
}

/** How changeEach tells what came of the objects. */
export interface ChangeOptions {
  /** Said of objects that the change does not touch, too. */
  readonly tellsUnchanged?: boolean;
  /** Mistakes that `change` notes on the way: reported before those of single objects. */
  readonly mistakes?: readonly Error[];
  /** How a refusal begins: `failed to patch image update to pod template:`. */
  readonly failure: string;
}

/**
 * Changes each object, prints what came of it, and throws at the end what went wrong with single ones. `change` throws
 * Error in kubectl's words for an object that cannot be changed.
 */
export async function changeEach(
  invocation: Invocation,
  infos: readonly Info[],
  setting: Setting,
  change: (object: Unstructured) => Unstructured,
  { tellsUnchanged = false, mistakes = [], failure }: ChangeOptions,
): Promise<void> {
  const errors: Error[] = [];
  const wanted: { readonly info: Info; readonly before: Unstructured; readonly after: Unstructured }[] = [];
  for (const info of infos) {
    if (info.object === undefined) continue;
    try {
      wanted.push({ info, before: info.object, after: change(info.object) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error instanceof CommandError ? error : unchangeable(info, error));
    }
  }
  for (const { info, before, after } of wanted) {
    const patch = twoWayPatch(info.mapping.kind, before, after);
    if (Object.keys(patch).length === 0 && !tellsUnchanged) continue;
    try {
      await send(invocation, info, after, patch, setting);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(new CommandError(`${failure} ${error.message}`));
    }
  }
  const all = errors.length > 0 ? [...mistakes, oneOf(errors)] : mistakes;
  if (all.length > 0) throw oneOf(all);
}

/** `error: services/kubernetes the object is not a pod or does not have a pod template: *v1.Service`. */
export function unchangeable({ mapping, name }: Info, { message }: Error): CommandError {
  return new CommandError(`error: ${mapping.plural}/${name} ${message}`);
}

/** Patches the object unless it is a dry run of this side, and prints what came of it. */
export async function send(
  invocation: Invocation,
  { mapping, namespace, name }: Info,
  after: Unstructured,
  patch: object,
  { dryRun, printer, operation }: Setting,
): Promise<void> {
  const { flags, io } = invocation;
  if (flags.bool('local') || dryRun === 'client') {
    printer.print(inGoOrder(after), io, withDryRun(operation, dryRun));
    return;
  }
  const access = await invocation.access();
  const patched = await access.patch({ mapping, namespace, name }, 'strategic', patch, {
    dryRun: dryRun === 'server',
    fieldManager: flags.string('field-manager'),
  });
  printer.print(inGoOrder(patched), io, withDryRun(operation, dryRun));
}
