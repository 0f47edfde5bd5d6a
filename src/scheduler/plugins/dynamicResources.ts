/**
 * Pods that ask for devices by resourceClaims wait outside of the queue, without an event, as they do in a cluster where
 * their claims do not exist.
 * Models the PreEnqueue of pkg/scheduler/framework/plugins/dynamicresources (v1.36.3); the words that it adds to every
 * failure are in fitError.ts. Left out: allocation of devices. No driver offers any here.
 */
import { type Plugin, skip } from '../framework';

export const dynamicResources: Plugin = {
  name: 'DynamicResources',
  preEnqueue: ({ spec }) => (spec.resourceClaims ?? []).length === 0,
  preFilter: () => skip,
};
