/** How the API server treats Services. Models pkg/registry/core/service/strategy.go and pkg/apis/core/v1/defaults.go (v1.36.3). */
import type { Service, ServicePort } from '../../api/core/service';
import { allocateService } from './serviceAllocation';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { labelNameErrors } from './validation/formats';
import { validations } from './validation/rules';
import { checkService, checkServiceUpdate, serviceWarnings } from './validation/services';

export const service: Strategy<'Service'> = {
  kind: 'Service',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: true,
  returnsDeletedObject: true,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: { loadBalancer: {} } }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  allocate: allocateService,
  warnings: (given, old) =>
    old?.spec === given.spec ? [] : [...serviceWarnings(given), ...unsimulatedWarnings('Service', given)],
  ...validations('Service', {
    nameRule: labelNameErrors,
    check: ({ spec }, errors) => checkService(spec, errors),
    checkUpdate: (next, old, errors) => checkServiceUpdate(next.spec, old.spec, errors),
  }),
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type,
  },
};

type Spec = Service['spec'];

/** Models SetDefaults_Service. */
function defaults(given: Service): Service {
  const written: Partial<Spec> = given.spec ?? {};
  const sessionAffinity = written.sessionAffinity || 'None';
  const { clientIP } = written.sessionAffinityConfig ?? {};
  const isOutside = written.type === 'NodePort' || written.type === 'LoadBalancer';
  const spec: Spec = {
    ...written,
    type: written.type || 'ClusterIP',
    sessionAffinity,
    ...(sessionAffinity === 'ClientIP' && {
      sessionAffinityConfig: { clientIP: { timeoutSeconds: clientIP?.timeoutSeconds ?? 10_800 } },
    }),
    ...(written.ports && { ports: written.ports.map(defaultPort) }),
    ...(written.type !== 'ExternalName' && { internalTrafficPolicy: written.internalTrafficPolicy || 'Cluster' }),
    ...((isOutside || (written.externalIPs ?? []).length > 0) && {
      externalTrafficPolicy: written.externalTrafficPolicy || 'Cluster',
    }),
    ...(written.type === 'LoadBalancer' && {
      allocateLoadBalancerNodePorts: written.allocateLoadBalancerNodePorts ?? true,
    }),
  };
  return { ...given, spec, status: defaultStatus(spec, given.status) };
}

/** An address of a load balancer is reached as a virtual one unless it says otherwise. */
function defaultStatus({ type }: Spec, status: Service['status'] | undefined): Service['status'] {
  const ingress = status?.loadBalancer?.ingress;
  if (status === undefined || type !== 'LoadBalancer' || ingress === undefined) return status ?? { loadBalancer: {} };
  const isWhole = ingress.every(({ ip, ipMode }) => ip === undefined || ipMode !== undefined);
  if (isWhole) return status;
  const named = ingress.map((one) =>
    one.ip === undefined || one.ipMode !== undefined ? one : { ...one, ipMode: 'VIP' },
  );
  return { ...status, loadBalancer: { ...status.loadBalancer, ingress: named } };
}

function defaultPort(port: ServicePort): ServicePort {
  const isUnset = port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '';
  return {
    ...port,
    protocol: port.protocol || 'TCP',
    targetPort: isUnset ? (port.port ?? 0) : port.targetPort,
  };
}
