/** Addresses with a meaning, and the ranges of the cluster and its surroundings. */
import type { Address } from '../client/traffic';

/** The learner's machine: the host on whose bridge the nodes are. */
export const LEARNER = '192.168.49.1';
/** The API server, on minikube's port and on kubeadm's. */
const API_SERVER = '192.168.49.2';
const API_PORTS: ReadonlySet<number> = new Set([6443, 8443]);

export function isApiServer({ ip, port }: Address): boolean {
  return ip === API_SERVER && API_PORTS.has(port);
}

/** Whether it is on the network of the machines. */
export function isMachines(ip: string): boolean {
  return ip.startsWith('192.168.49.');
}

/** Whether it belongs to pods or Services: nobody outside of the cluster has a route there. */
export function isInternal(ip: string): boolean {
  return ip.startsWith('10.');
}

/** Whether it is in the part of the network that nodes' pods have their addresses from. */
export function isPodNetwork(ip: string): boolean {
  return ip.startsWith('10.244.');
}

/** Whether a process means its own machine or pod by it. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith('127.') || ip === '0.0.0.0';
}
