/**
 * `kubectl set subject (rolebinding|clusterrolebinding NAME | -f FILE) [--user] [--group] [--serviceaccount]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_subject.go (v1.36.3).
 */
import type { Command, Flags, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { groupKindOf } from '../../polymorphic/podTemplate';
import type { Unstructured } from '../../resource/access';
import type { Info } from '../../resource/builder';
import { type Subject, subjectsOf } from '../subjects';
import { changeEach, checkAll, checkLocal, infosOf, settingOf } from './setCommand';

/** Adds subjects to a binding; those that are there already are left alone. */
export const setSubject: Command = {
  path: ['set', 'subject'],
  async run(invocation) {
    const { args } = invocation;
    const setting = await settingOf(invocation, 'subjects updated');
    const infos = await infosOf(invocation, args);
    checkLocal(invocation, setting.dryRun);
    checkAll(invocation);
    checkSubjects(invocation, infos);
    const local = invocation.flags.bool('local');
    const namespace = local ? '' : (await invocation.access()).namespace;
    const added = sortedSubjects(invocation.flags, namespace);
    await changeEach(invocation, infos, setting, (object) => withSubjects(object, added), {
      failure: 'failed to patch subjects to rolebinding:',
    });
  },
};

function checkSubjects({ flags }: Invocation, infos: readonly Info[]): void {
  const accounts = flags.list('serviceaccount');
  if (flags.list('user').length + flags.list('group').length + accounts.length === 0) {
    throw new CommandError('you must specify at least one value of user, group or serviceaccount');
  }
  for (const account of accounts) {
    const [namespace, name, ...more] = account.split(':');
    if (name === undefined || name === '' || more.length > 0) {
      throw new CommandError('serviceaccount must be <namespace>:<name>');
    }
    if (namespace === '' && infos.some(({ mapping }) => mapping.kind === 'ClusterRoleBinding')) {
      throw new CommandError('serviceaccount must be <namespace>:<name>, namespace must be specified');
    }
  }
}

/** Each once, by name; an account without a namespace is one of the present namespace. */
function sortedSubjects(flags: Flags, present: string): readonly Subject[] {
  const sorted = { list: (name: string) => [...new Set(flags.list(name))].sort() };
  return subjectsOf(sorted, (account) => {
    const [namespace = '', name = ''] = account.split(':');
    return { namespace: namespace === '' ? present : namespace, name };
  });
}

interface Binding {
  readonly subjects?: readonly Subject[];
}

const bindings = ['RoleBinding.rbac.authorization.k8s.io', 'ClusterRoleBinding.rbac.authorization.k8s.io'];

function withSubjects(object: Unstructured, added: readonly Subject[]): Unstructured {
  if (!bindings.includes(groupKindOf(object))) {
    throw new Error('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
  }
  const { subjects: old = [] } = object as Binding; // A binding has this shape on every server.
  const missing = added.filter(
    (one) => !old.some((other) => fields.every((field) => (one[field] ?? '') === (other[field] ?? ''))),
  );
  return missing.length === 0 ? object : { ...object, subjects: [...old, ...missing] };
}

const fields = ['kind', 'apiGroup', 'name', 'namespace'] as const;
