/**
 * `kubectl taint nodes NAME KEY[=VALUE]:EFFECT... KEY[:EFFECT]-... [--overwrite]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/taint (v1.36.3).
 */
import { labelValueErrors, qualifiedNameErrors } from '../../api/meta/qualifiedName';
import { twoWayPatch } from '../apply/strategicPatch';
import type { Command, Invocation } from '../command';
import { CommandError, UsageError, oneOf } from '../errors';
import { inGoOrder } from '../polymorphic/goOrder';
import { type DryRun, withDryRun } from '../printers/name';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Unstructured } from '../resource/access';
import { type Info, build } from '../resource/builder';
import { visit } from '../resource/visit';
import { dryRunOf, fieldValidationOf } from './writeFlags';

/** Adds, changes and removes taints of nodes. */
export const taint: Command = {
  path: ['taint'],
  async run(invocation) {
    const dryRun = dryRunOf(invocation);
    const fieldValidation = fieldValidationOf(invocation);
    const { resources, changes } = splitArgs(invocation.args);
    const change = readChanges(invocation, changes);
    await checkResources(invocation, resources, change);
    const { flags } = invocation;
    const selector = flags.string('selector');
    const isBySelector = flags.bool('all') || selector !== '';
    const built = await build(invocation, {
      args: isBySelector ? ['node'] : ['node', ...resources.slice(1)],
      latest: true,
      labelSelector: selector,
      all: flags.bool('all'),
    });
    await visit(built, (info) => taintOne({ invocation, change, dryRun, fieldValidation }, info));
  },
};

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

interface TaintChange {
  readonly added: readonly Taint[];
  /** An empty effect means all taints of the key. */
  readonly removed: readonly Taint[];
}

function splitArgs(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly changes: readonly string[];
} {
  const isChange = (word: string) => /[=:]/.test(word) || word.endsWith('-');
  const first = args.findIndex(isChange);
  const resources = first < 0 ? args : args.slice(0, first);
  const changes = first < 0 ? [] : args.slice(first);
  const stray = changes.find((word) => !isChange(word));
  if (stray !== undefined) {
    throw new CommandError(`all resources must be specified before taint changes: ${stray}`);
  }
  if (resources.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name>');
  if (changes.length === 0) throw new CommandError('at least one taint update is required');
  return { resources, changes };
}

function readChanges({ commandPath }: Invocation, changes: readonly string[]): TaintChange {
  const added: Taint[] = [];
  const removed: Taint[] = [];
  for (const text of changes) {
    const isRemoval = text.endsWith('-');
    const found = parseTaint(isRemoval ? text.slice(0, -1) : text);
    if (typeof found === 'string') throw new UsageError(commandPath, found);
    if (isRemoval) {
      removed.push(found);
      continue;
    }
    const { key, value, effect } = found;
    if (effect === '') throw new UsageError(commandPath, `invalid taint spec: ${text}`);
    if (added.some((other) => matches(other, found))) {
      const shown = `{${key} ${value ?? ''} ${effect} <nil>}`;
      throw new UsageError(commandPath, `duplicated taints with the same key and effect: ${shown}`);
    }
    added.push(found);
  }
  return { added, removed };
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `key=value:effect`, `key:effect` or `key`; or why it is none. */
function parseTaint(text: string): Taint | string {
  const invalid = `invalid taint spec: ${text}`;
  const [left = '', effect, ...more] = text.split(':');
  if (more.length > 0) return invalid;
  let [key, value]: [string, string | undefined] = [left, undefined];
  if (effect !== undefined) {
    if (!effects.includes(effect)) return `invalid taint effect: ${effect}, unsupported taint effect`;
    const [first = '', second, ...rest] = left.split('=');
    if (rest.length > 0) return invalid;
    [key, value] = [first, second];
    const errors = value === undefined ? [] : labelValueErrors(value);
    if (errors.length > 0) return `${invalid}, ${errors.join('; ')}`;
  }
  const errors = qualifiedNameErrors(key);
  if (errors.length > 0) return `${invalid}, ${errors.join('; ')}`;
  return { key, ...(value !== undefined && value !== '' && { value }), effect: effect ?? '' };
}

function matches(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

async function checkResources(
  invocation: Invocation,
  resources: readonly string[],
  change: TaintChange,
): Promise<void> {
  const [type = ''] = resources;
  const name = type.toLowerCase();
  const { kind } = (await (await invocation.access()).mapper()).resource(name);
  if (kind !== 'Node') throw new CommandError(`invalid resource type ${name}, only node types are supported`);
  const conflicts = change.added.flatMap((added) =>
    change.removed.filter(({ key, effect }) => key === added.key && (effect === '' || effect === added.effect)),
  );
  if (conflicts.length > 0) {
    const texts = conflicts.map(({ key, effect }) => `${key}=${effect}`);
    throw new CommandError(
      `can not both modify and remove the following taint(s) in the same command: ${texts.join(', ')}`,
    );
  }
  const { flags } = invocation;
  const hasSelector = flags.string('selector') !== '';
  if (flags.bool('all') && hasSelector) {
    throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  }
  if (!flags.bool('all') && !hasSelector && resources.length < 2) {
    throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  }
}

interface Task {
  readonly invocation: Invocation;
  readonly change: TaintChange;
  readonly dryRun: DryRun;
  readonly fieldValidation: string;
}

async function taintOne(task: Task, { mapping, name, object }: Info): Promise<void> {
  if (object === undefined) return;
  const { invocation, change, dryRun, fieldValidation } = task;
  const { flags, io } = invocation;
  const { taints, operation } = changedTaints(object, change, flags.bool('overwrite'));
  // Each object has a printer of its own, so YAML has no line between them.
  const printer = await printerFor({ ...printOptionsOf(invocation), keepOrder: dryRun !== 'client' });
  const wanted: Unstructured = { ...object, spec: { ...specOf(object), taints } };
  if (dryRun === 'client') {
    printer.print(wanted, io, withDryRun(operation, dryRun));
    return;
  }
  const access = await invocation.access();
  const patched = await access.patch({ mapping, name }, 'strategic', twoWayPatch('Node', object, wanted), {
    dryRun: dryRun === 'server',
    fieldManager: flags.string('field-manager'),
    fieldValidation,
  });
  printer.print(inGoOrder(patched), io, withDryRun(operation, dryRun));
}

function specOf(object: Unstructured): { readonly taints?: readonly Taint[] } {
  return (object['spec'] ?? {}) as { readonly taints?: readonly Taint[] }; // A Node's spec on every server.
}

/** New taints stand before old ones. Throws CommandError where old ones stand in the way or are missing. */
function changedTaints(
  node: Unstructured,
  { added, removed }: TaintChange,
  overwrite: boolean,
): { readonly taints: readonly Taint[]; readonly operation: string } {
  const { taints: old = [] } = specOf(node);
  const present = added.filter((one) => old.some((other) => matches(one, other))).map(({ key }) => key);
  if (!overwrite && present.length > 0) {
    const taints = `${present.join(',')} taint(s) with same effect(s)`;
    throw new CommandError(`node ${node.metadata.name} already has ${taints} and --overwrite is false`);
  }
  let taints = [...added, ...old.filter((one) => !added.some((other) => matches(one, other)))];
  const adds = taints.length !== old.length;
  let removes = false;
  const errors: Error[] = [];
  for (const gone of removed) {
    const left = taints.filter((one) => (gone.effect === '' ? one.key !== gone.key : !matches(one, gone)));
    removes = left.length !== taints.length;
    const shown = gone.effect === '' ? gone.key : `${gone.key}:${gone.effect}`;
    if (!removes) errors.push(new CommandError(`taint ${JSON.stringify(shown)} not found`));
    taints = left;
  }
  if (errors.length > 0) throw oneOf(errors);
  const operation = (adds && removes) || overwrite ? 'modified' : adds ? 'tainted' : 'untainted';
  return { taints, operation };
}
