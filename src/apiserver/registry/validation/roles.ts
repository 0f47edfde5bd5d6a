/** Roles, ClusterRoles and their bindings. Models pkg/apis/rbac/validation (v1.36.3). */
import { isDeepEqual } from '../../../api/meta/equality';
import type { ClusterRole, PolicyRule, RoleBinding, Subject } from '../../../api/rbac/role';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkText, pathSegmentErrors, subdomainNameErrors } from './formats';
import { checkLabelSelector, isUsableSelector } from './labels';

/** The group of these kinds, and of users and groups as subjects. */
export const RBAC = 'rbac.authorization.k8s.io';

/** The rules of a Role, or of a ClusterRole, and how that one gathers those of others. */
export function checkRole({ rules, aggregationRule }: ClusterRole, isNamespaced: boolean, errors: FieldError[]): void {
  (rules ?? []).forEach((rule, index) => checkRule(rule, isNamespaced, `rules[${index}]`, errors));
  if (aggregationRule === undefined) return;
  const { clusterRoleSelectors = [] } = aggregationRule;
  const field = 'aggregationRule.clusterRoleSelectors';
  if (clusterRoleSelectors.length === 0) {
    errors.push(required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  }
  clusterRoleSelectors.forEach((selector, index) => {
    const at = `${field}[${index}]`;
    checkLabelSelector(selector, at, errors);
    if (!isUsableSelector(selector)) errors.push(invalid(at, null, 'invalid label selector.'));
  });
}

function checkRule(rule: PolicyRule, isNamespaced: boolean, field: string, errors: FieldError[]): void {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  if (verbs.length === 0) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const at = `${field}.nonResourceURLs`;
    const isMixed = [apiGroups, resources, rule.resourceNames ?? []].some((list) => list.length > 0);
    if (isNamespaced) {
      errors.push(invalid(at, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    } else if (isMixed) {
      const why = 'rules cannot apply to both regular resources and non-resource URLs';
      errors.push(invalid(at, nonResourceURLs, why));
    }
    return;
  }
  if (apiGroups.length === 0) {
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
}

/** What a binding names: one role, and anybody. */
export function checkRoleBinding(binding: RoleBinding, isNamespaced: boolean, errors: FieldError[]): void {
  const { apiGroup, kind = '', name = '' } = binding.roleRef;
  if (apiGroup !== RBAC) errors.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC]));
  const roles = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!roles.includes(kind)) errors.push(notSupported('roleRef.kind', kind, roles));
  if (name === '') errors.push(required('roleRef.name'));
  else checkText(pathSegmentErrors, name, 'roleRef.name', errors);
  (binding.subjects ?? []).forEach((subject, index) =>
    checkSubject(subject, isNamespaced, `subjects[${index}]`, errors),
  );
}

function checkSubject(subject: Subject, isNamespaced: boolean, field: string, errors: FieldError[]): void {
  const { kind = '', name = '', apiGroup = '', namespace = '' } = subject;
  if (name === '') errors.push(required(`${field}.name`));
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') checkText(subdomainNameErrors, name, `${field}.name`, errors);
      if (apiGroup !== '') errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']));
      if (!isNamespaced && namespace === '') errors.push(required(`${field}.namespace`));
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== RBAC) errors.push(notSupported(`${field}.apiGroup`, apiGroup, [RBAC]));
      break;
    default:
      errors.push(notSupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  }
}

/** A binding keeps its role. */
export function checkRoleRefUpdate(next: RoleBinding, old: RoleBinding, errors: FieldError[]): void {
  if (isDeepEqual(next.roleRef, old.roleRef)) return;
  const { apiGroup, kind, name } = next.roleRef;
  errors.push(invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef'));
}
