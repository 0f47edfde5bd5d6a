/** Ingresses and IngressClasses. Models pkg/apis/networking/validation (v1.36.3). */
import { portNameErrors, portNumberErrors } from '../../../api/meta/keyNames';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass } from '../../../api/networking/ingress';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkText, ipErrors } from './formats';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDINGS = ['/..', '/.'];
const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** The class may be named in one place, or in both alike. */
export function checkIngressCreate({ metadata, spec }: Ingress, errors: FieldError[]): void {
  const old = metadata.annotations?.[CLASS_ANNOTATION];
  if (old === undefined || spec.ingressClassName === undefined || old === spec.ingressClassName) return;
  const why = 'must match `ingressClassName` when both are specified';
  errors.push(invalid(`annotations.${CLASS_ANNOTATION}`, old, why));
}

/** The spec of an Ingress. */
export function checkIngress(spec: Ingress['spec'], errors: FieldError[]): void {
  const { rules, defaultBackend, tls = [], ingressClassName } = spec;
  if ((rules ?? []).length === 0 && defaultBackend === undefined) {
    errors.push(invalid('spec', rules ?? null, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (defaultBackend !== undefined) checkBackend(defaultBackend, 'spec.defaultBackend', errors);
  (rules ?? []).forEach(({ host = '', http }, index) => {
    const field = `spec.rules[${index}]`;
    if (host !== '') checkHost(host, `${field}.host`, errors);
    if (http === undefined) return;
    const { paths = [] } = http;
    if (paths.length === 0) errors.push(required(`${field}.http.paths`));
    paths.forEach((path, at) => checkPath(path, `${field}.http.paths[${at}]`, errors));
  });
  tls.forEach(({ hosts = [], secretName = '' }, index) => {
    hosts.forEach((host, at) => checkName(host, `spec.tls[${index}].hosts[${at}]`, errors));
    if (secretName !== '') checkText(dns1123SubdomainErrors, secretName, `spec.tls[${index}].secretName`, errors);
  });
  if (ingressClassName !== undefined) {
    checkText(dns1123SubdomainErrors, ingressClassName, 'spec.ingressClassName', errors);
  }
}

function checkHost(host: string, field: string, errors: FieldError[]): void {
  if (ipErrors(host).length === 0) errors.push(invalid(field, host, 'must be a DNS name, not an IP address'));
  else checkName(host, field, errors);
}

function checkName(host: string, field: string, errors: FieldError[]): void {
  if (!host.includes('*')) return checkText(dns1123SubdomainErrors, host, field, errors);
  const isWildcard = host.startsWith('*.') && dns1123SubdomainErrors(host.slice(2)).length === 0;
  if (!isWildcard) errors.push(invalid(field, host, WILDCARD));
}

function checkPath({ path = '', pathType, backend }: HTTPIngressPath, field: string, errors: FieldError[]): void {
  if (pathType === undefined) {
    errors.push(required(`${field}.pathType`, 'pathType must be specified'));
  } else if (!PATH_TYPES.includes(pathType)) {
    errors.push(notSupported(`${field}.pathType`, pathType, PATH_TYPES));
  } else {
    checkPathText(path, pathType, `${field}.path`, errors);
  }
  checkBackend(backend ?? {}, `${field}.backend`, errors);
}

function checkPathText(path: string, pathType: string, field: string, errors: FieldError[]): void {
  const isFree = pathType === 'ImplementationSpecific';
  if (!path.startsWith('/')) {
    if (!isFree || path !== '') errors.push(invalid(field, path, 'must be an absolute path'));
    return;
  }
  if (isFree) return;
  for (const text of BAD_SEQUENCES) {
    if (path.includes(text)) errors.push(invalid(field, path, `must not contain '${text}'`));
  }
  for (const text of BAD_ENDINGS)
    if (path.endsWith(text)) errors.push(invalid(field, path, `cannot end with '${text}'`));
}

function checkBackend({ service, resource }: IngressBackend, field: string, errors: FieldError[]): void {
  if (service !== undefined && resource !== undefined) {
    errors.push(invalid(field, '', 'cannot set both resource and service backends'));
    return;
  }
  if (resource !== undefined) return;
  if (service === undefined) {
    errors.push(invalid(field, '', 'resource or service backend is required'));
    return;
  }
  const { name = '', port = {} } = service;
  if (name === '') errors.push(required(`${field}.service.name`));
  else checkText(dns1123LabelErrors, name, `${field}.service.name`, errors);
  const hasName = (port.name ?? '') !== '';
  const hasNumber = (port.number ?? 0) !== 0;
  if (hasName && hasNumber) errors.push(invalid(field, '', 'cannot set both port name & port number'));
  else if (hasName) checkText(portNameErrors, port.name ?? '', `${field}.service.port.name`, errors);
  else if (hasNumber) {
    for (const complaint of portNumberErrors(port.number ?? 0)) {
      errors.push(invalid(`${field}.service.port.number`, port.number, complaint));
    }
  } else errors.push(required(field, 'port name or number is required'));
}

/** The spec of an IngressClass. */
export function checkIngressClass(spec: IngressClass['spec'], errors: FieldError[]): void {
  const { controller = '', parameters } = spec;
  if (parameters !== undefined) {
    if ((parameters.kind ?? '') === '') errors.push(required('spec.parameters.kind'));
    if ((parameters.name ?? '') === '') errors.push(required('spec.parameters.name'));
  }
  if (controller === '') {
    errors.push(required('spec.controller'));
    return;
  }
  const [domain = '', ...path] = controller.split('/');
  const isPrefixed = path.length > 0 && path.join('/') !== '' && dns1123SubdomainErrors(domain).length === 0;
  if (!isPrefixed) {
    errors.push(invalid('spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  }
}

/** Texts of `Warning` headers. */
export function ingressWarnings({ metadata }: Ingress, old?: Ingress): readonly string[] {
  if (old !== undefined || metadata.annotations?.[CLASS_ANNOTATION] === undefined) return [];
  return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}
