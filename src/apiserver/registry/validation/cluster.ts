/**
 * Namespaces, Nodes, Leases and Events.
 * Models pkg/apis/core/validation and pkg/apis/coordination/validation (v1.36.3).
 * Left out: addresses and capacities in a node's status.
 */
import type { Event } from '../../../api/core/event';
import type { Namespace } from '../../../api/core/namespace';
import type { Node } from '../../../api/core/node';
import type { Lease } from '../../../api/coordination/lease';
import { isDeepEqual } from '../../../api/meta/equality';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, forbidden, invalid } from '../fieldError';
import { checkNotNegative, checkText, cidrErrors } from './formats';
import { checkFinalizer } from './objectMeta';
import { checkTaints } from './scheduling';

/** What holds a namespace back from vanishing. */
export function checkNamespace({ spec }: Namespace, errors: FieldError[]): void {
  for (const finalizer of spec.finalizers ?? []) {
    checkText(qualifiedNameErrors, finalizer, 'spec.finalizers', errors);
    checkFinalizer(finalizer, 'spec.finalizers', errors);
  }
}

/** A node that registers. */
export function checkNode({ spec }: Node, errors: FieldError[]): void {
  if (spec.taints !== undefined) checkTaints(spec.taints, 'metadata.taints', errors);
  (spec.podCIDRs ?? (spec.podCIDR === undefined ? [] : [spec.podCIDR])).forEach((cidr, index) =>
    checkText(cidrErrors, cidr, `spec.podCIDRs[${index}]`, errors),
  );
  const families = new Set((spec.podCIDRs ?? []).map((cidr) => cidr.includes(':')));
  if (families.size < (spec.podCIDRs ?? []).length) {
    errors.push(invalid('spec.podCIDRs', spec.podCIDRs, 'may specify no more than one CIDR for each IP family'));
  }
}

/** Addresses and cloud identity are given once. */
export function checkNodeUpdate(next: Node, old: Node, errors: FieldError[]): void {
  const { podCIDRs = [], providerID = '' } = old.spec;
  if (podCIDRs.length > 0 && !isDeepEqual(next.spec.podCIDRs, podCIDRs)) {
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if (providerID !== '' && next.spec.providerID !== providerID) {
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
}

/** How long a lease holds and how often it has changed hands. */
export function checkLease({ spec }: Lease, errors: FieldError[]): void {
  const { leaseDurationSeconds: duration, leaseTransitions } = spec;
  if (duration !== undefined && duration <= 0) {
    errors.push(invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0'));
  }
  checkNotNegative(leaseTransitions, 'spec.leaseTransitions', errors);
}

/** An Event lies in the namespace of what it is about; what has none is spoken of in `default`. */
export function checkEvent({ metadata, involvedObject }: Event, errors: FieldError[]): void {
  const { namespace = '' } = involvedObject;
  const own = metadata.namespace ?? '';
  const fits = namespace === '' ? own === 'default' || own === 'kube-system' : namespace === own;
  if (!fits) errors.push(invalid('involvedObject.namespace', namespace, 'does not match event.namespace'));
}
