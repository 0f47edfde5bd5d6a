/** What a page calls the real cluster that it looks at. Pure. */
import type { RemoteCluster } from '../../client/remote';

/** The context, else the host of the server, else the host that the page came from. */
export function clusterName(cluster: RemoteCluster | undefined, pageHost: string): string {
  if (cluster?.context !== undefined && cluster.context !== '') return cluster.context;
  return hostOf(cluster?.server) ?? pageHost;
}

/** `10.0.0.1:6443` of a server's address; undefined of what is none. */
export function hostOf(server: string | undefined): string | undefined {
  if (server === undefined || !URL.canParse(server)) return undefined;
  return new URL(server).host;
}

/** Whole seconds until `instant`, at least 0. */
export function secondsUntil(instant: number, now: number): number {
  return Math.max(0, Math.ceil((instant - now) / 1000));
}
