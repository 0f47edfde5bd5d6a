/** What the flags of `kubectl get` mean. Models staging/src/k8s.io/kubectl/pkg/cmd/get/{get,humanreadable_flags}.go (v1.36.3). */
import type { Flags, Invocation } from '../../command';
import { getFormats, type PrintOptions, printOptionsOf } from '../../printers/printFlags';
import type { TableOptions } from '../../printers/tablePrinter';
import type { Mapping } from '../../resource/access';
import type { BuilderOptions } from '../../resource/builder';

/** Whether a table is wanted, and not objects in some format. */
export function isHumanReadable(flags: Flags): boolean {
  const output = flags.string('output');
  return output === 'wide' || (output === '' && flags.string('template') === '');
}

/** Which objects. */
export function builderOptionsOf({ args, flags }: Invocation): BuilderOptions {
  const subresource = flags.string('subresource');
  const chunkSize = flags.string('sort-by') === '' ? flags.int('chunk-size') : 0;
  return {
    args,
    filenames: flags.list('filename'),
    recursive: flags.bool('recursive'),
    kustomize: flags.string('kustomize'),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    selectAll: true,
    latest: true,
    ignoreNotFound: flags.bool('ignore-not-found'),
    limit: chunkSize,
    ...(subresource === '' ? {} : { subresource }),
  };
}

/** How the tables of one kind look. */
export function tableOptionsOf(
  flags: Flags,
  mapping: Mapping,
  { withNamespace, withKind }: { readonly withNamespace: boolean; readonly withKind: boolean },
): TableOptions {
  const isNamed = withKind || flags.bool('show-kind');
  return {
    noHeaders: flags.bool('no-headers'),
    wide: flags.string('output') === 'wide',
    withNamespace,
    columnLabels: flags.list('label-columns'),
    showLabels: flags.bool('show-labels'),
    ...(isNamed ? { kindPrefix: kindPrefix(mapping) } : {}),
  };
}

/** `deployment.apps`. */
function kindPrefix({ group, kind }: Mapping): string {
  return (group === '' ? kind : `${kind}.${group}`).toLowerCase();
}

/** How objects are printed with `-o`. */
export function objectOptionsOf(invocation: Invocation): PrintOptions {
  return { ...printOptionsOf(invocation, getFormats), noHeaders: invocation.flags.bool('no-headers') };
}
