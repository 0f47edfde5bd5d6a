/**
 * Says of each API that another server is to serve whether that server can be reached.
 * Models kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go (v1.36.3), which runs in the API
 * server. Left out: the request that a real one makes to see that the server answers; a ready endpoint is enough here.
 */
import type { APIService } from '../../api/apiregistration/apiService';
import { withCondition } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { type ObjectKey, keyOf } from '../../api/meta/objectMeta';
import { formatTime } from '../../api/meta/time';
import type { Cache } from '../../client/cache';
import type { Controller, Watch } from '../controller';

const SERVICE_NAME = 'kubernetes.io/service-name';
const DEFAULT_PORT = 443;

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Keeps the condition Available of APIServices with a service. */
export const apiServiceAvailability: Controller<'APIService'> = {
  name: 'apiservice-remote-availability',
  kind: 'APIService',
  watches: [
    following('Service', ({ metadata }) => metadata.name),
    following('EndpointSlice', ({ metadata }) => metadata.labels?.[SERVICE_NAME]),
  ],
  isConcernedBy: ({ type, object }) => type !== 'DELETED' && object.spec.service !== undefined,

  async reconcile(key, world) {
    const apiService = world.cache.get('APIService', key);
    if (apiService?.spec.service === undefined) return undefined;
    const now = formatTime(world.clock.now());
    const condition = { type: 'Available', ...verdictOn(apiService, world.cache) };
    const conditions = withCondition(apiService.status.conditions, condition, now);
    if (!isDeepEqual(conditions, apiService.status.conditions)) {
      world.explain.rule('serviceJudged', { object: key.name, reason: condition.reason, message: condition.message });
      await world.client.update('APIService', { ...apiService, status: { conditions } }, 'status');
    }
    return undefined;
  },
};

/** Follows `kind` for the APIServices whose service `nameOf` says it belongs to. */
function following(
  kind: 'Service' | 'EndpointSlice',
  nameOf: (object: { metadata: { name: string; labels?: Readonly<Record<string, string>> } }) => string | undefined,
): Watch {
  return {
    kind,
    concerns({ object }, cache): readonly ObjectKey[] {
      const { namespace } = object.metadata;
      const name = nameOf(object);
      return cache
        .list('APIService')
        .filter(({ spec: { service } }) => service?.name === name && service?.namespace === namespace)
        .map(keyOf);
    },
  };
}

function verdictOn({ spec }: APIService, cache: Cache): Verdict {
  const { namespace = '', name = '', port = DEFAULT_PORT } = spec.service ?? {};
  const place = `service/${name} in "${namespace}"`;
  const no = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });
  const service = cache.get('Service', { namespace, name });
  if (service === undefined) return no('ServiceNotFound', `${place} is not present`);
  if (service.spec.type === 'ClusterIP') {
    const found = service.spec.ports?.find((each) => each.port === port);
    if (found === undefined) return no('ServicePortError', `${place} is not listening on port ${port}`);
    const { name: portName = '' } = found;
    const slices = cache
      .list('EndpointSlice', namespace)
      .filter(({ metadata }) => metadata.labels?.[SERVICE_NAME] === name);
    if (slices.length === 0) return no('EndpointsNotFound', `cannot find endpointslices for ${place}`);
    const isServed = slices.some(
      ({ endpoints, ports }) =>
        endpoints?.some(({ conditions }) => conditions?.ready !== false) === true &&
        ports?.some((each) => (each.name ?? '') === portName && each.port !== undefined) === true,
    );
    const missing = `endpointslices for ${place} have no addresses with port name "${portName}"`;
    if (!isServed) return no('MissingEndpoints', missing);
  }
  return { status: 'True', reason: 'Passed', message: 'all checks passed' };
}
