/** How the API server treats EndpointSlices. Models pkg/registry/discovery/endpointslice/strategy.go (v1.36.3). */
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import type { Strategy } from './strategy';
import { validations } from './validation/rules';
import { checkEndpointSlice, checkEndpointSliceUpdate } from './validation/endpoints';

export const endpointSlice: Strategy<'EndpointSlice'> = {
  kind: 'EndpointSlice',
  hasGeneration: true,
  wanted: ({ metadata: { labels }, addressType, endpoints, ports }) => ({ labels, addressType, endpoints, ports }),
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('EndpointSlice', { check: checkEndpointSlice, checkUpdate: checkEndpointSliceUpdate }),
};

/** Models SetDefaults_EndpointPort of pkg/apis/discovery/v1. */
function defaults(given: EndpointSlice): EndpointSlice {
  const { ports, endpoints } = given;
  return {
    ...given,
    // A slice without endpoints or ports says so.
    endpoints: endpoints ?? null,
    ports: ports?.map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })) ?? null,
  };
}
