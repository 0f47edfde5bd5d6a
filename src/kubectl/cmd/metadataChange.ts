/**
 * What `label` and `annotate` share: which objects they change, how they send a change, and --list.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/label/label.go and annotate/annotate.go (v1.36.3).
 */
import { mergePatch } from '../apply/jsonMergePatch';
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import type { DryRun } from '../printers/name';
import type { Unstructured } from '../resource/access';
import { type Built, type Info, build } from '../resource/builder';
import { fileOptions } from './manifestFlags';

/** The maps of an object's metadata that people change. */
export type MapField = 'labels' | 'annotations';

/** Throws CommandError where flags do not go together. `example` names files in messages. */
export function checkSelection(
  { flags }: Invocation,
  resources: readonly string[],
  dryRun: DryRun,
  example: string,
): void {
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (flags.bool('local')) {
    if (dryRun === 'server') {
      throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    const files = `-f ${example}.yaml or --filename=${example}.json`;
    if (resources.length > 0) throw new CommandError(`can only use local files by ${files} when --local=true is set`);
    if (!hasFiles) throw new CommandError(`one or more files must be specified as ${files}`);
  } else if (resources.length === 0 && !hasFiles) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
}

/** Throws CommandError where --all and a selector meet. */
export function checkAll({ flags }: Invocation): void {
  for (const other of ['selector', 'field-selector']) {
    if (flags.bool('all') && flags.string(other) !== '') {
      throw new CommandError(`cannot set --all and --${other} at the same time`);
    }
  }
}

/** The objects as the server has them now (as the files have them, with --local). */
export async function buildLatest(invocation: Invocation, resources: readonly string[]): Promise<Built> {
  const { flags } = invocation;
  const local = flags.bool('local');
  const built = await build(invocation, {
    args: resources,
    ...fileOptions(invocation),
    ...(local
      ? { local }
      : {
          latest: true,
          labelSelector: flags.string('selector'),
          fieldSelector: flags.string('field-selector'),
          selectAll: flags.bool('all'),
          allNamespaces: flags.bool('all-namespaces'),
        }),
  });
  if (!built.isSingle && flags.string('resource-version') !== '') {
    throw new CommandError('--resource-version may only be used with a single resource');
  }
  return built;
}

/** `object` with another map in its metadata. */
export function withMap(object: Unstructured, field: MapField, map: Readonly<Record<string, string>>): Unstructured {
  return { ...object, metadata: { ...object.metadata, [field]: map } };
}

/** Sends what differs as a merge patch; --resource-version goes along, so the server refuses if another came between. */
export async function sendChange(
  invocation: Invocation,
  { mapping, namespace, name }: Info,
  before: Unstructured,
  after: Unstructured,
  dryRun: DryRun,
): Promise<Unstructured> {
  const { flags } = invocation;
  const patch = mergePatch(before, after);
  const resourceVersion = flags.string('resource-version');
  const metadata = patch['metadata'];
  const inner = typeof metadata === 'object' ? metadata : {};
  const locked = resourceVersion === '' ? patch : { ...patch, metadata: { ...inner, resourceVersion } };
  const access = await invocation.access();
  return access.patch({ mapping, namespace, name }, 'merge', locked, {
    dryRun: dryRun === 'server',
    fieldManager: flags.string('field-manager'),
  });
}

/** Prints `key=value` lines; several objects each have a head: `Listing labels for Pod./web:`. */
export function listMap({ io }: Invocation, { mapping, name, object }: Info, field: MapField, isSingle: boolean): void {
  if (!isSingle) void io.out(`Listing ${field} for ${mapping.kind}.${mapping.group}/${name}:\n`);
  for (const [key, value] of Object.entries(object?.metadata[field] ?? {})) {
    void io.out(`${isSingle ? '' : ' '}${key}=${value}\n`);
  }
}
