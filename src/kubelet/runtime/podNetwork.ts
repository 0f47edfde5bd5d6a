/** What a program inside a pod sees of the network. The composition root supplies the cluster's; alone, a node knows itself. */
import type { HttpProbeRequest, HttpProbeResult } from './containerRuntime';

/** Names and addresses as a pod reaches them. */
export interface PodNetwork {
  /** Addresses of a name as a pod of `namespace` resolves it; empty: NXDOMAIN. */
  resolve(namespace: string, name: string): readonly string[];
  /** One request from the pod with address `from`. */
  http(from: string, ip: string, port: number, request: HttpProbeRequest): HttpProbeResult;
  tcp(from: string, ip: string, port: number): 'connected' | 'refused' | 'timeout';
  /** Whether something answers an echo request. */
  ping(from: string, ip: string): boolean;
}
