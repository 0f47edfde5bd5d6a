/**
 * A selector as `-l` spells it, as the LabelSelector that objects carry.
 * Models ParseToLabelSelector of staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go (v1.36.3).
 */
import type { Requirement } from '../../api/meta/labels';
import { SelectorError, parseLabelSelector } from '../../api/meta/labelSelectorParser';
import type { LabelSelector, LabelSelectorRequirement } from '../../api/meta/objectMeta';
import { CommandError } from '../errors';

/** Throws CommandError for a text that is no selector, and for operators that objects do not have. */
export function parsedLabelSelector(text: string): LabelSelector {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: LabelSelectorRequirement[] = [];
  for (const { key, operator, values } of requirementsOf(text)) {
    if (operator === '=' || operator === '==') matchLabels[key] = values[0] ?? '';
    else if (operator === 'In' || operator === 'NotIn') matchExpressions.push({ key, operator, values });
    else if (operator === 'Exists' || operator === 'DoesNotExist') matchExpressions.push({ key, operator });
    else if (operator === 'Gt' || operator === 'Lt') {
      throw new CommandError(`"${operator.toLowerCase()}" isn't supported in label selectors`);
    } else throw new CommandError(`"${operator}" is not a valid label selector operator`);
  }
  return {
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  };
}

function requirementsOf(text: string): readonly Requirement[] {
  try {
    return [...parseLabelSelector(text)].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError(`couldn't parse the selector string "${text}": ${error.message}`);
  }
}
