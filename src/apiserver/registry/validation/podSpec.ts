/**
 * The spec of a pod or of a pod template.
 * Models ValidatePodSpec of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: resource claims.
 */
import type { PodSpec } from '../../../api/core/pod';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { compareQuantities } from '../../../api/meta/quantity';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkContainers, checkInitContainers } from './containers';
import { checkEphemeralContainers } from './ephemeralContainers';
import { checkText, ipErrors, notNegative } from './formats';
import { checkLabels } from './labels';
import { checkPodResources } from './podResources';
import { checkAffinity, checkSpread, checkTolerations } from './scheduling';
import { checkPodSecurityContext } from './securityContext';
import { checkVolumes } from './volumes';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const maxInt32 = 2_147_483_647;

/** Notes what is wrong with `spec`. `isPod` is false for templates, which may leave host ports to defaulting. */
export function checkPodSpec(spec: PodSpec, isPod: boolean, field: string, errors: FieldError[]): void {
  const volumes = checkVolumes(spec.volumes, `${field}.volumes`, errors);
  checkContainers(spec, volumes, `${field}.containers`, errors);
  checkInitContainers(spec, volumes, `${field}.initContainers`, errors);
  checkEphemeralContainers(spec, volumes, `${field}.ephemeralContainers`, errors);
  checkPodResources(spec, `${field}.resources`, errors);
  checkHostNetwork(spec, isPod, `${field}.containers`, errors);
  checkWord(spec.restartPolicy, restartPolicies, `${field}.restartPolicy`, errors);
  checkWord(spec.dnsPolicy, dnsPolicies, `${field}.dnsPolicy`, errors);
  checkLabels(spec.nodeSelector, `${field}.nodeSelector`, errors);
  checkPodSecurityContext(spec, `${field}.securityContext`, errors);
  checkAffinity(spec.affinity, `${field}.affinity`, errors);
  checkDns(spec, `${field}.dnsConfig`, errors);
  checkGates(spec, field, errors);
  checkSpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`, errors);
  checkNames(spec, field, errors);
  checkTolerations(spec.tolerations, `${field}.tolerations`, errors);
  checkHostAliases(spec, `${field}.hostAliases`, errors);
  checkMachine(spec, field, errors);
  const { priorityClassName = '', runtimeClassName, preemptionPolicy } = spec;
  if (priorityClassName !== '') {
    checkText(dns1123SubdomainErrors, priorityClassName, `${field}.priorityClassName`, errors);
  }
  if (runtimeClassName !== undefined) {
    checkText(dns1123SubdomainErrors, runtimeClassName, `${field}.runtimeClassName`, errors);
  }
  if (preemptionPolicy !== undefined) {
    checkWord(preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${field}.preemptionPolicy`, errors);
  }
}

function checkWord(word: string | undefined, words: readonly string[], field: string, errors: FieldError[]): void {
  if (word === undefined || word === '') errors.push(required(field));
  else if (!words.includes(word)) errors.push(notSupported(field, word, words));
}

function checkHostNetwork(spec: PodSpec, isPod: boolean, field: string, errors: FieldError[]): void {
  if (spec.hostNetwork !== true) return;
  (spec.containers ?? []).forEach(({ ports }, index) => {
    ports?.forEach(({ hostPort = 0, containerPort }, position) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return;
      const why = 'must match `containerPort` when `hostNetwork` is true';
      errors.push(invalid(`${field}[${index}].ports[${position}].hostPort`, hostPort, why));
    });
  });
}

function checkDns({ dnsPolicy, dnsConfig }: PodSpec, field: string, errors: FieldError[]): void {
  const config = dnsConfig as DnsConfig | undefined; // Decoding has checked its shape.
  const nameservers = config?.nameservers ?? [];
  if (dnsPolicy === 'None' && config === undefined) {
    errors.push(required(field, 'must provide `dnsConfig` when `dnsPolicy` is None'));
  } else if (dnsPolicy === 'None' && nameservers.length === 0) {
    const why = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
    errors.push(required(`${field}.nameservers`, why));
  }
  if (nameservers.length > 3) {
    errors.push(invalid(`${field}.nameservers`, nameservers, 'must not have more than 3 nameservers'));
  }
  nameservers.forEach((address, index) => checkText(ipErrors, address, `${field}.nameservers[${index}]`, errors));
  config?.searches?.forEach((domain, index) => {
    checkText(searchErrors, domain.replace(/\.$/, ''), `${field}.searches[${index}]`, errors);
  });
  config?.options?.forEach(({ name = '' }, index) => {
    if (name === '') errors.push(required(`${field}.options[${index}]`, 'must not be empty'));
  });
}

interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name?: string }[];
}

/** A domain to search: a subdomain whose labels may begin with and hold underscores. */
function searchErrors(domain: string): readonly string[] {
  const pattern = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*';
  if (domain === '' || new RegExp(`^${pattern}$`).test(domain)) return [];
  return [
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${pattern}')`,
  ];
}

/** What a pod says of the machine that runs it. */
function checkMachine(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { os, overhead, hostNetwork } = spec;
  const { hostUsers } = spec as { readonly hostUsers?: boolean }; // Decoded by the table of fields.
  if (hostUsers === false && hostNetwork === true) {
    errors.push(forbidden(`${field}.hostNetwork`, 'when `hostUsers` is false'));
  }
  for (const [name, amount] of overhead === undefined ? [] : Object.entries(overhead)) {
    if (compareQuantities(amount, '0') < 0)
      errors.push(invalid(`${field}.overhead.limits[${name}]`, amount, notNegative));
  }
  if (os === undefined) return;
  if ((os.name ?? '') === '') errors.push(required(`${field}.os.name`));
  else if (os.name !== 'linux' && os.name !== 'windows') {
    errors.push(notSupported(`${field}.os`, os.name, ['linux', 'windows']));
  }
}

function checkGates(spec: PodSpec, field: string, errors: FieldError[]): void {
  spec.readinessGates?.forEach(({ conditionType }, index) => {
    checkText(qualifiedNameErrors, conditionType ?? '', `${field}.readinessGates[${index}].conditionType`, errors);
  });
  const seen = new Set<string>();
  spec.schedulingGates?.forEach(({ name = '' }, index) => {
    const at = `${field}.schedulingGates[${index}]`;
    checkText(qualifiedNameErrors, name, at, errors);
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  });
}

function checkNames(spec: PodSpec, field: string, errors: FieldError[]): void {
  const {
    serviceAccountName = '',
    nodeName = '',
    activeDeadlineSeconds: deadline,
    hostname = '',
    subdomain = '',
  } = spec;
  if (serviceAccountName !== '') {
    checkText(dns1123SubdomainErrors, serviceAccountName, `${field}.serviceAccountName`, errors);
  }
  if (nodeName !== '') checkText(dns1123SubdomainErrors, nodeName, `${field}.nodeName`, errors);
  if (deadline !== undefined && (deadline < 1 || deadline > maxInt32)) {
    const why = `must be between 1 and ${maxInt32}, inclusive`;
    errors.push(invalid(`${field}.activeDeadlineSeconds`, deadline, why));
  }
  if (hostname !== '') checkText(dns1123LabelErrors, hostname, `${field}.hostname`, errors);
  if (subdomain !== '') checkText(dns1123LabelErrors, subdomain, `${field}.subdomain`, errors);
}

interface HostAlias {
  readonly ip?: string;
  readonly hostnames?: readonly string[];
}

function checkHostAliases(spec: PodSpec, field: string, errors: FieldError[]): void {
  const aliases = spec.hostAliases as readonly HostAlias[] | undefined; // Decoding has checked its shape.
  aliases?.forEach(({ ip = '', hostnames }, index) => {
    checkText(ipErrors, ip, `${field}[${index}].ip`, errors);
    hostnames?.forEach((name, position) => {
      checkText(dns1123SubdomainErrors, name, `${field}[${index}].hostnames[${position}]`, errors);
    });
  });
}
