/** What can be done to names from outside of the cluster, on CoreDNS's pods. It stands in the menu. */
import type { Action } from './action';
import { sendFault } from './podActions';

function upstreamAction(stops: boolean): Action {
  const id = stops ? 'stopUpstreamDns' : 'startUpstreamDns';
  return {
    id,
    kinds: ['Pod'],
    label: `actions.${id}`,
    icon: stops ? 'plug' : 'check',
    needsSimulation: true,
    menuOnly: true,
    isPossible: (target, { broken }) =>
      target.type === 'pod' &&
      target.object.metadata.labels?.['k8s-app'] === 'kube-dns' &&
      broken.some(({ type }) => type === 'stopUpstreamDns') !== stops,
    line: () => ({ type: 'simulationOnly', key: `actions.${id}.what`, params: {} }),
    run: ({ simulation }) => sendFault(simulation, { type: id }),
  };
}

export const dnsActions: readonly Action[] = [upstreamAction(true), upstreamAction(false)];
