/**
 * Containers that join a pod that runs.
 * Models validateEphemeralContainers of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import type { EphemeralContainer, PodSpec } from '../../../api/core/pod';
import { type FieldError, duplicate, forbidden, invalid, notFound } from '../fieldError';
import { checkContainer } from './containers';

const NOT_FOR_THEM = 'cannot be set for an Ephemeral Container';
/** In the order of Go's struct, in which they are refused. */
const notForThem = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** The ephemeral containers of `spec`; `volumes` are the names that may be mounted. */
export function checkEphemeralContainers(
  spec: PodSpec,
  volumes: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  if (spec.ephemeralContainers === undefined) return;
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
  const names = new Set(others);
  spec.ephemeralContainers.forEach((container, index) => {
    const at = `${field}[${index}]`;
    const { name = '', image = '', targetContainerName = '' } = container;
    checkContainer(container, spec, volumes, at, errors);
    if (image.trim() !== image)
      errors.push(invalid(`${at}.image`, image, 'must not have leading or trailing whitespace'));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else names.add(name);
    if (targetContainerName !== '' && !others.has(targetContainerName)) {
      errors.push(notFound(`${at}.targetContainerName`, targetContainerName));
    }
    checkAllowedFields(container, at, errors);
  });
}

function checkAllowedFields(container: EphemeralContainer, field: string, errors: FieldError[]): void {
  for (const key of notForThem) {
    const value = (container as unknown as Readonly<Record<string, unknown>>)[key]; // Decoded by the table of fields.
    if (value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)) continue;
    errors.push(forbidden(`${field}.${key}`, NOT_FOR_THEM));
  }
  container.volumeMounts?.forEach((mount, index) => {
    for (const key of ['subPath', 'subPathExpr'] as const) {
      const { [key]: path = '' } = mount as { readonly [name in typeof key]?: string }; // As above.
      if (path !== '') errors.push(forbidden(`${field}.volumeMounts[${index}].${key}`, NOT_FOR_THEM));
    }
  });
}
