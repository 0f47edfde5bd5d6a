/**
 * Keeps the rules of ClusterRoles that gather those of others: admin, edit, view, and whatever people make.
 * Models pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go (v1.36.3), with updates in the place
 * of server-side apply.
 */
import { aggregatedRules } from '../../api/rbac/aggregation';
import type { ClusterRole } from '../../api/rbac/role';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type Labels, type ObjectKey, keyOf } from '../../api/meta/objectMeta';
import type { Cache } from '../../client/cache';
import type { Controller } from '../controller';

/** Writes the gathered rules where they differ. */
export const clusterRoleAggregation: Controller<'ClusterRole'> = {
  name: 'clusterrole-aggregation-controller',
  kind: 'ClusterRole',
  watches: [
    {
      kind: 'ClusterRole',
      concerns({ object, previous }, cache) {
        const keys = gatherersOf(object.metadata.labels, cache);
        const before = previous === undefined ? [] : gatherersOf(previous.metadata.labels, cache);
        return previous?.metadata.labels === object.metadata.labels ? keys : [...keys, ...before];
      },
    },
  ],
  isConcernedBy: ({ type, object }) => type !== 'DELETED' && object.aggregationRule !== undefined,

  async reconcile({ name }, world) {
    const role = world.cache.get('ClusterRole', { name });
    if (role === undefined) return undefined;
    const rules = aggregatedRules(role, [...world.cache.list('ClusterRole')].sort(byName));
    if (rules === undefined || isDeepEqual(rules, role.rules ?? [])) return undefined;
    world.explain.rule('rolesGathered', { role: name });
    await world.client.update('ClusterRole', { ...role, rules });
    return undefined;
  },
};

/** Roles that gather the rules of one with `labels`. */
function gatherersOf(labels: Labels | undefined, cache: Cache): readonly ObjectKey[] {
  if (labels === undefined) return [];
  return cache
    .list('ClusterRole')
    .filter((role) => gathers(role, labels))
    .map(keyOf);
}

function gathers({ aggregationRule }: ClusterRole, labels: Labels): boolean {
  return aggregationRule?.clusterRoleSelectors?.some((selector) => labelSelectorMatches(selector, labels)) === true;
}

function byName(a: ClusterRole, b: ClusterRole): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
