/** FlowSchemas and PriorityLevelConfigurations. Models pkg/apis/flowcontrol/validation (v1.36.3). */
import type {
  FlowRules,
  FlowSchema,
  FlowSubject,
  PriorityLevelConfiguration,
} from '../../../api/flowcontrol/flowControl';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkText, subdomainNameErrors } from './formats';

const MOST_PRECEDENCE = 10_000;
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const methods = ['ByNamespace', 'ByUser'];

/** Which requests, in which order, go to which level. */
export function checkFlowSchema({ spec }: FlowSchema, errors: FieldError[]): void {
  const { matchingPrecedence, distinguisherMethod, rules = [] } = spec;
  if (matchingPrecedence <= 0) {
    errors.push(invalid('spec.matchingPrecedence', matchingPrecedence, 'must be a positive value'));
  } else if (matchingPrecedence > MOST_PRECEDENCE) {
    errors.push(invalid('spec.matchingPrecedence', matchingPrecedence, `must not be greater than ${MOST_PRECEDENCE}`));
  }
  if (distinguisherMethod !== undefined && !methods.includes(distinguisherMethod.type)) {
    errors.push(notSupported('spec.distinguisherMethod.type', { Type: distinguisherMethod.type }, methods));
  }
  const level = spec.priorityLevelConfiguration?.name ?? '';
  const field = 'spec.priorityLevelConfiguration.name';
  if (level === '') errors.push(required(field, 'must reference a priority level'));
  else checkText(subdomainNameErrors, level, field, errors);
  rules.forEach((rule, index) => checkRules(rule, `spec.rules[${index}]`, errors));
}

function checkRules(rules: FlowRules, field: string, errors: FieldError[]): void {
  const { subjects = [], resourceRules = [], nonResourceRules = [] } = rules;
  if (subjects.length === 0) errors.push(required(`${field}.subjects`, 'subjects must contain at least one value'));
  subjects.forEach((subject, index) => checkSubject(subject, `${field}.subjects[${index}]`, errors));
  if (resourceRules.length + nonResourceRules.length === 0) {
    errors.push(required(field, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  }
  resourceRules.forEach((rule, index) => {
    const at = `${field}.resourceRules[${index}]`;
    checkVerbs(rule.verbs ?? [], at, errors);
    checkWords(rule.apiGroups ?? [], `${at}.apiGroups`, ['api group', 'api groups'], errors);
    checkWords(rule.resources ?? [], `${at}.resources`, ['resource', 'resources'], errors);
    checkNamespaces(rule.namespaces ?? [], rule.clusterScope === true, `${at}.namespaces`, errors);
  });
  nonResourceRules.forEach((rule, index) => {
    const at = `${field}.nonResourceRules[${index}]`;
    checkVerbs(rule.verbs ?? [], at, errors);
    checkUrls(rule.nonResourceURLs ?? [], `${at}.nonResourceURLs`, errors);
  });
}

function checkVerbs(given: readonly string[], at: string, errors: FieldError[]): void {
  const field = `${at}.verbs`;
  if (given.length === 0) errors.push(required(field, 'verbs must contain at least one value'));
  else if (given.includes('*')) {
    if (given.length > 1) errors.push(invalid(field, given, "if '*' is present, must not specify other verbs"));
  } else if (given.some((verb) => !verbs.includes(verb))) errors.push(notSupported(field, given, verbs));
}

function checkWords(
  given: readonly string[],
  field: string,
  [one, many]: readonly [string, string],
  errors: FieldError[],
): void {
  if (given.length === 0) errors.push(required(field, `resource rules must supply at least one ${one}`));
  else if (given.includes('*') && given.length > 1) {
    errors.push(invalid(field, given, `if '*' is present, must not specify other ${many}`));
  }
}

function checkNamespaces(
  given: readonly string[],
  isClusterScoped: boolean,
  field: string,
  errors: FieldError[],
): void {
  if (given.length === 0) {
    const why = 'resource rules that are not cluster scoped must supply at least one namespace';
    if (!isClusterScoped) errors.push(required(field, why));
  } else if (given.includes('*')) {
    if (given.length > 1) errors.push(invalid(field, given, "if '*' is present, must not specify other namespaces"));
  } else given.forEach((namespace, index) => checkText(subdomainNameErrors, namespace, `${field}[${index}]`, errors));
}

function checkUrls(given: readonly string[], field: string, errors: FieldError[]): void {
  if (given.length === 0) errors.push(required(field, 'nonResourceURLs must contain at least one value'));
  if (given.includes('*')) {
    if (given.length > 1)
      errors.push(invalid(field, given, "if '*' is present, must not specify other non-resource URLs"));
    return;
  }
  given.forEach((url, index) => {
    if (!url.startsWith('/')) errors.push(invalid(`${field}[${index}]`, url, 'must start with slash'));
  });
}

const fieldOfKind: Readonly<Record<string, 'user' | 'group' | 'serviceAccount'>> = {
  User: 'user',
  Group: 'group',
  ServiceAccount: 'serviceAccount',
};

function checkSubject(subject: FlowSubject, field: string, errors: FieldError[]): void {
  const own = fieldOfKind[subject.kind];
  if (own === undefined) {
    errors.push(notSupported(`${field}.kind`, subject.kind ?? '', ['Group', 'ServiceAccount', 'User']));
    return;
  }
  if (subject[own] === undefined) {
    errors.push(required(`${field}.${own}`, `${own} is required when subject kind is '${subject.kind}'`));
  } else checkNamed(subject, own, `${field}.${own}`, errors);
  for (const [kind, other] of Object.entries(fieldOfKind)) {
    if (other === own || subject[other] === undefined) continue;
    errors.push(forbidden(`${field}.${other}`, `${other} is forbidden when subject kind is not '${kind}'`));
  }
}

function checkNamed(
  subject: FlowSubject,
  own: 'user' | 'group' | 'serviceAccount',
  field: string,
  errors: FieldError[],
): void {
  const name = subject[own]?.name ?? '';
  if (name === '') errors.push(required(`${field}.name`));
  if (own !== 'serviceAccount') return;
  if (name !== '' && name !== '*') checkText(subdomainNameErrors, name, `${field}.name`, errors);
  const namespace = subject.serviceAccount?.namespace ?? '';
  if (namespace === '') errors.push(required(`${field}.namespace`, 'must specify namespace for service account'));
  else checkText(subdomainNameErrors, namespace, `${field}.namespace`, errors);
}

/** How much of the server a level may use, and what happens when it is used up. */
export function checkPriorityLevel({ metadata, spec }: PriorityLevelConfiguration, errors: FieldError[]): void {
  const { type = '', limited } = spec ?? {};
  if (type === '') {
    errors.push(required('spec.type'));
    return;
  }
  if ((type === 'Exempt') !== (metadata.name === 'exempt') && (type === 'Exempt' || type === 'Limited')) {
    errors.push(invalid('spec.type', type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  }
  switch (type) {
    case 'Exempt':
      if (limited !== undefined) errors.push(forbidden('spec.limited', 'must be nil if the type is not Limited'));
      return;
    case 'Limited':
      if (limited === undefined) errors.push(required('spec.limited', 'must not be empty when type is Limited'));
      else checkLimited(limited, errors);
      return;
    default:
      errors.push(notSupported('spec.type', type, ['Exempt', 'Limited']));
  }
}

function checkLimited(limited: NonNullable<PriorityLevelConfiguration['spec']['limited']>, errors: FieldError[]): void {
  const { nominalConcurrencyShares = 0, lendablePercent = 0, borrowingLimitPercent, limitResponse } = limited;
  const at = 'spec.limited';
  if (nominalConcurrencyShares < 0) {
    errors.push(invalid(`${at}.nominalConcurrencyShares`, nominalConcurrencyShares, 'must be a non-negative integer'));
  }
  checkResponse(limitResponse, `${at}.limitResponse`, errors);
  if (lendablePercent < 0 || lendablePercent > 100) {
    errors.push(invalid(`${at}.lendablePercent`, lendablePercent, 'must be between 0 and 100, inclusive'));
  }
  if (borrowingLimitPercent !== undefined && borrowingLimitPercent < 0) {
    const why = 'if specified, must be a non-negative integer';
    errors.push(invalid(`${at}.borrowingLimitPercent`, borrowingLimitPercent, why));
  }
}

type LimitResponse = NonNullable<PriorityLevelConfiguration['spec']['limited']>['limitResponse'];

function checkResponse(response: LimitResponse, field: string, errors: FieldError[]): void {
  const { type = '', queuing } = response ?? {};
  switch (type) {
    case 'Reject':
      if (queuing === undefined) return;
      errors.push(forbidden(`${field}.queuing`, 'must be nil if limited.limitResponse.type is not Limited'));
      return;
    case 'Queue':
      if (queuing === undefined) {
        errors.push(required(`${field}.queuing`, 'must not be empty if limited.limitResponse.type is Limited'));
      } else checkQueues(queuing, `${field}.queuing`, errors);
      return;
    default:
      errors.push(notSupported(`${field}.type`, type, ['Queue', 'Reject']));
  }
}

function checkQueues(
  given: NonNullable<NonNullable<LimitResponse>['queuing']>,
  field: string,
  errors: FieldError[],
): void {
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = given;
  const positive = 'must be positive';
  if (queueLengthLimit <= 0) errors.push(invalid(`${field}.queueLengthLimit`, queueLengthLimit, positive));
  if (queues <= 0) errors.push(invalid(`${field}.queues`, queues, positive));
  if (handSize <= 0) errors.push(invalid(`${field}.handSize`, handSize, positive));
  else if (handSize > queues) {
    errors.push(invalid(`${field}.handSize`, handSize, `should not be greater than queues (${queues})`));
  }
}
