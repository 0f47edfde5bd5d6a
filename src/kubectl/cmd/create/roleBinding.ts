/**
 * `kubectl create rolebinding` and `kubectl create clusterrolebinding`: who may do what a role allows.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_rolebinding.go, create_clusterrolebinding.go (v1.36.3).
 */
import type { Flags } from '../../command';
import { CommandError } from '../../errors';
import { subjectsOf } from '../subjects';
import { generatorCommand } from './generator';

const RBAC = 'rbac.authorization.k8s.io';

/** A RoleBinding, to a Role or a ClusterRole. */
export const createRoleBinding = generatorCommand({
  path: ['create', 'rolebinding'],
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  failure: 'failed to create rolebinding:',
  generate(name, { flags }) {
    const role = flags.string('role');
    const clusterRole = flags.string('clusterrole');
    if ((role === '') === (clusterRole === '')) {
      throw new CommandError('exactly one of clusterrole or role must be specified');
    }
    const reference = role === '' ? { kind: 'ClusterRole', name: clusterRole } : { kind: 'Role', name: role };
    return { metadata: { name }, ...subjects(flags), roleRef: { apiGroup: RBAC, ...reference } };
  },
});

/** A ClusterRoleBinding. */
export const createClusterRoleBinding = generatorCommand({
  path: ['create', 'clusterrolebinding'],
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  clusterScoped: true,
  failure: 'failed to create clusterrolebinding:',
  generate: (name, { flags }) => ({
    metadata: { name },
    ...subjects(flags),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: flags.string('clusterrole') },
  }),
});

function subjects(flags: Flags): { readonly subjects?: readonly object[] } {
  const found = subjectsOf(flags, (account) => {
    const [namespace, name, ...more] = account.split(':');
    if (namespace === undefined || name === undefined || namespace === '' || name === '' || more.length > 0) {
      throw new CommandError('serviceaccount must be <namespace>:<name>');
    }
    return { namespace, name };
  });
  return found.length > 0 ? { subjects: found } : {};
}
