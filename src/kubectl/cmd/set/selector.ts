/**
 * `kubectl set selector (-f FILE | service NAME) KEY=VALUE,...`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_selector.go (v1.36.3).
 */
import type { LabelSelector } from '../../../api/meta/objectMeta';
import { twoWayPatch } from '../../apply/strategicPatch';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { typedForm } from '../../polymorphic/typedForm';
import type { Unstructured } from '../../resource/access';
import { type Built, build } from '../../resource/builder';
import { visit } from '../../resource/visit';
import { withChangeCause } from '../changeCause';
import { parsedLabelSelector } from '../labelSelector';
import { send, settingOf } from './setCommand';

/** Replaces the selector of a Service. */
export const setSelector: Command = {
  path: ['set', 'selector'],
  async run(invocation) {
    const { args, flags } = invocation;
    const last = args.at(-1);
    const selector = last === undefined ? undefined : parsedLabelSelector(last);
    const setting = await settingOf(invocation, 'selector updated');
    if (selector === undefined) throw new CommandError('one selector is required');
    const built = await buildServices(invocation, args.slice(0, -1));
    const resourceVersion = flags.string('resource-version');
    await visit(built, async (info) => {
      if (info.object === undefined) return;
      const before = flags.bool('local') ? typedForm(info.object) : info.object;
      const after = withChangeCause(invocation, withSelector(before, selector));
      const patch = twoWayPatch(info.mapping.kind, info.object, after);
      const locked = resourceVersion === '' ? patch : { ...patch, metadata: { resourceVersion } };
      await send(invocation, info, after, locked, setting);
    });
  },
};

function buildServices(invocation: Invocation, args: readonly string[]): Promise<Built> {
  const { flags } = invocation;
  const local = flags.bool('local');
  return build(invocation, {
    args,
    filenames: flags.list('filename'),
    recursive: flags.bool('recursive'),
    ...(local ? { local } : { latest: true, selectAll: flags.bool('all') }),
  });
}

function withSelector(object: Unstructured, { matchLabels = {}, matchExpressions = [] }: LabelSelector): Unstructured {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') {
    throw new CommandError('setting a selector is only supported for Services');
  }
  if (matchExpressions.length > 0) {
    const texts = matchExpressions.map(
      ({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(' ')}]}`,
    );
    throw new CommandError(`match expression [${texts.join(' ')}] not supported on this object`);
  }
  const spec = object['spec'];
  return { ...object, spec: { ...(typeof spec === 'object' ? spec : {}), selector: matchLabels } };
}
