/**
 * ReplicationControllers, ReplicaSets, Deployments and DaemonSets.
 * Models pkg/apis/core/validation (ReplicationController) and pkg/apis/apps/validation (v1.36.3).
 */
import type { DaemonSet } from '../../../api/apps/daemonSet';
import type { Deployment } from '../../../api/apps/deployment';
import type { ReplicaSet } from '../../../api/apps/replicaSet';
import type { ReplicationController } from '../../../api/core/replicationController';
import type { PodTemplateSpec } from '../../../api/core/pod';
import { labelSelectorMatches, matchesLabels } from '../../../api/meta/labels';
import { isDeepEqual } from '../../../api/meta/equality';
import type { IntOrString, LabelSelector } from '../../../api/meta/objectMeta';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkNotNegative, checkText, percentErrors } from './formats';
import { checkLabelSelector, isEmptySelector, selectorValue } from './labels';
import { checkSelectorAndTemplate, checkSelectorMatches, checkTemplate } from './templates';

/** The spec of a ReplicationController. Its selector is a plain map. */
export function checkReplicationController(spec: ReplicationController['spec'], errors: FieldError[]): void {
  const { selector, template, replicas, minReadySeconds } = spec;
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', errors);
  const hasSelector = selector !== undefined && Object.keys(selector).length > 0;
  if (!hasSelector) errors.push(required('spec.selector'));
  checkNotNegative(replicas, 'spec.replicas', errors);
  if (template === undefined) {
    errors.push(required('spec.template'));
    return;
  }
  const matches = !hasSelector || matchesLabels(selector, template.metadata.labels ?? {});
  checkSelectorMatches(matches, template, 'spec.template', errors);
  checkTemplate(template, 'ReplicationController', 'spec.template', errors);
}

/** The spec of a ReplicaSet. */
export function checkReplicaSet(spec: ReplicaSet['spec'], errors: FieldError[]): void {
  checkNotNegative(spec.replicas, 'spec.replicas', errors);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkSelectorAndTemplate(spec.selector, spec.template, errors);
}

/** The spec of a Deployment. */
export function checkDeployment(spec: Deployment['spec'], errors: FieldError[]): void {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  checkNotNegative(spec.replicas, 'spec.replicas', errors);
  checkSelectorAndTemplate(spec.selector, spec.template, errors);
  checkStrategy(spec.strategy, 'spec.strategy', errors);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', errors);
  checkNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  checkNotNegative(deadline, 'spec.progressDeadlineSeconds', errors);
  if (deadline <= minReadySeconds) {
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
}

/** The spec of a DaemonSet. */
export function checkDaemonSet(spec: DaemonSet['spec'], errors: FieldError[]): void {
  const { selector, template, updateStrategy } = spec;
  checkSelectorOf('daemonset', selector, template, errors);
  checkTemplate(template, 'DaemonSet', 'spec.template', errors);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkDaemonStrategy(updateStrategy, errors);
  checkNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
}

/** A selector that may be absent, which finds nothing, but not empty. `kind` is the word for the owner. */
export function checkSelectorOf(
  kind: string,
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  errors: FieldError[],
): void {
  const field = 'spec.selector';
  checkLabelSelector(selector, field, errors);
  checkSelectorMatches(labelSelectorMatches(selector, template.metadata.labels), template, 'spec.template', errors);
  if (selector !== undefined && isEmptySelector(selector)) {
    errors.push(invalid(field, selectorValue(selector), `empty selector is invalid for ${kind}`));
  }
}

function checkDaemonStrategy({ type, rollingUpdate }: DaemonSet['spec']['updateStrategy'], errors: FieldError[]): void {
  const field = 'spec.updateStrategy';
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    errors.push(notSupported(field, { Type: type, RollingUpdate: null }, ['RollingUpdate', 'OnDelete']));
    return;
  }
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate ?? {};
  checkAmount(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`, errors);
  checkAmount(maxSurge, `${field}.rollingUpdate.maxSurge`, errors);
  const [unavailable, surge] = [amountOf(maxUnavailable), amountOf(maxSurge)];
  if (unavailable !== 0 && surge !== 0) {
    errors.push(invalid(`${field}.rollingUpdate.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  }
  if (unavailable === 0 && surge === 0) {
    errors.push(required(`${field}.rollingUpdate.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
}

/** apps/v1 selectors are for life. */
export function checkSelectorUpdate(next: LabelSelector, old: LabelSelector, errors: FieldError[]): void {
  if (next === old || isDeepEqual(next, old)) return;
  const value = next === undefined ? null : selectorValue(next);
  errors.push(invalid('spec.selector', value, 'field is immutable'));
}

function checkStrategy(strategy: Deployment['spec']['strategy'], field: string, errors: FieldError[]): void {
  const { type, rollingUpdate } = strategy;
  switch (type) {
    case 'Recreate':
      if (rollingUpdate !== undefined) {
        const why = "may not be specified when strategy `type` is 'Recreate'";
        errors.push(forbidden(`${field}.rollingUpdate`, why));
      }
      return;
    case 'RollingUpdate':
      if (rollingUpdate !== undefined) checkRollingUpdate(rollingUpdate, `${field}.rollingUpdate`, errors);
      return;
    default: {
      const rolling =
        rollingUpdate === undefined
          ? null
          : { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 };
      errors.push(notSupported(field, { Type: type, RollingUpdate: rolling }, ['Recreate', 'RollingUpdate']));
    }
  }
}

function checkRollingUpdate(
  { maxUnavailable, maxSurge }: { readonly maxUnavailable: IntOrString; readonly maxSurge: IntOrString },
  field: string,
  errors: FieldError[],
): void {
  checkAmount(maxUnavailable, `${field}.maxUnavailable`, errors);
  checkAmount(maxSurge, `${field}.maxSurge`, errors);
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  if (typeof maxUnavailable === 'string' && amountOf(maxUnavailable) > 100) {
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'));
  }
}

/** Notes what is neither a percentage nor a number from 0 up. */
export function checkAmount(amount: IntOrString, field: string, errors: FieldError[]): void {
  if (typeof amount === 'string') checkText(percentErrors, amount, field, errors);
  else checkNotNegative(amount, field, errors);
}

/** A number, or the number before `%`; 0 if it is neither. */
export function amountOf(amount: IntOrString): number {
  if (typeof amount === 'number') return amount;
  return percentErrors(amount).length === 0 ? Number(amount.slice(0, -1)) : 0;
}
