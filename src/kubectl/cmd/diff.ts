/**
 * `kubectl diff`: what apply would change, as `diff -u -N` tells it. Exit code 1 if anything.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/diff/diff.go (v1.36.3).
 * Left out: --prune, which is refused, and KUBECTL_EXTERNAL_DIFF.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { formatMicroTime } from '../../api/meta/time';
import { SERVER_SIDE_MANAGER } from '../apply/serverSideApply';
import type { Command, Invocation } from '../command';
import { type Versions, versionsOf } from '../diff/merged';
import { unifiedDiff } from '../diff/unifiedDiff';
import { CommandError, ExitError } from '../errors';
import { goYaml } from '../printers/yaml';
import type { Unstructured } from '../resource/access';
import { type Info, build } from '../resource/builder';
import { refuseFlags } from './deletionFlags';
import { fileOptions, requireFilesAlone } from './manifestFlags';

interface Compared {
  readonly name: string;
  readonly live: string;
  readonly merged: string;
}

export const diffCommand: Command = {
  path: ['diff'],
  async run(invocation) {
    const { flags, io } = invocation;
    requireFilesAlone(invocation);
    refuseFlags(invocation, ['prune', 'prune-allowlist']);
    const isServerSide = flags.bool('server-side');
    if (flags.bool('force-conflicts') && !isServerSide) {
      throw new CommandError('--force-conflicts only works with --server-side');
    }
    const access = await invocation.access();
    const fieldManager =
      isServerSide && !flags.changed('field-manager') ? SERVER_SIDE_MANAGER : flags.string('field-manager');
    const options = {
      dryRun: true,
      fieldManager,
      ...(isServerSide ? { force: flags.bool('force-conflicts') } : {}),
    };
    const built = await build(invocation, {
      args: [],
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
    });
    const [unread] = built.errors;
    if (unread !== undefined) throw unread;
    const compared: Compared[] = [];
    for (const info of built.infos) {
      const versions = await versionsOf(info, { access, options, isServerSide });
      compared.push(comparedOf(invocation, info, versions));
    }
    const text = diffText(invocation, compared);
    if (text === '') return;
    await io.out(text);
    throw new ExitError(1);
  },
};

function comparedOf({ flags }: Invocation, info: Info, { live, merged }: Versions): Compared {
  const { group, version, kind } = info.mapping;
  const name = `${group === '' ? '' : `${group}.`}${version}.${kind}.${info.namespace ?? ''}.${info.name}`;
  const shown = (object: Unstructured): JsonObject =>
    flags.bool('show-managed-fields') ? object : withoutManagedFields(object);
  let sides: { live: JsonObject | undefined; merged: JsonObject } = {
    live: live === undefined ? undefined : shown(live),
    merged: shown(merged),
  };
  if (kind === 'Secret' && group === '' && !flags.bool('show-secrets')) {
    sides = masked(sides.live, sides.merged);
    // A Secret that is not there is printed as YAML prints nothing.
    if (sides.live === undefined) return { name, live: 'null\n', merged: goYaml(sides.merged) };
  }
  return { name, live: sides.live === undefined ? '' : goYaml(sides.live), merged: goYaml(sides.merged) };
}

function withoutManagedFields(object: Unstructured): JsonObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Values of a Secret are not shown, only whether they change. */
function masked(
  live: JsonObject | undefined,
  merged: JsonObject,
): { live: JsonObject | undefined; merged: JsonObject } {
  const before = isJsonObject(live?.data) ? live.data : {};
  const after = isJsonObject(merged.data) ? merged.data : {};
  const mask = (data: JsonObject, word: string): JsonObject =>
    Object.fromEntries(
      Object.keys(data).map((key) => {
        const isChanged = Object.hasOwn(before, key) && Object.hasOwn(after, key) && before[key] !== after[key];
        return [key, isChanged ? `*** (${word})` : '***'];
      }),
    );
  const hidden = (object: JsonObject, data: JsonObject, word: string): JsonObject =>
    isJsonObject(object.data) ? { ...object, data: mask(data, word) } : object;
  return {
    live: live === undefined ? undefined : hidden(live, before, 'before'),
    merged: hidden(merged, after, 'after'),
  };
}

/** All that differ in the order of their names, as diff lists the files of two folders. */
function diffText({ env }: Invocation, compared: readonly Compared[]): string {
  const number = (): number => Math.floor(env.random() * 4_294_967_296);
  const folders = [`/tmp/LIVE-${number()}`, `/tmp/MERGED-${number()}`] as const;
  const [date, time = ''] = formatMicroTime(env.clock.now()).slice(0, -1).split('T');
  const stamp = `${date} ${time}000 +0000`;
  const sorted = [...compared].sort((left, right) => (left.name < right.name ? -1 : 1));
  return sorted
    .map(({ name, live, merged }) => {
      const [from, to] = folders.map((folder) => `${folder}/${name}`);
      const text = unifiedDiff(
        { heading: `${from}\t${stamp}`, text: live },
        { heading: `${to}\t${stamp}`, text: merged },
      );
      return text === '' ? '' : `diff -u -N ${from} ${to}\n${text}`;
    })
    .join('');
}
