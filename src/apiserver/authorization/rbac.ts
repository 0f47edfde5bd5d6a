/**
 * Authorization by roles: which rules somebody has through bindings, and what they allow; before that, of nodes.
 * Models plugin/pkg/auth/authorizer/rbac/rbac.go and pkg/registry/rbac/validation/rule.go (v1.36.3).
 * Members of system:masters are asked nothing, as by the authorizer that stands before this one.
 */
import type { PolicyRule, RoleBinding, RoleRef, Subject } from '../../api/rbac/role';
import type { ObjectReader } from '../admission/admission';
import { MASTERS, type User } from '../authentication';
import { type Action, ruleAllows } from '../../api/rbac/rules';
import { nodeOf, nodeRefusal } from './nodeAuthorizer';

export interface Verdict {
  readonly allowed: boolean;
  /** Which binding allows it, or what stood in the way. */
  readonly reason: string;
}

/** One binding of a user, with the rules of its role. */
interface Grant {
  readonly rules: readonly PolicyRule[];
  /** `RoleBinding "reader/default" of Role "reader" to User "jane"`. */
  readonly by: string;
}

/** What somebody has in a namespace, and the roles that were not there to be read. */
export interface Grants {
  readonly grants: readonly Grant[];
  readonly errors: readonly string[];
}

const allowed: Verdict = Object.freeze({ allowed: true, reason: '' });

/** May `user` do `action`? A kubelet is judged as one first. */
export function judge(reader: ObjectReader, user: User, action: Action): Verdict {
  if (user.groups.includes(MASTERS)) return allowed;
  const node = nodeOf(user);
  const refusal = node === undefined ? '' : nodeRefusal(reader, node, action);
  if (refusal === undefined) return allowed;
  const { grants, errors } = grantsOf(reader, user, action.namespace);
  for (const { rules, by } of grants) {
    if (rules.some((rule) => ruleAllows(rule, action))) return { allowed: true, reason: `RBAC: allowed by ${by}` };
  }
  const reasons = [refusal, errors.length === 0 ? '' : `RBAC: ${aggregated(errors)}`];
  return { allowed: false, reason: reasons.filter((reason) => reason !== '').join('\n') };
}

/** The rules that `user` has in `namespace` (empty: in the whole cluster), from the bindings of the cluster on. */
export function grantsOf(reader: ObjectReader, user: User, namespace: string): Grants {
  const grants: Grant[] = [];
  const errors: string[] = [];
  const visit = (binding: RoleBinding, kind: string, own: string | undefined, name: string): void => {
    const subject = binding.subjects?.find((each) => isSubject(each, user, own ?? ''));
    if (subject === undefined) return;
    const rules = rulesOfRole(reader, binding.roleRef, own);
    const { kind: roleKind, name: roleName } = binding.roleRef;
    if (typeof rules === 'string') errors.push(rules);
    else grants.push({ rules, by: `${kind} "${name}" of ${roleKind} "${roleName}" to ${told(subject)}` });
  };
  for (const binding of reader.list('ClusterRoleBinding')) {
    visit(binding, 'ClusterRoleBinding', undefined, binding.metadata.name);
  }
  if (namespace === '') return { grants, errors };
  for (const binding of reader.list('RoleBinding', namespace)) {
    visit(binding, 'RoleBinding', namespace, `${binding.metadata.name}/${namespace}`);
  }
  return { grants, errors };
}

/** The rules of the role that a binding names; a sentence if it is not there. `namespace`: of the binding. */
export function rulesOfRole(
  reader: ObjectReader,
  { kind, name }: RoleRef,
  namespace: string | undefined,
): readonly PolicyRule[] | string {
  const isRole = kind === 'Role' && namespace !== undefined;
  const role = isRole ? reader.get('Role', { namespace, name }) : reader.get('ClusterRole', { name });
  return role === undefined
    ? `${isRole ? 'role' : 'clusterrole'}.rbac.authorization.k8s.io "${name}" not found`
    : (role.rules ?? []);
}

function isSubject({ kind, name, namespace = '' }: Subject, { username, groups }: User, own: string): boolean {
  switch (kind) {
    case 'User':
      return name === username;
    case 'Group':
      return groups.includes(name);
    case 'ServiceAccount':
      return username === `system:serviceaccount:${namespace === '' ? own : namespace}:${name}`;
    default:
      return false;
  }
}

function told({ kind, name, namespace = '' }: Subject): string {
  return `${kind} "${kind === 'ServiceAccount' ? `${name}/${namespace}` : name}"`;
}

/** Several Go errors as one. */
export function aggregated(errors: readonly string[]): string {
  const all = [...new Set(errors)];
  return all.length === 1 ? (all[0] ?? '') : `[${all.join(', ')}]`;
}
