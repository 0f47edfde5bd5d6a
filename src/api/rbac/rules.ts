/**
 * What a rule of a role allows, and whether rules contain others.
 * Models pkg/apis/rbac/v1/evaluation_helpers.go and component-helpers/auth/rbac/validation/policy_comparator.go (v1.36.3).
 */
import type { PolicyRule } from './role';

const ALL = '*';
const nothing: readonly string[] = [];

/** What somebody wants to do. */
export interface Action {
  readonly verb: string;
  /** Set for paths that are no resources; the other fields are then empty. */
  readonly path?: string;
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** The field selector of a list or a watch, as the client wrote it. */
  readonly selector?: string;
}

/** Whether `rule` allows `action`. */
export function ruleAllows(rule: PolicyRule, action: Action): boolean {
  const { verbs, apiGroups = nothing, resources = nothing, resourceNames = nothing, nonResourceURLs = nothing } = rule;
  if (!verbs.includes(action.verb) && !verbs.includes(ALL)) return false;
  if (action.path !== undefined) {
    const { path } = action;
    return nonResourceURLs.some((url) => urlMatches(url, path));
  }
  if (!apiGroups.includes(action.group) && !apiGroups.includes(ALL)) return false;
  if (!resourceMatches(resources, action.resource, action.subresource)) return false;
  return resourceNames.length === 0 || resourceNames.includes(action.name);
}

function resourceMatches(resources: readonly string[], resource: string, subresource: string): boolean {
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some((each) => each === ALL || each === full || (subresource !== '' && each === `*/${subresource}`));
}

function urlMatches(url: string, path: string): boolean {
  if (url === ALL || url === path) return true;
  return url.endsWith(ALL) && path.startsWith(url.replace(/\*+$/, ''));
}

/** The rights in `wanted` that no rule of `held` gives, each about one verb of one thing. */
export function missingRights(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(singleRights).filter((right) => !held.some((rule) => covers(rule, right)));
}

/** `rule` as rules of one group, one resource, one name and one verb each. */
function singleRights({ verbs, apiGroups = nothing, resources = nothing, ...rest }: PolicyRule): readonly PolicyRule[] {
  const { resourceNames = nothing, nonResourceURLs = nothing } = rest;
  const names = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...name })),
      ),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return [...ofResources, ...ofUrls];
}

/** Whether `rule` gives the single right `right`. */
function covers(rule: PolicyRule, right: PolicyRule): boolean {
  const [verb = ''] = right.verbs;
  if (!rule.verbs.includes(verb) && !rule.verbs.includes(ALL)) return false;
  const [url] = right.nonResourceURLs ?? nothing;
  if (url !== undefined) return (rule.nonResourceURLs ?? nothing).some((each) => urlMatches(each, url));
  const [group = ''] = right.apiGroups ?? nothing;
  const { apiGroups = nothing, resources = nothing, resourceNames = nothing } = rule;
  if (!apiGroups.includes(group) && !apiGroups.includes(ALL)) return false;
  const [resource = '', subresource = ''] = (right.resources?.[0] ?? '').split('/');
  if (!resourceMatches(resources, resource, subresource)) return false;
  const [name] = right.resourceNames ?? nothing;
  return resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name));
}

/** Single rights in words, one line for each thing with all its verbs, sorted. Models rbacv1helpers.CompactString. */
export function describedRights(rights: readonly PolicyRule[]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const { apiGroups, resources, resourceNames, nonResourceURLs, verbs } of rights) {
    const parts: string[] = [];
    if (apiGroups !== undefined) parts.push(`APIGroups:${goList(apiGroups)}`);
    if (resources !== undefined) parts.push(`Resources:${goList(resources)}`);
    if (nonResourceURLs !== undefined) parts.push(`NonResourceURLs:${goList(nonResourceURLs)}`);
    if (resourceNames !== undefined) parts.push(`ResourceNames:${goList(resourceNames)}`);
    const key = parts.join(', ');
    lines.set(key, [...(lines.get(key) ?? []), ...verbs]);
  }
  return [...lines].map(([key, verbs]) => `{${key}, Verbs:${goList(verbs)}}`).sort();
}

/** As Go's %q prints a list of texts. */
export function goList(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
}
