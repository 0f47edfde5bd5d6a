/**
 * Holds pods to the security standard that the labels of their namespace name: refuses, or warns.
 * Models staging/src/k8s.io/pod-security-admission/admission/admission.go (v1.36.3).
 * Left out: audit annotations; standards of older versions, which are held to as the latest.
 */
import type { Pod } from '../../../api/core/pod';
import type { Kind } from '../../../api/kinds';
import type { KubeObject, Labels } from '../../../api/meta/objectMeta';
import { type FieldError, invalid, invalidError } from '../../registry/fieldError';
import type { Attributes, ObjectReader, ValidatingPlugin, Verdict } from '../admission';
import { refusal } from '../refusal';
import { type Violation, baseline, restricted } from './checks';
import { secured } from './reading';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
const checks = { privileged: [], baseline, restricted } as const;
/** More pods of a namespace are not looked at when its labels change. */
const MAX_PODS = 3_000;

interface Standard {
  readonly level: (typeof LEVELS)[number];
  readonly version: string;
}

export const podSecurity: ValidatingPlugin = {
  name: 'PodSecurity',
  validate(attributes: Attributes, verdict: Verdict) {
    if (attributes.subresource !== '' && attributes.subresource !== 'ephemeralcontainers') return;
    if (attributes.kind === 'Namespace')
      return validateNamespace(attributes as Attributes as Attributes<'Namespace'>, verdict); // `kind` says so.
    const spec = podSpecOf(attributes.kind, attributes.object);
    if (spec === undefined || !isSignificant(attributes, spec)) return;
    const { namespace = '', kind, name, reader } = attributes;
    const labels = reader.get('Namespace', { name: namespace })?.metadata.labels;
    if (labels === undefined) return;
    if (kind === 'Pod') {
      const enforced = standardOf(labels, 'enforce');
      const violations = violationsOf(spec, enforced);
      // Who is refused need not be warned.
      if (violations.length > 0) throw refusal('Pod', name, `violates PodSecurity ${told(enforced, violations)}`);
    }
    const warned = standardOf(labels, 'warn');
    const violations = violationsOf(spec, warned);
    if (violations.length > 0) verdict.warnings.push(`would violate PodSecurity ${told(warned, violations)}`);
  },
};

type PodSpec = Pod['spec'];

interface Templated {
  readonly spec?: { readonly template?: { readonly spec?: PodSpec }; readonly jobTemplate?: Templated };
}

/** The pods that an object is or makes. */
function podSpecOf(kind: Kind, object: KubeObject): PodSpec | undefined {
  switch (kind) {
    case 'Pod':
      return (object as Pod).spec; // By kind.
    case 'ReplicationController':
    case 'ReplicaSet':
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return (object as Templated).spec?.template?.spec; // By kind.
    case 'CronJob':
      return (object as Templated).spec?.jobTemplate?.spec?.template?.spec; // By kind.
    default:
      return undefined;
  }
}

/** Of what can change in a pod, only images matter. Templates are always looked at. */
function isSignificant({ kind, operation, old }: Attributes, spec: PodSpec): boolean {
  if (kind !== 'Pod' || operation === 'CREATE' || old === undefined) return true;
  const before = (old as Pod).spec; // By kind.
  if (spec.ephemeralContainers !== before.ephemeralContainers) return true;
  return (['containers', 'initContainers'] as const).some((list) =>
    (spec[list] ?? []).some(({ image }, at) => image !== before[list]?.[at]?.image),
  );
}

function standardOf(labels: Labels, mode: 'enforce' | 'warn'): Standard {
  const given = labels[PREFIX + mode];
  const version = labels[`${PREFIX}${mode}-version`] ?? 'latest';
  return { level: LEVELS.find((level) => level === given) ?? 'privileged', version };
}

function violationsOf(spec: PodSpec, { level }: Standard): readonly Violation[] {
  if (level === 'privileged') return [];
  const pod = secured(spec);
  return checks[level].map((check) => check(pod)).filter((violation) => violation !== undefined);
}

function told(standard: Standard, violations: readonly Violation[]): string {
  return `${title(standard)}: ${violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ')}`;
}

/** `"restricted:latest"`. */
function title({ level, version }: Standard): string {
  return `"${level}:${version}"`;
}

/** Refuses labels that name no standard; says which pods a stricter one would refuse, and leaves them be. */
function validateNamespace({ operation, object, old, name, reader }: Attributes<'Namespace'>, verdict: Verdict): void {
  const labels = object.metadata.labels ?? {};
  if (labels === old?.metadata.labels) return;
  const errors = labelErrors(labels);
  if (errors.length > 0 && (old === undefined || labelErrors(old.metadata.labels ?? {}).length === 0)) {
    throw invalidError('Namespace', name, errors);
  }
  if (operation !== 'UPDATE' || errors.length > 0) return;
  const next = standardOf(labels, 'enforce');
  const before = standardOf(old?.metadata.labels ?? {}, 'enforce');
  const isLaxer = LEVELS.indexOf(next.level) <= LEVELS.indexOf(before.level) && next.version === before.version;
  if (next.level !== 'privileged' && !isLaxer) verdict.warnings.push(...complaintsAboutPods(name, next, reader));
}

function labelErrors(labels: Labels): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const mode of ['enforce', 'audit', 'warn']) {
    const level = labels[PREFIX + mode];
    if (level !== undefined && !LEVELS.some((each) => each === level)) {
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}]`, level, `must be one of ${LEVELS.join(', ')}`));
    }
    const version = labels[`${PREFIX}${mode}-version`];
    if (version !== undefined && version !== 'latest' && !/^v1\.(0|[1-9][0-9]*)$/.test(version)) {
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}-version]`, version, 'must be "latest" or "v1.x"'));
    }
  }
  return errors;
}

/** Pods that break the same rules are told of together, under the first name. */
function complaintsAboutPods(namespace: string, standard: Standard, reader: ObjectReader): readonly string[] {
  const all = reader.list('Pod', namespace);
  const namesByReasons = new Map<string, string[]>();
  for (const { metadata, spec } of all.slice(0, MAX_PODS)) {
    const reasons = violationsOf(spec, standard)
      .map(({ reason }) => reason)
      .join(', ');
    if (reasons !== '') namesByReasons.set(reasons, [...(namesByReasons.get(reasons) ?? []), metadata.name]);
  }
  const complaints = [...namesByReasons].map(([reasons, [first, ...others]]) => {
    const rest = others.length === 0 ? '' : ` (and ${others.length} other pod${others.length === 1 ? '' : 's'})`;
    return `${first}${rest}: ${reasons}`;
  });
  return [
    ...(all.length > MAX_PODS
      ? [`new PodSecurity enforce level only checked against the first ${MAX_PODS} of ${all.length} existing pods`]
      : []),
    ...(complaints.length > 0
      ? [`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level ${title(standard)}`]
      : []),
    ...complaints.sort(),
  ];
}
