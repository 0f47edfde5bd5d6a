/**
 * Pod templates inside controllers, and the selector that must match them.
 * Models ValidatePodTemplateSpecForRC of pkg/apis/core/validation and ValidatePodTemplateSpecForReplicaSet of
 * pkg/apis/apps/validation (v1.36.3).
 */
import type { PodTemplateSpec } from '../../../api/core/pod';
import { labelSelectorMatches } from '../../../api/meta/labels';
import type { LabelSelector } from '../../../api/meta/objectMeta';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkAnnotations } from './objectMeta';
import { checkLabels, checkLabelSelector, isEmptySelector, isUsableSelector, selectorValue, sortedMap } from './labels';
import { checkPodSpec } from './podSpec';

/** The template of a controller that keeps its pods running; `owner` is the word for it in one of the complaints. */
export function checkTemplate(template: PodTemplateSpec, owner: string, field: string, errors: FieldError[]): void {
  const { spec } = template;
  checkTemplateContent(template, field, errors);
  if (spec.restartPolicy !== 'Always') {
    errors.push(notSupported(`${field}.spec.restartPolicy`, spec.restartPolicy, ['Always']));
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    const why = `activeDeadlineSeconds in ${owner} is not Supported`;
    errors.push(forbidden(`${field}.spec.activeDeadlineSeconds`, why));
  }
}

/** What every template must be, whoever it belongs to. */
export function checkTemplateContent({ metadata, spec }: PodTemplateSpec, field: string, errors: FieldError[]): void {
  checkLabels(metadata.labels, `${field}.labels`, errors);
  checkAnnotations(metadata.annotations, `${field}.annotations`, errors);
  checkPodSpec(spec, false, `${field}.spec`, errors);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

/** Notes a template whose pods the selector would not find. */
export function checkSelectorMatches(
  matches: boolean,
  template: PodTemplateSpec,
  field: string,
  errors: FieldError[],
): void {
  if (matches) return;
  const { labels } = template.metadata;
  const why = '`selector` does not match template `labels`';
  errors.push(invalid(`${field}.metadata.labels`, labels === undefined ? null : sortedMap(labels), why));
}

/** Selector and template of a ReplicaSet or Deployment; both kinds speak of a deployment and of a ReplicaSet. */
export function checkSelectorAndTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  errors: FieldError[],
): void {
  const field = 'spec.selector';
  if (selector === undefined) errors.push(required(field));
  else {
    checkLabelSelector(selector, field, errors);
    if (isEmptySelector(selector)) {
      errors.push(invalid(field, selectorValue(selector), 'empty selector is invalid for deployment'));
    }
    if (!isUsableSelector(selector)) {
      errors.push(invalid(field, selectorValue(selector), 'invalid label selector'));
      return;
    }
  }
  // An absent selector matches nothing, an empty one everything.
  checkSelectorMatches(labelSelectorMatches(selector, template.metadata.labels), template, 'spec.template', errors);
  checkTemplate(template, 'ReplicaSet', 'spec.template', errors);
}
