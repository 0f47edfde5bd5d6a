/**
 * Requests and limits.
 * Models ValidateContainerResourceRequirements of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import type { PodSpec, ResourceList, ResourceRequirements } from '../../../api/core/pod';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { compareQuantities, parseQuantity } from '../../../api/meta/quantity';
import { type FieldError, forbidden, invalid, notFound, required } from '../fieldError';
import { checkOnce } from './accepted';
import { notNegative } from './formats';

const sound = new WeakSet<object>();
const ofContainers: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];
/** What quotas count by names without a domain. */
export const counted: readonly string[] = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
/** Names without a domain that mean something somewhere: nodes, quotas, claims. */
const standard: readonly string[] = [
  ...ofContainers,
  'storage',
  ...counted,
  ...ofContainers.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
];

/** What a container asks for and may use. */
export function checkResources(
  given: ResourceRequirements | undefined,
  spec: PodSpec,
  field: string,
  errors: FieldError[],
): void {
  checkOnce(sound, given, errors, () => {
    const { limits = {}, requests = {} } = given ?? {};
    for (const [name, quantity] of Object.entries(limits)) checkAmount(name, quantity, `${field}.limits`, errors);
    for (const [name, quantity] of Object.entries(requests)) {
      checkAmount(name, quantity, `${field}.requests`, errors);
      checkOvercommit(name, quantity, limits, field, errors);
    }
    checkHugePages(limits, requests, field, errors);
  });
  given?.claims?.forEach((claim, index) => checkResourceClaim(claim, spec, `${field}.claims[${index}]`, errors));
}

function checkAmount(name: string, quantity: string, list: string, errors: FieldError[]): void {
  const field = `${list}[${name}]`;
  checkResourceName(name, field, errors);
  const { nano } = parseQuantity(quantity);
  if (nano < 0n) errors.push(invalid(field, quantity, notNegative));
  if (name.includes('/') && nano % 1_000_000_000n !== 0n) errors.push(invalid(field, quantity, 'must be an integer'));
  if (!isHugePage(name)) return;
  const page = parseQuantity(name.slice('hugepages-'.length)).nano;
  if (nano % page === 0n) return;
  errors.push(invalid(field, quantity, `${quantity} is not positive integer multiple of ${name}`));
}

/** Huge pages come beside cpu or memory. */
function checkHugePages(limits: ResourceList, requests: ResourceList, field: string, errors: FieldError[]): void {
  if (!Object.keys(limits).some(isHugePage) && !Object.keys(requests).some(isHugePage)) return;
  const all = { ...limits, ...requests };
  if ('cpu' in all || 'memory' in all) return;
  errors.push(forbidden(field, 'HugePages require cpu or memory'));
}

/** A claim that a container or the pod as a whole names. */
export function checkResourceClaim(
  claim: unknown,
  { resourceClaims = [] }: PodSpec,
  field: string,
  errors: FieldError[],
): void {
  const { name = '' } = claim as { readonly name?: string }; // Decoded by the table of fields.
  const names = resourceClaims.map((each) => each.name);
  if (names.includes(name)) return;
  const complaint = notFound(field, name);
  const why = 'must be one of the names in pod.spec.resourceClaims';
  errors.push({ ...complaint, body: `${complaint.body}: ${why}${names.length === 0 ? ' which is empty' : ''}` });
}

/** The name of what a container may ask for. */
export function checkResourceName(name: string, field: string, errors: FieldError[]): void {
  if (!checkAnyResourceName(name, field, errors) || isHugePage(name)) return;
  if (!ofContainers.includes(name)) errors.push(invalid(field, name, 'must be a standard resource for containers'));
}

/** The name of any resource. True if it is well formed and without a domain: its use may then still be wrong. */
export function checkAnyResourceName(name: string, field: string, errors: FieldError[]): boolean {
  const complaints = qualifiedNameErrors(name);
  for (const complaint of complaints) errors.push(invalid(field, name, complaint));
  if (complaints.length > 0 || name.includes('/')) return false;
  if (!standard.includes(name) && !isHugePage(name)) {
    errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
  }
  return true;
}

/** `requests.<name>` against the limit of that name. */
export function checkOvercommit(
  name: string,
  request: string,
  limits: ResourceList,
  field: string,
  errors: FieldError[],
): void {
  const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
  const mayOvercommit = (!name.includes('/') || name.includes('kubernetes.io/')) && !isHugePage(name);
  if (limit === undefined) {
    if (!mayOvercommit) {
      errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
    }
    return;
  }
  const order = compareQuantities(request, limit);
  if (order !== 0 && !mayOvercommit) {
    errors.push(invalid(`${field}.requests`, request, `must be equal to ${name} limit of ${limit}`));
  } else if (order > 0) {
    errors.push(invalid(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`));
  }
}

/** Pages of memory of a size of their own. */
export function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-');
}
