/**
 * Gives every namespace its `default` ServiceAccount.
 * Models pkg/controller/serviceaccount/serviceaccounts_controller.go (v1.36.3).
 */
import { ApiError, isReason } from '../../api/meta/status';
import type { Controller } from '../controller';
import { isNamespaceTerminating } from '../shared/podControl';
import { namespaceOfDeleted } from './namespaceWatches';

const NAME = 'default';

/** Keeps ServiceAccount `default` in every active namespace. */
export const serviceAccountController: Controller<'Namespace'> = {
  name: 'serviceaccount-controller',
  source: 'service-account-controller',
  kind: 'Namespace',
  watches: [namespaceOfDeleted('ServiceAccount', NAME)],

  async reconcile({ name: namespace }, world) {
    const found = world.cache.get('Namespace', { name: namespace });
    if (found === undefined || found.status.phase !== 'Active') return undefined;
    if (world.cache.get('ServiceAccount', { namespace, name: NAME }) !== undefined) return undefined;
    world.explain.rule('defaultAccount', { namespace });
    try {
      await world.client.create('ServiceAccount', { metadata: { name: NAME, namespace } });
    } catch (error) {
      const isSettled =
        isReason(error, 'AlreadyExists') || (error instanceof ApiError && isNamespaceTerminating(error));
      if (!isSettled) throw error;
    }
    return undefined;
  },
};
