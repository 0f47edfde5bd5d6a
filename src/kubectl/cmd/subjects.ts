/**
 * Who a role is bound to, from --user, --group and --serviceaccount.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_rolebinding.go and set/set_subject.go (v1.36.3).
 */
import type { Flags } from '../command';

/** A subject in the order of Go's struct. */
export interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Users, then groups, then service accounts, whose text `accountOf` reads (commands differ in what they allow). */
export function subjectsOf(
  flags: Pick<Flags, 'list'>,
  accountOf: (text: string) => { readonly namespace: string; readonly name: string },
): readonly Subject[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    ...flags.list('user').map((name) => ({ kind: 'User', apiGroup, name })),
    ...flags.list('group').map((name) => ({ kind: 'Group', apiGroup, name })),
    ...flags.list('serviceaccount').map((text) => {
      const { namespace, name } = accountOf(text);
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}
