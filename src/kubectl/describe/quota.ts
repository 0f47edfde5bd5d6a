/**
 * Describes ResourceQuotas and LimitRanges, alone and within a Namespace.
 * Models describeQuota, describeLimitRange and their plural forms of kubectl's describe.go (v1.36.3).
 * The order of one LimitRange item's resources varies there; here it is that of their names.
 */
import type { LimitRange, LimitRangeItem } from '../../api/core/limitRange';
import type { ResourceQuota } from '../../api/core/resourceQuota';
import { formatQuantity, parseQuantity, wholeValue } from '../../api/meta/quantity';
import type { Description } from './description';

const scopeTexts: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};
const LIMITS_HEAD = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio';
const LIMITS_RULE = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------';

export function describeResourceQuota({ metadata, spec, status }: ResourceQuota, d: Description): void {
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeScopes(d, spec.scopes, 0, ' ');
  d.line(0, 'Resource\tUsed\tHard');
  d.line(0, '--------\t----\t----');
  const { hard = {}, used = {} } = status;
  for (const name of Object.keys(hard).sort()) {
    d.line(0, `${name}\t${inFormatOf(used[name] ?? '0', hard[name] ?? '0')}\t${hard[name]}`);
  }
}

/** Spells what is used as the limit is spelled. */
function inFormatOf(used: string, hard: string): string {
  const { format } = parseQuantity(hard);
  if (parseQuantity(used).format === format) return used;
  return formatQuantity({ nano: BigInt(wholeValue(used)) * 1_000_000_000n, format });
}

function describeScopes(d: Description, scopes: readonly string[] = [], level: number, space: string): void {
  if (scopes.length === 0) return;
  const sorted = [...scopes].sort();
  d.line(level, `Scopes:\t${sorted.join(', ')}`);
  for (const scope of sorted) {
    const text = scopeTexts[scope];
    if (text !== undefined) d.line(level, `${space}* ${text}`);
  }
}

/** Writes the quotas of a namespace. */
export function describeQuotas(d: Description, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    d.line(0, 'No resource quota.');
    return;
  }
  d.line(0, 'Resource Quotas');
  const sorted = [...quotas].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const { metadata, spec, status } of sorted) {
    d.line(1, `Name:\t${metadata.name}`);
    describeScopes(d, spec.scopes, 1, '');
    d.line(1, 'Resource\tUsed\tHard');
    d.line(1, '--------\t---\t---');
    const { hard = {}, used = {} } = status;
    for (const name of Object.keys(hard).sort()) d.line(1, `${name}\t${used[name] ?? '0'}\t${hard[name]}`);
  }
}

export function describeLimitRange({ metadata, spec }: LimitRange, d: Description): void {
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, LIMITS_HEAD);
  d.line(0, LIMITS_RULE);
  for (const item of spec.limits) describeLimits(d, item, '');
}

/** Writes the limit ranges of a namespace. */
export function describeLimitRanges(d: Description, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) {
    d.line(0, 'No LimitRange resource.');
    return;
  }
  d.line(0, `Resource Limits\n ${LIMITS_HEAD}`);
  d.line(0, ` ${LIMITS_RULE}`);
  for (const { spec } of ranges) {
    for (const item of spec.limits) describeLimits(d, item, ' ');
  }
}

function describeLimits(d: Description, item: LimitRangeItem, space: string): void {
  const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
  const names = new Set(lists.flatMap((list) => Object.keys(list ?? {})));
  for (const name of [...names].sort()) {
    const values = lists.map((list) => list?.[name] ?? '-');
    d.line(0, `${space}${item.type}\t${name}\t${values.join('\t')}`);
  }
}
