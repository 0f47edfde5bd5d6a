/**
 * How the API server treats Roles, ClusterRoles and their bindings. Who may hand out what is admission's to say.
 * Models pkg/registry/rbac and pkg/apis/rbac/v1/defaults.go (v1.36.3).
 */
import type { ClusterRole, Role, RoleBinding, Subject } from '../../api/rbac/role';
import type { Strategy } from './strategy';
import { pathSegmentErrors } from './validation/formats';
import { RBAC, checkRole, checkRoleBinding, checkRoleRefUpdate } from './validation/roles';
import { validations } from './validation/rules';

const common = { hasGeneration: false, allowUnconditionalUpdate: true, allowCreateOnUpdate: true } as const;

export const role: Strategy<'Role'> = {
  kind: 'Role',
  ...common,
  defaults: (given) => withRules(given),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Role', { nameRule: pathSegmentErrors, check: (given, errors) => checkRole(given, true, errors) }),
};

export const clusterRole: Strategy<'ClusterRole'> = {
  kind: 'ClusterRole',
  ...common,
  defaults: (given) => withRules(given),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
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
