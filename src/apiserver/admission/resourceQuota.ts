/**
 * Refuses what a namespace has no quota left for, and charges what it lets pass.
 * Models staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go (v1.36.3).
 * Left out: resources that are limited without a quota (--admission-control-config-file).
 */
import type { Pod, ResourceList } from '../../api/core/pod';
import type { ResourceQuota } from '../../api/core/resourceQuota';
import { compareQuantities, formatQuantity, parseQuantity } from '../../api/meta/quantity';
import { isInScope } from '../../api/quota/scopes';
import { addUsage, isCounted, maskUsage, matchingResources, unspecified, usageOf } from '../../api/quota/usage';
import type { Attributes, ValidatingPlugin, Verdict } from './admission';
import { refusal } from './refusal';

export const resourceQuota: ValidatingPlugin = {
  name: 'ResourceQuota',
  validate(attributes: Attributes, verdict: Verdict) {
    const { operation, kind, subresource, namespace, object, old, name, now } = attributes;
    const isResize = subresource === 'resize';
    if ((subresource !== '' && !isResize) || !isCounted(kind) || namespace === undefined) return;
    // Of what is there, Services can come to weigh more, by their type, claims, by their size, and pods that are resized.
    if (operation !== 'CREATE' && kind !== 'Service' && kind !== 'PersistentVolumeClaim' && !isResize) return;
    const quotas = attributes.reader.list('ResourceQuota', namespace).filter((quota) => concerns(quota, attributes));
    if (quotas.length === 0) return;
    const before = old === undefined ? {} : usageOf(kind, old, now);
    const added = growth(usageOf(kind, object, now), before);
    for (const quota of quotas) {
      if (kind === 'Pod') checkSpecified(quota, object as Pod, name); // By kind.
    }
    for (const quota of quotas) {
      const charged = charge(quota, added, attributes);
      if (charged !== undefined) verdict.charged.push(charged);
    }
  },
};

/** Quotas that nobody has counted yet bind nobody. */
function concerns(quota: ResourceQuota, { kind, object }: Attributes): boolean {
  return matchingResources(kind, limited(quota)).length > 0 && isInScope(quota, kind, object);
}

function limited({ status }: ResourceQuota): readonly string[] {
  return Object.keys(status?.hard ?? {});
}

/** What the write adds. Nothing is given back here: that is the controller's business. */
function growth(next: ResourceList, before: ResourceList): ResourceList {
  const added: Record<string, string> = {};
  for (const [name, amount] of Object.entries(next)) {
    const { nano, format } = parseQuantity(amount);
    const more = nano - parseQuantity(before[name] ?? '0').nano;
    if (more > 0n) added[name] = formatQuantity({ nano: more, format });
  }
  return added;
}

function checkSpecified(quota: ResourceQuota, pod: Pod, name: string): void {
  const missing = unspecified(pod, limited(quota));
  if (missing.length === 0) return;
  throw refusal('Pod', name, `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`);
}

/** `quota` with `added` counted in, or undefined if it says nothing about it. Throws 403 if it is too much. */
function charge(quota: ResourceQuota, added: ResourceList, { kind, name }: Attributes): ResourceQuota | undefined {
  const { hard = {}, used = {} } = quota.status;
  const requested = maskUsage(added, limited(quota));
  const names = Object.keys(requested);
  if (names.length === 0) return undefined;
  const after = addUsage(used, requested);
  const exceeded = names.filter((each) => compareQuantities(after[each] ?? '0', hard[each] ?? '0') > 0);
  if (exceeded.length > 0) {
    const [wanted, had, most] = [requested, used, hard].map((list) => spelled(maskUsage(list, exceeded)));
    const why = `exceeded quota: ${quota.metadata.name}, requested: ${wanted}, used: ${had}, limited: ${most}`;
    throw refusal(kind, name, why);
  }
  return { ...quota, status: { ...quota.status, used: after } };
}

/** `limits.memory=2Gi,requests.cpu=2`. */
function spelled(list: ResourceList): string {
  return Object.keys(list)
    .sort()
    .map((name) => `${name}=${list[name]}`)
    .join(',');
}
