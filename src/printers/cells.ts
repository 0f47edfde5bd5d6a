/**
 * What cells of many kinds share: ages, selectors, containers, lists that are cut.
 * Models pkg/printers/internalversion/printers.go (v1.36.3).
 */
import type { Container } from '../api/core/pod';
import { formatLabelSelector } from '../api/meta/labels';
import type { KubeObject, LabelSelector } from '../api/meta/objectMeta';
import { sinceText } from './duration';

/** AGE. */
export function age(object: KubeObject, now: number): string {
  return sinceText(object.metadata.creationTimestamp, now);
}

/** `text`, or `<none>` for nothing. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

/** `a=b,c=d` in the order of these texts; `<none>` without labels. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return orNone(pairs.sort().join(','));
}

/** `app=web,tier in (a,b)`; `<none>` for no terms. */
export function selectorText(selector: LabelSelector | undefined): string {
  return orNone(formatLabelSelector(selector ?? {}));
}

/** CONTAINERS and IMAGES. */
export function containerCells(containers: readonly Container[]): readonly [names: string, images: string] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image).join(',')];
}

/** The first `max` of `texts`, and how many more there are: `a,b,c + 2 more...`. */
export function listWithMore(texts: readonly string[], max: number, separator: string): string {
  const shown = texts.slice(0, max).join(separator);
  return texts.length > max ? `${shown} + ${texts.length - max} more...` : shown;
}

/** `True`, `False` or `<unset>`. */
export function boolText(value: boolean | undefined): string {
  return value === undefined ? '<unset>' : value ? 'True' : 'False';
}
