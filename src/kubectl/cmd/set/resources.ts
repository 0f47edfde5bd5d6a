/**
 * `kubectl set resources (TYPE NAME | -f FILE) [--limits=cpu=200m] [--requests=memory=64Mi] [--containers=c]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_resources.go (v1.36.3).
 */
import type { PodSpec } from '../../../api/core/pod';
import type { Command } from '../../command';
import { CommandError } from '../../errors';
import { withPodSpec } from '../../polymorphic/podTemplate';
import type { Unstructured } from '../../resource/access';
import { withChangeCause } from '../changeCause';
import { resourceListOf } from '../resourceList';
import { fittingContainers, withContainers } from './containers';
import { changeEach, checkAll, checkLocal, infosOf, settingOf } from './setCommand';

type Amounts = ReturnType<typeof resourceListOf>;

/** Sets limits and requests; amounts that the flags do not name stay. */
export const setResources: Command = {
  path: ['set', 'resources'],
  async run(invocation) {
    const { args, flags } = invocation;
    const setting = await settingOf(invocation, 'resource requirements updated');
    const infos = await infosOf(invocation, args);
    checkLocal(invocation, setting.dryRun);
    checkAll(invocation);
    if (flags.string('limits') === '' && flags.string('requests') === '') {
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    }
    const limits = resourceListOf(flags.string('limits'));
    const requests = resourceListOf(flags.string('requests'));
    const pattern = flags.string('containers');
    const missing: Error[] = [];
    const change = (spec: PodSpec): PodSpec => {
      if (fittingContainers(spec, pattern).length === 0) {
        missing.push(new CommandError(`error: unable to find container named ${pattern}`));
        return spec;
      }
      return withContainers(spec, pattern, (container) => ({
        ...container,
        resources: withAmounts(container.resources ?? {}, limits, requests),
      }));
    };
    const failure = 'failed to patch resources update to pod template';
    const changed = (object: Unstructured) => withChangeCause(invocation, withPodSpec(object, change));
    await changeEach(invocation, infos, setting, changed, { failure, mistakes: missing });
  },
};

function withAmounts(
  resources: NonNullable<PodSpec['containers'][number]['resources']>,
  limits: Amounts,
  requests: Amounts,
): NonNullable<PodSpec['containers'][number]['resources']> {
  return {
    ...resources,
    ...(limits !== undefined && { limits: { ...resources.limits, ...limits } }),
    ...(requests !== undefined && { requests: { ...resources.requests, ...requests } }),
  };
}
