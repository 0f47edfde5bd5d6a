/**
 * Describes objects of kinds without a describer of their own: all fields, by name.
 * Models genericDescriber of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { KubeObject } from '../../api/meta/objectMeta';
import { goValue } from '../../printers/goFormat';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

const acronyms: readonly string[] = ['API', 'URL', 'UID', 'GUID'];
/** Shown above, or not at all. */
const skipped: readonly string[] = [
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
];

export async function describeAnything(object: KubeObject, d: Description, context: DescribeContext): Promise<void> {
  const { metadata } = object;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  describeFields(d, object, 0, '');
  await describeEvents(d, object, context);
}

function describeFields(d: Description, fields: object, level: number, path: string): void {
  for (const [field, value] of Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const here = `${path}.${field}`;
    if (skipped.includes(here)) continue;
    const label = labelText(field);
    if (typeof value !== 'object' || value === null) {
      d.line(level, `${label}:\t${goValue(value)}`);
      continue;
    }
    d.line(level, `${label}:`);
    if (!Array.isArray(value)) {
      describeFields(d, value, level + 1, here);
      continue;
    }
    for (const child of value) {
      if (typeof child === 'object' && child !== null && !Array.isArray(child)) {
        describeFields(d, child, level + 1, here);
      } else d.line(level + 1, goValue(child));
    }
  }
}

/** `creationTimestamp` becomes `Creation Timestamp`, `apiVersion` `API Version`; names with digits or dots stay. */
function labelText(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field;
  return camelCaseWords(field)
    .map((word) => {
      const upper = word.toUpperCase();
      return acronyms.includes(upper) ? upper : titled(word);
    })
    .join(' ');
}

/** As strings.Title: the letter after a hyphen too. */
function titled(word: string): string {
  return word.replace(/(^|-)(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase());
}

/**
 * `clusterIP` is `cluster`, `IP`; `podIPs` is `pod`, `I`, `Ps`; but from three capitals on they stay with what follows:
 * `podCIDRs` is `pod`, `CIDRs`. Seen on a real 1.36.3.
 */
function camelCaseWords(text: string): readonly string[] {
  return text.match(/\p{Lu}{3,}\p{Ll}*|\p{Lu}(?=\p{Lu}\p{Ll})|\p{Lu}\p{Ll}+|\p{Lu}+|\p{Ll}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}
