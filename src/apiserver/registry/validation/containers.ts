/**
 * Containers and init containers.
 * Models validateContainers and validateInitContainers of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: restart rules.
 */
import { portNameErrors, portNumberErrors } from '../../../api/meta/keyNames';
import type { Container, ContainerPort, PodSpec } from '../../../api/core/pod';
import { dns1123LabelErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkEnv, checkEnvFrom } from './env';
import { checkText } from './formats';
import { checkLifecycle, checkProbe } from './handlers';
import { checkResources } from './resources';
import { checkSecurityContext } from './securityContext';
import { checkVolumeMounts } from './volumes';

const soundPorts = new WeakSet<object>();
const protocols = ['SCTP', 'TCP', 'UDP'];
const restartPolicies = ['Always', 'Never', 'OnFailure'];

/** The regular containers of a pod; `volumes` are the names that may be mounted. */
export function checkContainers(
  spec: PodSpec,
  volumes: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const containers = spec.containers ?? [];
  if (containers.length === 0) {
    errors.push(required(field));
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, index) => {
    const at = `${field}[${index}]`;
    checkContainer(container, spec, volumes, at, errors);
    const { name = '', restartPolicy } = container;
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else names.add(name);
    checkHooksAndProbes(container, spec, at, errors);
    checkRestartPolicy(restartPolicy, `${at}.restartPolicy`, errors);
  });
  checkHostPorts(containers, field, errors);
}

/** The init containers of a pod. Those that restart always may have probes: they keep running. */
export function checkInitContainers(
  spec: PodSpec,
  volumes: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  spec.initContainers?.forEach((container, index) => {
    const at = `${field}[${index}]`;
    const { name = '', restartPolicy } = container;
    checkContainer(container, spec, volumes, at, errors);
    checkRestartPolicy(restartPolicy, `${at}.restartPolicy`, errors);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else if (name !== '') names.add(name);
    checkHostPorts([container], field, errors);
    if (restartPolicy === 'Always') {
      checkHooksAndProbes(container, spec, at, errors);
      return;
    }
    for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[key] === undefined) continue;
      errors.push(forbidden(`${at}.${key}`, 'may not be set for init containers without restartPolicy=Always'));
    }
    checkNoRestart(container, at, errors);
  });
}

/** What is asked of a container of any sort; `spec` is that of its pod. */
export function checkContainer(
  container: Container,
  spec: PodSpec,
  volumes: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const { name = '', image = '', terminationMessagePolicy: messages, imagePullPolicy } = container;
  if (name === '') errors.push(required(`${field}.name`));
  else checkText(dns1123LabelErrors, name, `${field}.name`, errors);
  if (image === '') errors.push(required(`${field}.image`));
  if (messages !== 'File' && messages !== 'FallbackToLogsOnError') {
    errors.push(notSupported(`${field}.terminationMessagePolicy`, messages, ['File', 'FallbackToLogsOnError']));
  }
  checkPorts(container.ports, `${field}.ports`, errors);
  checkEnv(container.env, `${field}.env`, errors);
  checkEnvFrom(container.envFrom, `${field}.envFrom`, errors);
  checkVolumeMounts(container.volumeMounts, volumes, `${field}.volumeMounts`, errors);
  if (imagePullPolicy !== 'Always' && imagePullPolicy !== 'IfNotPresent' && imagePullPolicy !== 'Never') {
    errors.push(notSupported(`${field}.imagePullPolicy`, imagePullPolicy, ['Always', 'IfNotPresent', 'Never']));
  }
  checkResources(container.resources, spec, `${field}.resources`, errors);
  checkResizePolicy(container, spec, `${field}.resizePolicy`, errors);
  checkSecurityContext(container.securityContext, `${field}.securityContext`, errors);
}

function checkResizePolicy({ resizePolicy }: Container, spec: PodSpec, field: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  resizePolicy?.forEach(({ resourceName = '', restartPolicy = '' }, index) => {
    if (seen.has(resourceName)) errors.push(duplicate(`${field}[${index}]`, resourceName));
    seen.add(resourceName);
    checkResizeWord(resourceName, ['cpu', 'memory'], field, errors);
    checkResizeWord(restartPolicy, ['NotRequired', 'RestartContainer'], field, errors);
    if (spec.restartPolicy !== 'Never' || restartPolicy === 'NotRequired') return;
    errors.push(invalid(field, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
  });
}

function checkResizeWord(word: string, words: readonly string[], field: string, errors: FieldError[]): void {
  if (word === '') errors.push(required(field));
  else if (!words.includes(word)) errors.push(notSupported(field, word, words));
}

/** What has ended cannot start anew for a resize. */
function checkNoRestart({ resizePolicy }: Container, field: string, errors: FieldError[]): void {
  resizePolicy?.forEach(({ restartPolicy }, index) => {
    if (restartPolicy !== 'RestartContainer') return;
    const why = "must not be set to 'RestartContainer' for non-sidecar initContainers";
    errors.push(invalid(`${field}.resizePolicy[${index}].restartPolicy`, restartPolicy, why));
  });
}

function checkHooksAndProbes(container: Container, spec: PodSpec, field: string, errors: FieldError[]): void {
  checkLifecycle(container.lifecycle, spec.terminationGracePeriodSeconds, `${field}.lifecycle`, errors);
  checkProbe(container.livenessProbe, 'livenessProbe', `${field}.livenessProbe`, errors);
  checkProbe(container.readinessProbe, 'readinessProbe', `${field}.readinessProbe`, errors);
  checkProbe(container.startupProbe, 'startupProbe', `${field}.startupProbe`, errors);
}

function checkRestartPolicy(policy: string | undefined, field: string, errors: FieldError[]): void {
  if (policy === undefined || restartPolicies.includes(policy)) return;
  errors.push(notSupported(field, policy, restartPolicies));
}

function checkPorts(ports: readonly ContainerPort[] | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundPorts, ports, errors, () => {
    const names = new Set<string>();
    ports?.forEach((port, index) => checkPort(port, names, `${field}[${index}]`, errors));
  });
}

function checkPort(port: ContainerPort, names: Set<string>, field: string, errors: FieldError[]): void {
  const { name = '', containerPort = 0, hostPort = 0, protocol } = port;
  if (name !== '') {
    const complaints = portNameErrors(name);
    for (const complaint of complaints) errors.push(invalid(`${field}.name`, name, complaint));
    if (complaints.length === 0 && names.has(name)) errors.push(duplicate(`${field}.name`, name));
    if (complaints.length === 0) names.add(name);
  }
  if (containerPort === 0) errors.push(required(`${field}.containerPort`));
  else {
    for (const complaint of portNumberErrors(containerPort)) {
      errors.push(invalid(`${field}.containerPort`, containerPort, complaint));
    }
  }
  if (hostPort !== 0) {
    for (const complaint of portNumberErrors(hostPort)) errors.push(invalid(`${field}.hostPort`, hostPort, complaint));
  }
  if (!protocols.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, protocols));
}

/** No two of `containers` may take the same port of the node. */
function checkHostPorts(containers: readonly Container[], field: string, errors: FieldError[]): void {
  const taken = new Set<string>();
  containers.forEach(({ ports }, index) => {
    ports?.forEach(({ hostPort = 0, hostIP = '', protocol }, position) => {
      if (hostPort === 0) return;
      const port = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(port)) errors.push(duplicate(`${field}[${index}].ports[${position}].hostPort`, port));
      else taken.add(port);
    });
  });
}
