/**
 * `kubectl create clusterrole NAME --verb=... (--resource=... | --non-resource-url=...) | --aggregation-rule=k=v`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_clusterrole.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { FlagError } from '../../flags/parseFlags';
import { generatorCommand } from './generator';
import { resourceRules, resourcesOf, verbsOf, warnOfVerbs } from './role';

/** A ClusterRole of rules, or one that gathers others by their labels. */
export const createClusterRole = generatorCommand({
  path: ['create', 'clusterrole'],
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  clusterScoped: true,
  async generate(name, invocation) {
    const aggregation = aggregationOf(invocation);
    if (aggregation !== undefined) {
      return {
        metadata: { name },
        rules: null,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregation }] },
      };
    }
    return { metadata: { name }, rules: await rulesOf(invocation) };
  },
});

async function rulesOf(invocation: Invocation): Promise<readonly object[]> {
  const verbs = verbsOf(invocation);
  const resources = resourcesOf(invocation);
  const nonResourceURLs = [...new Set(invocation.flags.list('non-resource-url'))];
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  if (resources.length === 0 && nonResourceURLs.length === 0) {
    throw new CommandError('one of resource or nonResourceURL must be specified');
  }
  if (resources.length > 0) warnOfVerbs(invocation, verbs);
  const rules = resources.length > 0 ? await resourceRules(invocation, verbs, resources) : [];
  if (nonResourceURLs.length === 0) return rules;
  checkUrls(verbs, nonResourceURLs);
  return [...rules, { verbs, nonResourceURLs }];
}

/** The labels of --aggregation-rule, which stands alone. */
function aggregationOf({ flags }: Invocation): Readonly<Record<string, string>> | undefined {
  const pairs = flags.list('aggregation-rule').flatMap((text) => text.split(','));
  if (pairs.length === 0) return undefined;
  const others = ['non-resource-url', 'verb', 'resource', 'resource-name'];
  if (others.some((flag) => flags.list(flag).length > 0)) {
    throw new CommandError(
      'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
    );
  }
  return Object.fromEntries(pairs.map(pairOf));
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 0)
    throw new FlagError(
      `invalid argument "${text}" for "--aggregation-rule" flag: malformed pair, expect string=string`,
    );
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const urlVerbs = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

function checkUrls(verbs: readonly string[], urls: readonly string[]): void {
  const wrong = verbs.find((verb) => !urlVerbs.includes(verb));
  if (wrong !== undefined) throw new CommandError(`invalid verb: '${wrong}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) {
      throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
    }
  }
}
