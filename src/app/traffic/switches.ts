/** What of the traffic a cluster may have or lack, and the terminal lines that change it. */
import type { Deployment } from '../../api/apps/deployment';
import type { IngressClass } from '../../api/networking/ingress';

export interface Switch {
  readonly name: 'ingress' | 'cloud';
  readonly on: string;
  readonly off: string;
}

export const switches: readonly Switch[] = [
  { name: 'ingress', on: 'minikube addons enable ingress', off: 'minikube addons disable ingress' },
  { name: 'cloud', on: 'minikube addons enable cloud-provider', off: 'minikube addons disable cloud-provider' },
];

/** A Deployment that stands for each. */
const DEPLOYMENTS: Readonly<Record<Switch['name'], string>> = {
  ingress: 'ingress-nginx/ingress-nginx-controller',
  cloud: 'kube-system/cloud-controller-manager',
};

/** The names of those that are on. */
export function trafficSwitches(
  deployments: readonly Deployment[],
  classes: readonly IngressClass[],
): readonly Switch['name'][] {
  const names = new Set(deployments.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  return switches
    .map(({ name }) => name)
    .filter((name) => names.has(DEPLOYMENTS[name]) || (name === 'ingress' && classes.length > 0));
}
