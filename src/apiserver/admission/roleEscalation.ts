/**
 * Nobody hands out rights that they do not have themselves, unless a role lets them `escalate` or `bind`.
 * Models pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go and
 * pkg/registry/rbac/validation/rule.go (v1.36.3), which look before validation.
 */
import type { ClusterRole, PolicyRule, RoleBinding } from '../../api/rbac/role';
import { isDeepEqual } from '../../api/meta/equality';
import { notFound } from '../errors';
import { isAdministrators, MASTERS, userOf } from '../authentication';
import { resourceAction } from '../authorization/authorize';
import { aggregated, grantsOf, judge, rulesOfRole } from '../authorization/rbac';
import { describedRights, goList, missingRights } from '../../api/rbac/rules';
import type { Attributes, ValidatingPlugin } from './admission';
import { refusal } from './refusal';

const GROUP = 'rbac.authorization.k8s.io';
/** What one must have to let a role gather rules. */
const everything: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

export const roleEscalation: ValidatingPlugin = {
  name: 'RBAC',
  validate(attributes) {
    if (isAdministrators(attributes.request)) return;
    switch (attributes.kind) {
      case 'Role':
      case 'ClusterRole':
        return checkRole(attributes, attributes.object as ClusterRole, attributes.old as ClusterRole | undefined); // The kind says so.
      case 'RoleBinding':
      case 'ClusterRoleBinding':
        return checkBinding(attributes, attributes.object as RoleBinding, attributes.old as RoleBinding | undefined); // As above.
      default:
    }
  },
};

function checkRole(attributes: Attributes, next: ClusterRole, old: ClusterRole | undefined): void {
  const isSame = isDeepEqual(next.rules, old?.rules) && isDeepEqual(next.aggregationRule, old?.aggregationRule);
  if (old !== undefined && isSame) return;
  if (may(attributes, 'escalate', attributes.kind === 'Role' ? 'roles' : 'clusterroles', next.metadata.name)) return;
  checkHeld(attributes, next.rules ?? []);
  if (next.aggregationRule !== undefined) checkHeld(attributes, everything);
}

function checkBinding(attributes: Attributes, next: RoleBinding, old: RoleBinding | undefined): void {
  const isSame = isDeepEqual(next.roleRef, old?.roleRef) && isDeepEqual(next.subjects, old?.subjects);
  if (old !== undefined && isSame) return;
  const { kind, name } = next.roleRef;
  if (may(attributes, 'bind', kind === 'Role' ? 'roles' : 'clusterroles', name)) return;
  const rules = rulesOfRole(attributes.reader, next.roleRef, next.metadata.namespace);
  if (typeof rules === 'string') throw notFound(attributes.kind, name);
  checkHeld(attributes, rules);
}

function may({ request, reader, namespace = '' }: Attributes, verb: string, resource: string, name: string): boolean {
  const user = userOf(request);
  if (user.groups.includes(MASTERS)) return true;
  return judge(reader, user, resourceAction(verb, { group: GROUP, resource, name, namespace })).allowed;
}

/** Throws 403 unless the user has all of `wanted`. */
function checkHeld({ request, reader, namespace = '', kind, object }: Attributes, wanted: readonly PolicyRule[]): void {
  const user = userOf(request);
  const { grants, errors } = grantsOf(reader, user, namespace);
  const missing = missingRights(
    grants.flatMap(({ rules }) => rules),
    wanted,
  );
  if (missing.length === 0) return;
  const who = `user ${JSON.stringify(user.username)} (groups=${goList(user.groups)})`;
  const what = describedRights(missing).join('\n');
  const unread = errors.length === 0 ? '' : `; resolution errors: [${aggregated(errors)}]`;
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${what}${unread}`;
  throw refusal(kind, object.metadata.name, why);
}
