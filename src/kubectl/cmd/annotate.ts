/**
 * `kubectl annotate (TYPE NAME... | -f FILE) KEY=VALUE... KEY-... [--overwrite] [--list]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/annotate/annotate.go (v1.36.3).
 */
import type { Command, Flags } from '../command';
import { CommandError } from '../errors';
import { withDryRun } from '../printers/name';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Unstructured } from '../resource/access';
import { visit } from '../resource/visit';
import { CHANGE_CAUSE, withChangeCause } from './changeCause';
import { buildLatest, checkAll, checkSelection, listMap, sendChange, withMap } from './metadataChange';
import { parsePairs, splitPairs } from './pairs';
import { dryRunOf } from './writeFlags';

type AnnotationChange = ReturnType<typeof parsePairs>;

/** Adds, changes and removes annotations. */
export const annotate: Command = {
  path: ['annotate'],
  async run(invocation) {
    const { flags, io } = invocation;
    const dryRun = dryRunOf(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const { resources, pairs } = splitPairs(invocation.args, 'annotation');
    const change = parsePairs(pairs, 'annotation', true);
    if (flags.bool('list') && flags.string('output') !== '') {
      throw new CommandError('--list and --output may not be specified together');
    }
    checkAll(invocation);
    checkSelection(invocation, resources, dryRun, 'rsrc');
    checkChange(change, flags);
    const built = await buildLatest(invocation, resources);
    await visit(built, async (info) => {
      if (info.object === undefined) return;
      const isLocal = dryRun === 'client' || flags.bool('local') || flags.bool('list');
      const recorded = isLocal ? info.object : withChangeCause(invocation, info.object);
      const wanted = annotated(recorded, change, flags.bool('overwrite'));
      const object = isLocal ? wanted : await sendChange(invocation, info, info.object, wanted, dryRun);
      if (flags.bool('list')) listMap(invocation, { ...info, object }, 'annotations', built.isSingle);
      else printer.print(object, io, withDryRun('annotated', dryRun));
    });
  },
};

function checkChange({ values, removed }: AnnotationChange, flags: Flags): void {
  if (values.size === 0 && removed.length === 0 && !flags.bool('list')) {
    throw new CommandError('at least one annotation update is required');
  }
  const both = removed.filter((key) => values.has(key));
  if (both.length > 0) {
    throw new CommandError(
      `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    );
  }
}

/** The cause of a change may always be told anew. */
function annotated(object: Unstructured, { values, removed }: AnnotationChange, overwrite: boolean): Unstructured {
  const annotations: Record<string, string> = { ...object.metadata.annotations };
  const present = [...values].filter(
    ([key, value]) => key !== CHANGE_CAUSE && Object.hasOwn(annotations, key) && annotations[key] !== value,
  );
  if (!overwrite && present.length > 0) {
    const texts = present.map(([key]) => `'${key}' already has a value (${annotations[key]})`);
    throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`);
  }
  for (const [key, value] of values) annotations[key] = value;
  for (const key of removed) delete annotations[key];
  const isUntouched = Object.keys(annotations).length === 0 && object.metadata.annotations === undefined;
  return isUntouched ? object : withMap(object, 'annotations', annotations);
}
