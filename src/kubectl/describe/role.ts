/**
 * Describes Roles, ClusterRoles and their bindings.
 * Models kubectl's describe.go, and staging/src/k8s.io/kubectl/pkg/util/rbac/rbac.go (v1.36.3).
 */
import type { PolicyRule, Role, RoleBinding } from '../../api/rbac/role';
import { goValue } from '../../printers/goFormat';
import type { Description } from './description';
import { describeAnnotations, describeLabels } from './labels';

/** Writes a Role or ClusterRole: one row per resource or URL. */
export function describeRole({ metadata, rules }: Role, d: Description): void {
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, 'PolicyRule:');
  d.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  d.line(1, '---------\t-----------------\t--------------\t-----');
  for (const rule of compactRules(rules ?? [])) {
    const { nonResourceURLs = [], resourceNames = [], verbs } = rule;
    d.line(1, `${resourceText(rule)}\t${goValue(nonResourceURLs)}\t${goValue(resourceNames)}\t${goValue(verbs)}`);
  }
}

/** Writes a RoleBinding or ClusterRoleBinding. */
export function describeRoleBinding({ metadata, roleRef, subjects = [] }: RoleBinding, d: Description): void {
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, 'Role:');
  d.line(1, `Kind:\t${roleRef.kind}`);
  d.line(1, `Name:\t${roleRef.name}`);
  d.line(0, 'Subjects:');
  d.line(1, 'Kind\tName\tNamespace');
  d.line(1, '----\t----\t---------');
  for (const { kind, name, namespace = '' } of subjects) d.line(1, `${kind}\t${name}\t${namespace}`);
}

/** `deployments.apps/scale` */
function resourceText({ resources = [], apiGroups = [] }: PolicyRule): string {
  const [resource] = resources;
  if (resource === undefined) return '';
  const slash = resource.indexOf('/');
  const [name, subresource] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash)];
  const group = apiGroups[0] ?? '';
  return `${name}${group === '' ? '' : `.${group}`}${subresource}`;
}

/** Rules of one resource (and one name of it) or one URL each, with all its verbs, in the order of their texts. */
function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const compact: PolicyRule[] = [];
  const byResource = new Map<string, { rule: PolicyRule; verbs: string[] }>();
  for (const rule of rules.flatMap(breakDown)) {
    if ((rule.resources ?? []).length === 0) {
      compact.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = byResource.get(key) ?? { rule, verbs: [] };
    byResource.set(key, known);
    for (const verb of rule.verbs) if (!known.verbs.includes(verb)) known.verbs.push(verb);
  }
  for (const { rule, verbs } of byResource.values()) compact.push({ ...rule, verbs });
  const keyed = compact.map((rule) => ({ rule, text: ruleText(rule) }));
  return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ rule }) => rule);
}

/** One rule per group, resource, name and verb; one per URL and verb. */
function breakDown({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): readonly PolicyRule[] {
  const simple: PolicyRule[] = [];
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        for (const name of names) {
          const rule = { verbs: [verb], apiGroups: [group], resources: [resource] };
          simple.push(name === undefined ? rule : { ...rule, resourceNames: [name] });
        }
      }
    }
  }
  for (const url of nonResourceURLs) {
    for (const verb of verbs) simple.push({ verbs: [verb], nonResourceURLs: [url] });
  }
  return simple;
}

/** As PolicyRule.String of the generated Go code. */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const lists = Object.entries({
    Verbs: verbs,
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
  });
  return lists.map(([name, list]) => `${name}:${goValue(list ?? [])},`).join('');
}
