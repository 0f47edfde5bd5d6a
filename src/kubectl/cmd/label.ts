/**
 * `kubectl label (TYPE NAME... | -f FILE) KEY=VALUE... KEY-... [--overwrite] [--list]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/label/label.go (v1.36.3).
 */
import { labelValueErrors } from '../../api/meta/qualifiedName';
import type { Command, Invocation } from '../command';
import { CommandError, oneOf } from '../errors';
import { type DryRun, withDryRun } from '../printers/name';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Unstructured } from '../resource/access';
import type { Info } from '../resource/builder';
import { visit } from '../resource/visit';
import { withChangeCause } from './changeCause';
import { buildLatest, checkAll, checkSelection, listMap, sendChange, withMap } from './metadataChange';
import { splitPairs } from './pairs';
import { dryRunOf } from './writeFlags';

/** Adds, changes and removes labels. */
export const label: Command = {
  path: ['label'],
  async run(invocation) {
    const { flags } = invocation;
    const dryRun = dryRunOf(invocation);
    const { resources, pairs } = splitPairs(invocation.args, 'label');
    const change = labelChange(pairs);
    if (flags.bool('list') && flags.string('output') !== '') {
      throw new CommandError('--list and --output may not be specified together');
    }
    checkAll(invocation);
    checkSelection(invocation, resources, dryRun, 'pod');
    if (change.values.size === 0 && change.removed.length === 0 && !flags.bool('list')) {
      throw new CommandError('at least one label update is required');
    }
    const built = await buildLatest(invocation, resources);
    const task: Task = { invocation, change, dryRun, isSingle: built.isSingle };
    await visit(built, (info) => labelOne(task, info));
  },
};

interface LabelChange {
  readonly values: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

interface Task {
  readonly invocation: Invocation;
  readonly change: LabelChange;
  readonly dryRun: DryRun;
  readonly isSingle: boolean;
}

function labelChange(pairs: readonly string[]): LabelChange {
  const values = new Map<string, string>();
  const removed: string[] = [];
  for (const pair of pairs) {
    const [key = '', value, ...more] = pair.split('=');
    if (value === undefined) {
      removed.push(pair.slice(0, -1));
      continue;
    }
    if (more.length > 0) throw new CommandError(`invalid label spec: ${pair}`);
    const errors = labelValueErrors(value);
    if (errors.length > 0) {
      throw new CommandError(`invalid label value: ${JSON.stringify(pair)}: ${errors.join(';')}`);
    }
    values.set(key, value);
  }
  if (removed.some((key) => values.has(key))) {
    throw new CommandError('can not both modify and remove a label in the same command');
  }
  return { values, removed };
}

async function labelOne(task: Task, info: Info): Promise<void> {
  const { invocation, change, dryRun, isSingle } = task;
  const { flags, io } = invocation;
  if (info.object === undefined) return;
  const isLocal = dryRun === 'client' || flags.bool('local') || flags.bool('list');
  const before = info.object.metadata.labels ?? {};
  if (!isLocal) {
    for (const key of change.removed) {
      if (!Object.hasOwn(before, key)) void io.out(`label ${JSON.stringify(key)} not found.\n`);
    }
  }
  const { object, operation } = labelled(info.object, change, flags.bool('overwrite'));
  const isChanged = operation !== 'not labeled';
  if (!isLocal && isChanged) {
    await sendChange(invocation, info, info.object, withChangeCause(invocation, object), dryRun);
  }
  if (flags.bool('list')) {
    listMap(invocation, { ...info, object }, 'labels', isSingle);
    return;
  }
  // Each object has a printer of its own, so YAML has no line between them.
  const printer = await printerFor(printOptionsOf(invocation));
  printer.print(object, io, withDryRun(operation, dryRun));
}

/** The object with its labels changed, and what the change is called. Throws CommandError where values stand in the way. */
function labelled(
  object: Unstructured,
  { values, removed }: LabelChange,
  overwrite: boolean,
): { readonly object: Unstructured; readonly operation: string } {
  const labels: Record<string, string> = { ...object.metadata.labels };
  const added = [...values].filter(([key, value]) => labels[key] !== value);
  const present = added.filter(([key]) => Object.hasOwn(labels, key));
  if (!overwrite && present.length > 0) {
    throw oneOf(
      present.map(
        ([key]) => new CommandError(`'${key}' already has a value (${labels[key]}), and --overwrite is false`),
      ),
    );
  }
  const gone = removed.filter((key) => Object.hasOwn(labels, key));
  for (const [key, value] of added) labels[key] = value;
  for (const key of gone) delete labels[key];
  const operation = operationOf(added.length > 0, gone.length > 0);
  return { object: operation === 'not labeled' ? object : withMap(object, 'labels', labels), operation };
}

function operationOf(adds: boolean, removes: boolean): string {
  if (adds) return removes ? 'modified' : 'labeled';
  return removes ? 'unlabeled' : 'not labeled';
}
