/** LimitRanges. Models ValidateLimitRange of pkg/apis/core/validation/validation.go (v1.36.3). */
import type { LimitRangeItem } from '../../../api/core/limitRange';
import type { ResourceList } from '../../../api/core/pod';
import type { Quantity } from '../../../api/meta/objectMeta';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { compareQuantities, parseQuantity } from '../../../api/meta/quantity';
import { type FieldError, duplicate, forbidden, invalid, required } from '../fieldError';
import { checkAnyResourceName, checkResourceName, isHugePage } from './resources';

const TYPES: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** All limits of a range. */
export function checkLimitRange(limits: readonly LimitRangeItem[], errors: FieldError[]): void {
  const seen = new Set<string>();
  limits.forEach((item, index) => {
    const field = `spec.limits[${index}]`;
    if (!checkType(item.type, `${field}.type`, errors)) return;
    if (seen.has(item.type)) errors.push(duplicate(`${field}.type`, item.type));
    seen.add(item.type);
    checkItem(item, field, errors);
  });
}

/** True if the type is one to go on with. */
function checkType(type: string, field: string, errors: FieldError[]): boolean {
  const complaints = qualifiedNameErrors(type);
  for (const complaint of complaints) errors.push(invalid(field, type, complaint));
  if (complaints.length > 0) return false;
  if (type.includes('/') || TYPES.includes(type)) return true;
  errors.push(invalid(field, type, 'must be a standard limit type or fully qualified'));
  return false;
}

function checkItem(item: LimitRangeItem, field: string, errors: FieldError[]): void {
  const lists: (keyof LimitRangeItem)[] = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
  const names = new Set<string>();
  for (const list of lists) {
    const given = item[list] as ResourceList | undefined; // `type` is not among the lists.
    if (given === undefined) continue;
    if (item.type === 'Pod' && list.startsWith('default')) {
      errors.push(forbidden(`${field}.${list}`, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    const checkName = item.type === 'Pod' || item.type === 'Container' ? checkResourceName : checkAnyResourceName;
    for (const name of Object.keys(given)) {
      checkName(name, `${field}.${list}[${name}]`, errors);
      names.add(name);
    }
  }
  if (
    item.type === 'PersistentVolumeClaim' &&
    item.min?.['storage'] === undefined &&
    item.max?.['storage'] === undefined
  ) {
    const why = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(`${field}.limits`, why));
  }
  for (const name of [...names].sort()) checkAmounts(name, item, field, errors);
}

function checkAmounts(name: string, item: LimitRangeItem, field: string, errors: FieldError[]): void {
  const isPod = item.type === 'Pod';
  const [min, max, ratio] = [item.min?.[name], item.max?.[name], item.maxLimitRequestRatio?.[name]];
  const byDefault = isPod ? undefined : item.default?.[name];
  const request = isPod ? undefined : item.defaultRequest?.[name];
  // The amount quoted is not always the one that stands in the field.
  const refuseIfGreater = (list: string, quoted: Quantity | undefined, a: Named, b: Named): void => {
    if (a.amount === undefined || b.amount === undefined || compareQuantities(a.amount, b.amount) <= 0) return;
    const why = `${a.name} value ${a.amount} is greater than ${b.name} value ${b.amount}`;
    errors.push(invalid(`${field}.${list}[${name}]`, quoted, why));
  };
  const least = { name: 'min', amount: min };
  const most = { name: 'max', amount: max };
  refuseIfGreater('min', min, least, most);
  refuseIfGreater('defaultRequest', request, least, { name: 'default request', amount: request });
  refuseIfGreater('defaultRequest', request, { name: 'default request', amount: request }, most);
  const limit = { name: 'default limit', amount: byDefault };
  refuseIfGreater('defaultRequest', request, { name: 'default request', amount: request }, limit);
  refuseIfGreater('default', min, least, { name: 'default', amount: byDefault });
  refuseIfGreater('default', max, { name: 'default', amount: byDefault }, most);
  if (ratio !== undefined) checkRatio(ratio, min, max, `${field}.maxLimitRequestRatio[${name}]`, errors);
  const isFixed = isHugePage(name) || (name.includes('/') && !name.includes('kubernetes.io/'));
  if (isFixed && byDefault !== undefined && request !== undefined && compareQuantities(byDefault, request) !== 0) {
    const why = `default value ${byDefault} must equal to defaultRequest value ${request} in ${name}`;
    errors.push(invalid(`${field}.defaultRequest[${name}]`, request, why));
  }
}

interface Named {
  readonly name: string;
  readonly amount: Quantity | undefined;
}

function checkRatio(
  ratio: Quantity,
  min: Quantity | undefined,
  max: Quantity | undefined,
  field: string,
  errors: FieldError[],
): void {
  if (compareQuantities(ratio, '1') < 0) errors.push(invalid(field, ratio, `ratio ${ratio} is less than 1`));
  if (min === undefined || max === undefined) return;
  const most = Number(parseQuantity(max).nano) / Number(parseQuantity(min).nano);
  if (Number(parseQuantity(ratio).nano) / 1e9 > most) {
    errors.push(invalid(field, ratio, `ratio ${ratio} is greater than max/min = ${most.toFixed(6)}`));
  }
}
