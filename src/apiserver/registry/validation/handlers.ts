/**
 * Probes and lifecycle hooks.
 * Models validateHandler, validateProbe and validateLifecycle of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import type { Container, HTTPGetAction, LifecycleHandler, Probe } from '../../../api/core/pod';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkNotNegative, checkPort, checkText, headerNameErrors } from './formats';

export type ProbeKind = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

const sound: Readonly<Record<ProbeKind, WeakSet<object>>> = {
  livenessProbe: new WeakSet(),
  readinessProbe: new WeakSet(),
  startupProbe: new WeakSet(),
};

/** One probe of a container. */
export function checkProbe(probe: Probe | undefined, kind: ProbeKind, field: string, errors: FieldError[]): void {
  checkOnce(sound[kind], probe, errors, () => {
    if (probe === undefined) return;
    checkHandler(probe, undefined, field, errors);
    const { successThreshold, terminationGracePeriodSeconds: grace } = probe;
    checkNotNegative(probe.initialDelaySeconds, `${field}.initialDelaySeconds`, errors);
    checkNotNegative(probe.timeoutSeconds, `${field}.timeoutSeconds`, errors);
    checkNotNegative(probe.periodSeconds, `${field}.periodSeconds`, errors);
    checkNotNegative(successThreshold, `${field}.successThreshold`, errors);
    checkNotNegative(probe.failureThreshold, `${field}.failureThreshold`, errors);
    if (grace !== undefined && grace <= 0) {
      errors.push(invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
    }
    if (kind === 'readinessProbe') {
      if (grace !== undefined) {
        errors.push(invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
      }
    } else if (successThreshold !== 1) {
      errors.push(invalid(`${field}.successThreshold`, successThreshold, 'must be 1'));
    }
  });
}

/** postStart and preStop of a container in a pod with that grace period. */
export function checkLifecycle(
  lifecycle: Container['lifecycle'],
  graceSeconds: number,
  field: string,
  errors: FieldError[],
): void {
  const { postStart, preStop } = lifecycle ?? {};
  if (postStart !== undefined) checkHandler(postStart, graceSeconds, `${field}.postStart`, errors);
  if (preStop !== undefined) checkHandler(preStop, graceSeconds, `${field}.preStop`, errors);
}

/** Exactly one handler, the first in this order counts: exec, httpGet, tcpSocket, grpc, sleep. */
function checkHandler(
  handler: LifecycleHandler,
  graceSeconds: number | undefined,
  field: string,
  errors: FieldError[],
): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  let handlers = 0;
  const take = (name: string, action: object | undefined, check: (child: string) => void) => {
    if (action === undefined) return;
    handlers += 1;
    if (handlers > 1) errors.push(forbidden(`${field}.${name}`, 'may not specify more than 1 handler type'));
    else check(`${field}.${name}`);
  };
  take('exec', exec, (child) => {
    if ((exec?.command ?? []).length === 0) errors.push(required(`${child}.command`));
  });
  take('httpGet', httpGet, (child) => {
    if (httpGet !== undefined) checkHttpGet(httpGet, child, errors);
  });
  take('tcpSocket', tcpSocket, (child) => checkPort(tcpSocket?.port, `${child}.port`, errors));
  take('grpc', grpc, (child) => checkPort(grpc?.port, `${child}.port`, errors));
  take('sleep', sleep, (child) => {
    const seconds = sleep?.seconds ?? 0;
    if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return;
    const why = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
    errors.push(invalid(child, seconds, why));
  });
  if (handlers === 0) errors.push(required(field, 'must specify a handler type'));
}

function checkHttpGet(action: HTTPGetAction, field: string, errors: FieldError[]): void {
  if ((action.path ?? '') === '') errors.push(required(`${field}.path`));
  checkPort(action.port, `${field}.port`, errors);
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS') {
    errors.push(notSupported(`${field}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']));
  }
  for (const { name } of action.httpHeaders ?? []) {
    checkText(headerNameErrors, name ?? '', `${field}.httpHeaders`, errors);
  }
}
