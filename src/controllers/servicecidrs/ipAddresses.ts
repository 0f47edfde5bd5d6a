/**
 * Writes down which Service has which address. In a real cluster the API server does so with the Service itself; here
 * the record follows within milliseconds, and addresses are handed out by the Services alone.
 * Models the IPAddresses of pkg/registry/core/service/ipallocator/ipallocator.go (v1.36.3).
 */
import type { IPAddress } from '../../api/networking/serviceCIDR';
import { isReason } from '../../api/meta/status';
import type { Controller } from '../controller';

const LABELS = {
  'ipaddress.kubernetes.io/ip-family': 'IPv4',
  'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
};

/** One IPAddress for each address of each Service. */
export const serviceAddresses: Controller<'Service'> = {
  name: 'service-ipaddresses',
  kind: 'Service',
  watches: [{ kind: 'IPAddress', concerns: ({ object }) => serviceOf(object as IPAddress) }], // Of the kind that is watched.

  async reconcile(key, world) {
    const { namespace = '', name } = key;
    const wanted = (world.cache.get('Service', key)?.spec.clusterIPs ?? []).filter((address) => address !== 'None');
    const isOurs = (object: IPAddress) =>
      serviceOf(object).some((at) => at.namespace === namespace && at.name === name);
    for (const address of wanted) {
      if (world.cache.get('IPAddress', { name: address }) !== undefined) continue;
      world.explain.rule('addressTaken', { service: name, address });
      const parentRef = { resource: 'services', namespace, name };
      try {
        await world.client.create('IPAddress', { metadata: { name: address, labels: LABELS }, spec: { parentRef } });
      } catch (error) {
        if (!isReason(error, 'AlreadyExists')) throw error; // The cache will show it.
      }
    }
    // An address cannot be changed, only given up.
    if (wanted.length > 0) return undefined;
    for (const object of world.cache.list('IPAddress')) {
      const { name: address, uid, deletionTimestamp } = object.metadata;
      if (deletionTimestamp !== undefined || !isOurs(object)) continue;
      world.explain.rule('addressFreed', { service: name, address });
      await world.client.delete('IPAddress', { name: address }, { preconditions: { uid } });
    }
    return undefined;
  },
};

function serviceOf({ spec: { parentRef } }: IPAddress) {
  if (parentRef?.resource !== 'services' || parentRef.namespace === undefined) return [];
  return [{ namespace: parentRef.namespace, name: parentRef.name }];
}
