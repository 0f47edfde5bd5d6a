/** What of the traffic a cluster may have or lack, and the terminal lines that change it. */
import type { Deployment } from '../../api/apps/deployment';

export interface Switch {
  readonly name: 'ingress' | 'cloud';
  readonly on: string;
  readonly off: string;
}

export const switches: readonly Switch[] = [
  { name: 'ingress', on: 'minikube addons enable ingress', off: 'minikube addons disable ingress' },
  { name: 'cloud', on: 'minikube addons enable cloud-provider', off: 'minikube addons disable cloud-provider' },
];

/** The image of a Deployment that stands for each. */
const IMAGES: Readonly<Record<Switch['name'], RegExp>> = {
  ingress: /ingress.*controller|traefik/,
  cloud: /cloud-controller-manager/,
};

/** The names of those that are on. */
export function switchesOn(deployments: readonly Deployment[]): readonly Switch['name'][] {
  const images = deployments.flatMap(({ spec }) => spec.template.spec.containers.map(({ image }) => image ?? ''));
  return switches.map(({ name }) => name).filter((name) => images.some((image) => IMAGES[name].test(image)));
}
