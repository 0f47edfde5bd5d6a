/**
 * Webhook configurations, and the rules that they share with admission policies.
 * Models pkg/apis/admissionregistration/validation and apiserver/pkg/util/webhook/validation.go (v1.36.3).
 * Left out: compiling CEL expressions.
 */
import type {
  MatchCondition,
  Rule,
  Webhook,
  WebhookClientConfig,
  WebhookConfiguration,
} from '../../../api/admissionregistration/webhookConfiguration';
import { dns1123SubdomainErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, invalid, notSupported, required } from '../fieldError';
import { checkPort, checkText, dns1035LabelErrors, subdomainNameErrors } from './formats';
import { checkLabelSelector } from './labels';

const reviewVersions = ['v1', 'v1beta1'];

/** Every webhook of a configuration. */
export function checkWebhooks({ webhooks = [] }: WebhookConfiguration, errors: FieldError[]): void {
  webhooks.forEach((webhook, index) => {
    const at = `webhooks[${index}]`;
    checkWebhook(webhook, at, errors);
    checkVersions(webhook.admissionReviewVersions ?? [], `${at}.admissionReviewVersions`, errors);
    const isKnown = webhooks.slice(0, index).some(({ name }) => name === webhook.name);
    if (isKnown) errors.push(duplicate(`${at}.name`, webhook.name));
  });
}

function checkWebhook(webhook: Webhook, at: string, errors: FieldError[]): void {
  const { name = '', failurePolicy, matchPolicy, sideEffects, timeoutSeconds, reinvocationPolicy } = webhook;
  checkQualifiedDomain(name, `${at}.name`, errors);
  (webhook.rules ?? []).forEach((rule, index) => checkRule(rule, `${at}.rules[${index}]`, errors));
  checkWord(failurePolicy, ['Fail', 'Ignore'], `${at}.failurePolicy`, errors);
  checkWord(matchPolicy, ['Equivalent', 'Exact'], `${at}.matchPolicy`, errors);
  const effects = ['None', 'NoneOnDryRun'];
  if (sideEffects === undefined)
    errors.push(required(`${at}.sideEffects`, `must specify one of ${effects.join(', ')}`));
  else checkWord(sideEffects, effects, `${at}.sideEffects`, errors);
  if (timeoutSeconds !== undefined && (timeoutSeconds > 30 || timeoutSeconds < 1)) {
    errors.push(invalid(`${at}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'));
  }
  checkLabelSelector(webhook.namespaceSelector, `${at}.namespaceSelector`, errors);
  checkLabelSelector(webhook.objectSelector, `${at}.objectSelector`, errors);
  checkClient(webhook.clientConfig ?? {}, `${at}.clientConfig`, errors);
  checkConditions(webhook.matchConditions ?? [], `${at}.matchConditions`, errors);
  checkWord(reinvocationPolicy, ['IfNeeded', 'Never'], `${at}.reinvocationPolicy`, errors);
}

/** Notes a word that is not among those supported. */
export function checkWord(
  word: string | undefined,
  words: readonly string[],
  field: string,
  errors: FieldError[],
): void {
  if (word !== undefined && !words.includes(word)) errors.push(notSupported(field, word, words));
}

function checkQualifiedDomain(name: string, field: string, errors: FieldError[]): void {
  if (name === '') {
    errors.push(required(field));
    return;
  }
  const wrong = dns1123SubdomainErrors(name);
  for (const why of wrong) errors.push(invalid(field, name, why));
  if (wrong.length === 0 && name.split('.').length < 3) {
    errors.push(invalid(field, name, 'should be a domain with at least three segments separated by dots'));
  }
}

/** Operations, groups, versions and resources. */
export function checkRule(rule: Rule, at: string, errors: FieldError[]): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  const known = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
  checkStar(operations, `${at}.operations`, 'operations', errors);
  operations.forEach((each, index) => checkWord(each, known, `${at}.operations[${index}]`, errors));
  checkStar(apiGroups, `${at}.apiGroups`, 'API groups', errors);
  checkStar(apiVersions, `${at}.apiVersions`, 'API versions', errors);
  apiVersions.forEach((each, index) => {
    if (each === '') errors.push(required(`${at}.apiVersions[${index}]`));
  });
  checkResources(resources, `${at}.resources`, errors);
  checkWord(scope, ['*', 'Cluster', 'Namespaced'], `${at}.scope`, errors);
}

function checkStar(words: readonly string[], field: string, what: string, errors: FieldError[]): void {
  if (words.length === 0) errors.push(required(field));
  else if (words.length > 1 && words.includes('*')) {
    errors.push(invalid(field, words, `if '*' is present, must not specify other ${what}`));
  }
}

function checkResources(resources: readonly string[], field: string, errors: FieldError[]): void {
  if (resources.length === 0) errors.push(required(field));
  resources.forEach((each, index) => {
    if (each === '') errors.push(required(`${field}[${index}]`));
  });
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalid(field, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && resources.some((each) => each !== '*' && !each.includes('/'))) {
    const why = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalid(field, resources, why));
  }
}

function checkClient({ url, service }: WebhookClientConfig, at: string, errors: FieldError[]): void {
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(at, 'exactly one of url or service is required'));
    return;
  }
  if (url !== undefined) checkUrl(url, `${at}.url`, errors);
  if (service === undefined) return;
  if ((service.name ?? '') === '') errors.push(required(`${at}.service.name`));
  if ((service.namespace ?? '') === '') errors.push(required(`${at}.service.namespace`));
  const wrong: FieldError[] = [];
  checkPort(service.port ?? 0, '', wrong);
  if (wrong.length > 0) {
    const why = 'port is not valid: must be between 1 and 65535, inclusive';
    errors.push(invalid(`${at}.service.port`, service.port ?? 0, why));
  }
  if (service.path !== undefined) checkPath(service.path, `${at}.service.path`, errors);
}

const URL_FORM = '; desired format: https://host[/path]';

function checkUrl(url: string, field: string, errors: FieldError[]): void {
  const [, scheme = '', user, host = '', query, fragment] =
    /^([a-z][-+.a-z0-9]*):\/\/(?:([^@/?#]*)@)?([^/?#]*)[^?#]*(?:\?([^#]*))?(?:#(.*))?$/i.exec(url) ?? [];
  if (scheme !== 'https') {
    errors.push(invalid(field, scheme, `'https' is the only allowed URL scheme${URL_FORM}`));
  }
  if (host === '') errors.push(invalid(field, host, `host must be specified${URL_FORM}`));
  if (user !== undefined) errors.push(invalid(field, user, 'user information is not permitted in the URL'));
  if (fragment) errors.push(invalid(field, fragment, 'fragments are not permitted in the URL'));
  if (query) errors.push(invalid(field, query, 'query parameters are not permitted in the URL'));
}

function checkPath(path: string, field: string, errors: FieldError[]): void {
  if (path === '/') return;
  if (path === '//') {
    errors.push(invalid(field, path, 'segment[0] may not be empty'));
    return;
  }
  if (!path.startsWith('/')) errors.push(invalid(field, path, "must start with a '/'"));
  const parts = path.slice(1).split('/');
  parts.forEach((part, index) => {
    if (part === '' && index === parts.length - 1 && index > 0) return;
    if (part === '') errors.push(invalid(field, path, `segment[${index}] may not be empty`));
    else for (const why of subdomainNameErrors(part)) errors.push(invalid(field, path, `segment[${index}]: ${why}`));
  });
}

function checkVersions(versions: readonly string[], field: string, errors: FieldError[]): void {
  if (versions.length === 0) {
    errors.push(required(field, `must specify one of ${reviewVersions.join(', ')}`));
    return;
  }
  versions.forEach((version, index) => {
    const at = `${field}[${index}]`;
    if (versions.indexOf(version) < index) errors.push(invalid(at, version, 'duplicate version'));
    else checkText(dns1035LabelErrors, version, at, errors);
  });
  if (!versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalid(field, versions, `must include at least one of ${reviewVersions.join(', ')}`));
  }
}

/** Names and expressions. */
export function checkConditions(conditions: readonly MatchCondition[], field: string, errors: FieldError[]): void {
  const names = new Set<string>();
  conditions.forEach(({ name = '', expression = '' }, index) => {
    const at = `${field}[${index}]`;
    if (expression.trim() === '') errors.push(required(`${at}.expression`));
    if (name === '') errors.push(required(`${at}.name`));
    else checkText(qualifiedNameErrors, name, `${at}.name`, errors);
    if (name !== '' && names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  });
}
