/**
 * Copies Endpoints that people wrote for a Service without selector into an EndpointSlice, which is what traffic follows.
 * Models pkg/controller/endpointslicemirroring (v1.36.3). Left out: more than one subset of ports in one slice.
 */
import type { EndpointAddress, Endpoints } from '../../api/core/endpoints';
import type { Endpoint } from '../../api/discovery/endpointSlice';
import { isDeepEqual } from '../../api/meta/equality';
import type { Controller } from '../controller';

const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';

export const endpointSliceMirroringController: Controller<'Endpoints'> = {
  name: 'endpointslicemirroring-controller',
  kind: 'Endpoints',
  watches: [
    {
      kind: 'Service',
      concerns: ({ object: { metadata } }) => [{ namespace: metadata.namespace ?? '', name: metadata.name }],
    },
  ],
  reads: ['EndpointSlice'],

  async reconcile(key, { cache, client, explain }) {
    const endpoints = cache.get('Endpoints', key);
    const service = cache.get('Service', key);
    if (endpoints === undefined || service === undefined) return undefined;
    const isForeign =
      Object.keys(service.spec.selector ?? {}).length === 0 && endpoints.metadata.labels?.[SKIP] !== 'true';
    const slices = cache.ownedBy('EndpointSlice', endpoints.metadata.uid);
    const subsets = isForeign ? (endpoints.subsets ?? []) : [];
    const { namespace = '', name } = endpoints.metadata;
    for (const [index, subset] of subsets.entries()) {
      const mirrored = {
        endpoints: endpointsOf(subset),
        ports: (subset.ports ?? []).map((port) => ({ name: '', ...port })),
      };
      const slice = slices[index];
      if (slice === undefined) {
        explain.rule('slicesMirror', { service: key.name });
        await client.create('EndpointSlice', {
          metadata: { namespace, generateName: `${name}-`, ...ownMetadata(endpoints) },
          addressType: 'IPv4',
          ...mirrored,
        } as never); // A draft: the server fills in the rest.
      } else if (!isDeepEqual(slice.endpoints, mirrored.endpoints) || !isDeepEqual(slice.ports, mirrored.ports)) {
        explain.rule('slicesMirror', { service: key.name });
        await client.update('EndpointSlice', { ...slice, ...mirrored });
      }
    }
    for (const { metadata } of slices.slice(subsets.length)) {
      explain.rule('slicesMirror', { service: key.name });
      await client.delete('EndpointSlice', { namespace, name: metadata.name });
    }
    return undefined;
  },
};

function endpointsOf(subset: NonNullable<Endpoints['subsets']>[number]): readonly Endpoint[] {
  const endpoint = (address: EndpointAddress, ready: boolean): Endpoint => ({
    addresses: [address.ip],
    conditions: { ready },
    ...(address.hostname === undefined ? {} : { hostname: address.hostname }),
    ...(address.nodeName === undefined ? {} : { nodeName: address.nodeName }),
    ...(address.targetRef === undefined ? {} : { targetRef: address.targetRef }),
  });
  return [
    ...(subset.addresses ?? []).map((address) => endpoint(address, true)),
    ...(subset.notReadyAddresses ?? []).map((address) => endpoint(address, false)),
  ];
}

function ownMetadata({ metadata: { name, uid, labels } }: Endpoints) {
  return {
    labels: {
      ...labels,
      'endpointslice.kubernetes.io/managed-by': MANAGER,
      'kubernetes.io/service-name': name,
    },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Endpoints', name, uid, controller: true, blockOwnerDeletion: true }],
  };
}
