/**
 * Stores what admission has charged to quotas, right before the write it was charged for.
 * Models the status updates of staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/resource_access.go (v1.36.3).
 * Left out: charges for a write that then fails; a real server keeps them until the controller counts anew.
 */
import type { ResourceQuota } from '../api/core/resourceQuota';
import { keyOf } from '../api/meta/objectMeta';
import type { Call } from './call';
import { storageKey } from './storageKey';

/** Writes the new statuses. Nothing has been written since they were read. */
export function chargeQuotas({ backend: { store, applying } }: Call, charged: readonly ResourceQuota[]): void {
  for (const quota of charged) {
    const key = storageKey('ResourceQuota', keyOf(quota));
    const entry = store.get(key);
    if (entry === undefined) continue;
    applying('quotaCharged', { quota: quota.metadata.name }, () => store.put(key, quota, entry.revision));
  }
}
