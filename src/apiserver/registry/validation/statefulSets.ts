/** StatefulSets. Models ValidateStatefulSet of pkg/apis/apps/validation (v1.36.3). */
import type { StatefulSet } from '../../../api/apps/statefulSet';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkClaim } from './claims';
import { checkNotNegative, checkText, labelNameErrors } from './formats';
import { checkTemplate } from './templates';
import { checkSelectorOf } from './workloads';

type Spec = StatefulSet['spec'];

const CHANGEABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** The spec of a StatefulSet. */
export function checkStatefulSet(spec: Spec, errors: FieldError[]): void {
  const { podManagementPolicy: policy, updateStrategy, serviceName = '', volumeClaimTemplates = [] } = spec;
  if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  checkStrategy(updateStrategy, errors);
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  checkRetention(whenDeleted, 'whenDeleted', errors);
  checkRetention(whenScaled, 'whenScaled', errors);
  volumeClaimTemplates.forEach((claim, index) =>
    checkClaim(claim.spec, `spec.volumeClaimTemplates[${index}].spec`, errors),
  );
  checkNotNegative(spec.replicas, 'spec.replicas', errors);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  checkNotNegative(spec.ordinals?.start, 'spec.ordinals.start', errors);
  if (serviceName !== '') checkText(labelNameErrors, serviceName, 'spec.serviceName', errors);
  if (spec.selector === undefined) errors.push(required('spec.selector'));
  checkSelectorOf('statefulset', spec.selector, spec.template, errors);
  checkTemplate(withClaims(spec), 'StatefulSet', 'spec.template', errors);
}

/** The template as its pods will be: each claim is a volume that can be mounted, and the controller names the host. */
function withClaims({ template, volumeClaimTemplates = [] }: Spec): Spec['template'] {
  const { hostname, subdomain, ...podSpec } = template.spec;
  if (volumeClaimTemplates.length === 0) {
    return (hostname ?? subdomain) === undefined ? template : { ...template, spec: podSpec };
  }
  const names = new Set(volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ''));
  const claims = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const others = (podSpec.volumes ?? []).filter(({ name }) => !names.has(name));
  return { ...template, spec: { ...podSpec, volumes: [...claims, ...others] } };
}

function checkRetention(policy: string | undefined, name: string, errors: FieldError[]): void {
  if (policy === undefined || policy === 'Retain' || policy === 'Delete') return;
  const field = `spec.persistentVolumeClaimRetentionPolicy.${name}`;
  errors.push(notSupported(field, policy, ['Retain', 'Delete']));
}

function checkStrategy({ type, rollingUpdate }: Spec['updateStrategy'], errors: FieldError[]): void {
  const field = 'spec.updateStrategy';
  if (type === 'RollingUpdate') {
    checkNotNegative(rollingUpdate?.partition, `${field}.rollingUpdate.partition`, errors);
  } else if (type !== 'OnDelete') {
    errors.push(invalid(field, { Type: type, RollingUpdate: null }, "must be 'RollingUpdate' or 'OnDelete'"));
  } else if (rollingUpdate !== undefined) {
    const value = { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null };
    errors.push(invalid(`${field}.rollingUpdate`, value, "only allowed for updateStrategy 'RollingUpdate'"));
  }
}

/** Most of a StatefulSet is for life. */
export function checkStatefulSetUpdate(next: Spec, old: Spec, errors: FieldError[]): void {
  const fixed = ({ selector, serviceName, podManagementPolicy, volumeClaimTemplates }: Spec) => ({
    selector,
    serviceName,
    podManagementPolicy,
    volumeClaimTemplates,
  });
  if (!isDeepEqual(fixed(next), fixed(old))) errors.push(forbidden('spec', CHANGEABLE));
}
