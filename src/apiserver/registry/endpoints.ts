/** How the API server treats Endpoints. Models pkg/registry/core/endpoint/strategy.go (v1.36.3). */
import type { EndpointSubset, Endpoints } from '../../api/core/endpoints';
import type { Strategy } from './strategy';
import { validations } from './validation/rules';
import { checkEndpoints } from './validation/endpoints';

const DEPRECATED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

export const endpoints: Strategy<'Endpoints'> = {
  kind: 'Endpoints',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: true,
  deprecation: DEPRECATED,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Endpoints', { check: checkEndpoints }),
};

/** Models SetDefaults_Endpoints. */
function defaults(given: Endpoints): Endpoints {
  if (given.subsets === undefined) return given;
  const subset = (one: EndpointSubset): EndpointSubset => ({
    ...one,
    ...(one.ports && { ports: one.ports.map((port) => ({ ...port, protocol: port.protocol || 'TCP' })) }),
  });
  return { ...given, subsets: given.subsets.map(subset) };
}
