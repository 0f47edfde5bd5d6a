/**
 * What the API server remarks about pods and templates that it accepts.
 * Models pkg/api/pod/warnings.go (v1.36.3). Left out: ephemeral containers, termination periods.
 */
import type { PodAffinity } from '../../../api/core/affinity';
import type { Container, Pod, PodSpec, Volume } from '../../../api/core/pod';
import type { Labels } from '../../../api/meta/objectMeta';
import { dns1123LabelErrors } from '../../../api/meta/qualifiedName';
import { parseQuantity } from '../../../api/meta/quantity';

const nullSelector = 'a null labelSelector results in matching no pod';
const hardTerms = 'requiredDuringSchedulingIgnoredDuringExecution';
const softTerms = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Labels with a newer name, and since when. */
const deprecatedLabels: Readonly<Record<string, readonly [string, string]>> = {
  'beta.kubernetes.io/arch': ['v1.14', 'kubernetes.io/arch'],
  'beta.kubernetes.io/os': ['v1.14', 'kubernetes.io/os'],
  'failure-domain.beta.kubernetes.io/region': ['v1.17', 'topology.kubernetes.io/region'],
  'failure-domain.beta.kubernetes.io/zone': ['v1.17', 'topology.kubernetes.io/zone'],
  'beta.kubernetes.io/instance-type': ['v1.17', 'node.kubernetes.io/instance-type'],
};

/** Remarks about a pod at its creation. */
export function podWarnings({ metadata, spec }: Pod): readonly string[] {
  const complaints = dns1123LabelErrors(metadata.name);
  const name =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return [
    ...(complaints.length > 0 ? [`${name}: [${complaints.join(' ')}]`] : []),
    ...specWarnings(spec, 'spec'),
    ...(metadata.annotations === undefined ? [] : annotationWarnings(metadata.annotations)),
  ];
}

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';

/** Annotations that fields have taken the place of. */
function annotationWarnings(annotations: Labels): readonly string[] {
  const remark = (key: string, why: string) => `metadata.annotations[${key}]: ${why}`;
  return Object.keys(annotations).flatMap((key) => {
    if (key === 'scheduler.alpha.kubernetes.io/critical-pod') {
      return [remark(key, 'non-functional in v1.16+; use the "priorityClassName" field instead')];
    }
    if (key === SECCOMP || key.startsWith('container.seccomp.security.alpha.kubernetes.io/')) {
      return [remark(key, 'non-functional in v1.27+; use the "seccompProfile" field instead')];
    }
    if (key.startsWith(APPARMOR))
      return [remark(key, 'deprecated since v1.30; use the "appArmorProfile" field instead')];
    return [];
  });
}

const known = new WeakMap<PodSpec, readonly string[]>();

/** Remarks about the spec of a pod or template that stands at `field`. */
export function specWarnings(spec: PodSpec, field: string): readonly string[] {
  const before = known.get(spec);
  if (before !== undefined && before.length === 0) return before;
  const texts = [
    ...nodeSelectorWarnings(spec, field),
    ...spreadWarnings(spec, field),
    ...affinityWarnings(spec.affinity?.podAffinity, `${field}.affinity.podAffinity`),
    ...affinityWarnings(spec.affinity?.podAntiAffinity, `${field}.affinity.podAntiAffinity`),
    ...(spec.volumes ?? []).flatMap((volume, index) => volumeWarnings(volume, `${field}.volumes[${index}]`)),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name = '' }, index) =>
      name === '' ? [`${field}.imagePullSecrets[${index}].name: invalid empty name ""`] : [],
    ),
    ...(spec.initContainers ?? []).flatMap((container, index) =>
      containerWarnings(container, `${field}.initContainers[${index}]`),
    ),
    ...spec.containers.flatMap((container, index) => containerWarnings(container, `${field}.containers[${index}]`)),
    ...portNameWarnings(spec.containers, `${field}.containers`),
  ];
  if (Object.isFrozen(spec)) known.set(spec, texts);
  return texts;
}

function nodeSelectorWarnings({ nodeSelector = {} }: PodSpec, field: string): readonly string[] {
  return Object.keys(nodeSelector).flatMap((label) => {
    const [since, newer] = (Object.hasOwn(deprecatedLabels, label) && deprecatedLabels[label]) || [];
    return since === undefined
      ? []
      : [`${field}.nodeSelector[${label}]: deprecated since ${since}; use "${newer}" instead`];
  });
}

function spreadWarnings({ topologySpreadConstraints = [] }: PodSpec, field: string): readonly string[] {
  return topologySpreadConstraints.flatMap(({ labelSelector }, index) =>
    labelSelector === undefined ? [`${field}.topologySpreadConstraints[${index}].labelSelector: ${nullSelector}`] : [],
  );
}

function affinityWarnings(affinity: PodAffinity | undefined, field: string): readonly string[] {
  const hard = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const soft = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...hard.flatMap(({ labelSelector }, index) =>
      labelSelector === undefined ? [`${field}.${hardTerms}[${index}].labelSelector: ${nullSelector}`] : [],
    ),
    ...soft.flatMap(({ podAffinityTerm }, index) =>
      podAffinityTerm?.labelSelector === undefined
        ? [`${field}.${softTerms}[${index}].podAffinityTerm.labelSelector: ${nullSelector}`]
        : [],
    ),
  ];
}

const deprecatedVolumes = [
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

function volumeWarnings(volume: Volume, field: string): readonly string[] {
  const { name, configMap, secret } = volume;
  for (const [source, since] of deprecatedVolumes) if (source in volume) return [`${field}.${source}: ${since}`];
  const sources = volume.projected?.sources ?? [];
  if (sources.length > 0 && sources.every((source) => Object.keys(source as object).length === 0)) {
    return [`volume "${name}" (Projected) has no sources provided`];
  }
  const owner = configMap ? `ConfigMap "${configMap.name}"` : secret ? `Secret "${secret.secretName}"` : '';
  const paths = (configMap?.items ?? secret?.items ?? []).map(({ path }) => path);
  const repeated = paths.filter((path, index) => paths.indexOf(path) !== index);
  return repeated.map((path) => `volume "${name}" (${owner}): overlapping paths: "${path}" with "${path}"`);
}

function containerWarnings(container: Container, field: string): readonly string[] {
  return [...amountWarnings(container, field), ...envWarnings(container, field), ...portWarnings(container, field)];
}

function amountWarnings({ resources }: Container, field: string): readonly string[] {
  return (['limits', 'requests'] as const).flatMap((list) => {
    const memory = resources?.[list]?.memory;
    if (memory === undefined || parseQuantity(memory).nano % 1_000_000_000n === 0n) return [];
    return [`${field}.resources.${list}[memory]: fractional byte value "${memory}" is invalid, must be an integer`];
  });
}

function envWarnings({ env = [] }: Container, field: string): readonly string[] {
  const names = env.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [`${field}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`],
  );
}

function portWarnings({ ports = [] }: Container, field: string): readonly string[] {
  const keys = ports.map(({ containerPort, protocol, hostIP, hostPort }) =>
    [containerPort, protocol, hostIP, hostPort].join('/'),
  );
  return keys.flatMap((key, index) => {
    const { name = '', containerPort, hostPort = 0, protocol, hostIP = '' } = ports[index] ?? {};
    if (hostIP !== '' && hostPort === 0) {
      const port = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
      return [`${field}.ports[${index}]: hostIP set without hostPort: ${port}`];
    }
    const first = keys.indexOf(key);
    if (first === index) return [];
    return [`${field}.ports[${index}]: duplicate port definition with ${field}.ports[${first}]`];
  });
}

/** The same name in two containers: selectors by name find the first. */
function portNameWarnings(containers: readonly Container[], field: string): readonly string[] {
  const first = new Map<string, string>();
  const texts: string[] = [];
  containers.forEach(({ ports = [] }, index) => {
    ports.forEach(({ name = '' }, position) => {
      if (name === '') return;
      const at = `${field}[${index}].ports[${position}]`;
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, at);
      else {
        const remark = 'services and probes that select ports by name will use';
        texts.push(`${at}: duplicate port name "${name}" with ${earlier}, ${remark} ${earlier}`);
      }
    });
  });
  return texts;
}
