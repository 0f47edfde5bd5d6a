/**
 * The health checks of the server, which is always well.
 * Models staging/src/k8s.io/apiserver/pkg/server/healthz (v1.36.3); the checks are those of a real 1.36.3 without
 * encryption, in its order.
 */
import { type Call, valuesOf } from './call';
import { isTrue } from './options';

const hooks = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'peer-endpoint-reconciler-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'storage-readiness',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
  '',
  'apiservice-openapi-controller',
  'apiservice-openapiv3-controller',
].map((hook) => (hook === '' ? 'autoregister-completion' : `poststarthook/${hook}`));

const checks: Readonly<Record<string, readonly string[]>> = {
  healthz: ['ping', 'log', 'loopback-serving-certificate', 'etcd', ...hooks],
  livez: ['ping', 'log', 'loopback-serving-certificate', 'etcd', ...hooks],
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...hooks, 'shutdown'],
};

/** The text at `/healthz`, `/livez`, `/readyz` and the single checks below them; undefined for other paths. */
export function healthText(call: Call, path: string): string | undefined {
  const [endpoint = '', ...rest] = path.slice(1).split('/');
  const all = Object.hasOwn(checks, endpoint) ? checks[endpoint] : undefined;
  if (all === undefined) return undefined;
  const single = rest.join('/');
  if (single !== '') return all.includes(single) ? 'ok' : undefined;
  const { verbose } = call.query;
  if (verbose === undefined || !(verbose === '' || isTrue(verbose))) return 'ok';
  const excluded = valuesOf(call, 'exclude');
  const lines = all.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}`);
  return `${lines.join('\n')}\n${endpoint} check passed\n`;
}

/** The paths of all checks. */
export function healthPaths(): readonly string[] {
  return Object.entries(checks).flatMap(([endpoint, all]) => [
    `/${endpoint}`,
    ...all.map((check) => `/${endpoint}/${check}`).sort(),
  ]);
}
