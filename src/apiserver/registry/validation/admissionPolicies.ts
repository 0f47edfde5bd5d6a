/**
 * Admission policies and their bindings. Models pkg/apis/admissionregistration/validation (v1.36.3).
 * Left out: compiling CEL expressions.
 */
import type {
  AdmissionPolicyBinding,
  MatchResources,
  MutatingAdmissionPolicy,
  Mutation,
  ValidatingAdmissionPolicy,
  Validation,
} from '../../../api/admissionregistration/admissionPolicy';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkText, dns1035LabelErrors, subdomainNameErrors } from './formats';
import { checkLabelSelector } from './labels';
import { checkConditions, checkRule, checkWord } from './webhooks';

const identifier = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/** A policy that refuses. */
export function checkValidatingPolicy(policy: ValidatingAdmissionPolicy, errors: FieldError[]): void {
  const { validations = [], auditAnnotations = [] } = policy.spec;
  checkPolicy(policy, errors);
  if (validations.length + auditAnnotations.length === 0) {
    const why = 'validations or auditAnnotations must contain at least one item';
    errors.push(required('spec.validations', why), required('spec.auditAnnotations', why));
  }
  validations.forEach((each, index) => checkValidation(each, `spec.validations[${index}]`, errors));
  auditAnnotations.forEach(({ key = '', valueExpression = '' }, index) => {
    const at = `spec.auditAnnotations[${index}]`;
    checkText(qualifiedNameErrors, `${policy.metadata.name}/${key}`, `${at}.key`, errors);
    if (valueExpression === '') errors.push(required(`${at}.valueExpression`, 'valueExpression is not specified'));
  });
}

function checkValidation({ expression = '', message, reason }: Validation, at: string, errors: FieldError[]): void {
  if (expression.trim() === '') errors.push(required(`${at}.expression`, 'expression is not specified'));
  if (message !== undefined && message !== '' && message.trim() === '') {
    errors.push(invalid(`${at}.message`, message, 'must be non-empty if specified'));
  } else if (message?.trim().includes('\n') === true) {
    errors.push(invalid(`${at}.message`, message, 'must not contain line breaks'));
  }
  const reasons = ['Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'];
  if (reason !== undefined && !reasons.includes(reason)) {
    errors.push(notSupported(`${at}.reason`, reason, reasons.slice(1)));
  }
}

/** A policy that changes. */
export function checkMutatingPolicy(policy: MutatingAdmissionPolicy, errors: FieldError[]): void {
  const { mutations = [], reinvocationPolicy } = policy.spec;
  checkPolicy(policy, errors);
  if (mutations.length === 0) errors.push(required('spec.mutations', 'mutations must contain at least one item'));
  mutations.forEach((each, index) => checkMutation(each, `spec.mutations[${index}]`, errors));
  if (reinvocationPolicy === undefined) errors.push(required('spec.reinvocationPolicy'));
  else checkWord(reinvocationPolicy, ['IfNeeded', 'Never'], 'spec.reinvocationPolicy', errors);
}

function checkMutation(
  { patchType = '', applyConfiguration, jsonPatch }: Mutation,
  at: string,
  errors: FieldError[],
): void {
  const types = ['ApplyConfiguration', 'JSONPatch'];
  if (patchType === '') errors.push(required(`${at}.patchType`));
  else if (!types.includes(patchType)) errors.push(notSupported(`${at}.patchType`, patchType, types));
  else {
    const field = patchType === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration';
    const own = patchType === 'JSONPatch' ? jsonPatch : applyConfiguration;
    if (own === undefined) errors.push(required(`${at}.${field}`, `must be specified when patchType is ${patchType}`));
    else if ((own.expression ?? '') === '') errors.push(required(`${at}.${field}.expression`));
  }
}

/** What both have. */
function checkPolicy({ spec }: ValidatingAdmissionPolicy | MutatingAdmissionPolicy, errors: FieldError[]): void {
  const { failurePolicy, paramKind, matchConstraints, variables = [], matchConditions = [] } = spec;
  checkWord(failurePolicy, ['Fail', 'Ignore'], 'spec.failurePolicy', errors);
  if (paramKind !== undefined) {
    const { apiVersion = '', kind = '' } = paramKind;
    if (apiVersion === '') errors.push(required('spec.paramKind.apiVersion'));
    if (kind === '') errors.push(required('spec.paramKind.kind'));
    for (const why of kind === '' ? [] : dns1035LabelErrors(kind.toLowerCase())) {
      errors.push(invalid('spec.paramKind.kind', kind, `may have mixed case, but should otherwise match: ${why}`));
    }
  }
  if (matchConstraints === undefined) errors.push(required('spec.matchConstraints'));
  else {
    checkMatch(matchConstraints, 'spec.matchConstraints', errors);
    if ((matchConstraints.resourceRules ?? []).length === 0)
      errors.push(required('spec.matchConstraints.resourceRules'));
  }
  variables.forEach(({ name = '', expression = '' }, index) => {
    const at = `spec.variables[${index}]`;
    if (name === '') errors.push(required(`${at}.name`, 'name is not specified'));
    else if (!identifier.test(name)) errors.push(invalid(`${at}.name`, name, 'must be a valid CEL identifier'));
    if (expression.trim() === '') errors.push(required(`${at}.expression`, 'expression is not specified'));
  });
  checkConditions(matchConditions, 'spec.matchConditions', errors);
}

function checkMatch(match: MatchResources, at: string, errors: FieldError[]): void {
  checkWord(match.matchPolicy, ['Equivalent', 'Exact'], `${at}.matchPolicy`, errors);
  checkLabelSelector(match.namespaceSelector, `${at}.namespaceSelector`, errors);
  checkLabelSelector(match.objectSelector, `${at}.objectSelector`, errors);
  for (const name of ['resourceRules', 'excludeResourceRules'] as const) {
    (match[name] ?? []).forEach((rule, index) => {
      const field = `${at}.${name}[${index}]`;
      const { resourceNames = [] } = rule;
      resourceNames.forEach((each, position) => {
        const where = `${field}.resourceNames[${position}]`;
        if (resourceNames.indexOf(each) < position) errors.push(duplicate(where, each));
      });
      checkRule(rule, field, errors);
    });
  }
}

/** Which policy, with which parameters; of a validating policy also what it does. */
export function checkPolicyBinding({ kind, spec }: AdmissionPolicyBinding, errors: FieldError[]): void {
  const { policyName = '', paramRef, matchResources, validationActions = [] } = spec;
  if (policyName === '') errors.push(required('spec.policyName'));
  else checkText(subdomainNameErrors, policyName, 'spec.policyName', errors);
  if (paramRef !== undefined) checkParamRef(paramRef, errors);
  if (matchResources !== undefined) checkMatch(matchResources, 'spec.matchResources', errors);
  if (kind === 'ValidatingAdmissionPolicyBinding') checkActions(validationActions, errors);
}

function checkParamRef(given: NonNullable<AdmissionPolicyBinding['spec']['paramRef']>, errors: FieldError[]): void {
  const { name = '', selector, parameterNotFoundAction } = given;
  if (name !== '' && selector !== undefined) {
    const why = 'name and selector are mutually exclusive';
    errors.push(forbidden('spec.paramRef.name', why), forbidden('spec.paramRef.selector', why));
  } else if (name === '' && selector === undefined) {
    errors.push(required('spec.paramRef', 'one of name or selector must be specified'));
  }
  if (parameterNotFoundAction === undefined) errors.push(required('spec.paramRef.parameterNotFoundAction'));
  else checkWord(parameterNotFoundAction, ['Deny', 'Allow'], 'spec.paramRef.parameterNotFoundAction', errors);
}

function checkActions(actions: readonly string[], errors: FieldError[]): void {
  const field = 'spec.validationActions';
  if (actions.length === 0) errors.push(required(field, 'at least one validation action is required'));
  actions.forEach((action, index) => {
    checkWord(action, ['Audit', 'Deny', 'Warn'], `${field}[${index}]`, errors);
    if (actions.indexOf(action) < index) errors.push(duplicate(`${field}[${index}]`, action));
  });
  if (!actions.includes('Deny') || !actions.includes('Warn')) return;
  const why =
    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
  errors.push(invalid(field, actions, why));
}
