/**
 * `kubectl set serviceaccount (TYPE NAME | -f FILE) SERVICE_ACCOUNT`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_serviceaccount.go (v1.36.3).
 */
import type { Command } from '../../command';
import { CommandError } from '../../errors';
import { withPodSpec } from '../../polymorphic/podTemplate';
import { withChangeCause } from '../changeCause';
import { changeEach, checkLocal, infosOf, settingOf } from './setCommand';

/** Sets the service account of the pods that an object makes. */
export const setServiceAccount: Command = {
  path: ['set', 'serviceaccount'],
  async run(invocation) {
    const { args } = invocation;
    const setting = await settingOf(invocation, 'serviceaccount updated');
    checkLocal(invocation, setting.dryRun);
    const serviceAccountName = args.at(-1);
    if (serviceAccountName === undefined) throw new CommandError('serviceaccount is required');
    const infos = await infosOf(invocation, args.slice(0, -1), { selects: false });
    await changeEach(
      invocation,
      infos,
      setting,
      (object) =>
        withChangeCause(
          invocation,
          withPodSpec(object, (spec) => ({ ...spec, serviceAccountName })),
        ),
      { tellsUnchanged: true, failure: 'failed to patch ServiceAccountName' },
    );
  },
};
