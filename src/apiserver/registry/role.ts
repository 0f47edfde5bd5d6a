/**
 * How the API server treats Roles, ClusterRoles and their bindings. Nothing enforces them here.
 * Models pkg/registry/rbac and pkg/apis/rbac/v1/defaults.go (v1.36.3). Left out: aggregation, the roles that a cluster
 * comes with, the rule that nobody may hand out more than they have.
 */
import type { Kind } from '../../api/kinds';
import type { ClusterRole, Role, RoleBinding, Subject } from '../../api/rbac/role';
import type { Strategy } from './strategy';
import { pathSegmentErrors } from './validation/formats';
import { RBAC, checkRole, checkRoleBinding, checkRoleRefUpdate } from './validation/roles';
import { validations } from './validation/rules';

const common = { hasGeneration: false, allowUnconditionalUpdate: true, allowCreateOnUpdate: true } as const;

const storedOnly = (kind: Kind) => (_given: unknown, old?: unknown) =>
  old === undefined ? [`kubeloop: a ${kind} is stored but not enforced: everybody may do everything`] : [];

export const role: Strategy<'Role'> = {
  kind: 'Role',
  ...common,
  defaults: (given) => withRules(given),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: storedOnly('Role'),
  ...validations('Role', { nameRule: pathSegmentErrors, check: (given, errors) => checkRole(given, true, errors) }),
};

export const clusterRole: Strategy<'ClusterRole'> = {
  kind: 'ClusterRole',
  ...common,
  defaults: (given) => withRules(given),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: storedOnly('ClusterRole'),
  ...validations('ClusterRole', {
    nameRule: pathSegmentErrors,
    check: (given, errors) => checkRole(given, false, errors),
  }),
};

export const roleBinding: Strategy<'RoleBinding'> = {
  kind: 'RoleBinding',
  ...common,
  defaults: bindingDefaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: storedOnly('RoleBinding'),
  ...validations('RoleBinding', {
    nameRule: pathSegmentErrors,
    check: (given, errors) => checkRoleBinding(given, true, errors),
    checkUpdateAfter: checkRoleRefUpdate,
  }),
};

export const clusterRoleBinding: Strategy<'ClusterRoleBinding'> = {
  kind: 'ClusterRoleBinding',
  ...common,
  defaults: bindingDefaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: storedOnly('ClusterRoleBinding'),
  ...validations('ClusterRoleBinding', {
    nameRule: pathSegmentErrors,
    check: (given, errors) => checkRoleBinding(given, false, errors),
    checkUpdateAfter: checkRoleRefUpdate,
  }),
};

/** No rules are told as null, however that was written. */
function withRules<R extends Role | ClusterRole>(given: R): R {
  return (given.rules ?? []).length === 0 ? { ...given, rules: null } : given;
}

function bindingDefaults(given: RoleBinding): RoleBinding {
  const { subjects, roleRef } = given;
  return {
    ...given,
    roleRef: { ...roleRef, apiGroup: roleRef?.apiGroup || RBAC },
    ...(subjects && { subjects: subjects.map(subjectDefaults) }),
  };
}

function subjectDefaults(subject: Subject): Subject {
  const isPerson = subject.kind === 'User' || subject.kind === 'Group';
  return isPerson && !subject.apiGroup ? { ...subject, apiGroup: RBAC } : subject;
}
