/** Connects to a node port from the machine on which the nodes are, as a command of the run. */
import type { Cluster } from '../../cluster/cluster';
import type { NodePortEnd } from './nodePorts';

/** One of `nodes` takes the connection, or the first that answers if there are none. */
export async function dialNodePort(cluster: Cluster, port: number, nodes: readonly string[]): Promise<NodePortEnd> {
  const machines = cluster.machines.list().filter(({ powered, networkCut }) => powered && !networkCut);
  const asked = machines.find(({ spec }) => nodes.includes(spec.name)) ?? machines[0];
  if (asked === undefined) return { type: 'lost' };
  const to = { ip: asked.internalIP, port };
  const { dialled } = await cluster.send({ type: 'http', tool: 'nodePort', to, requests: [] });
  if (dialled?.type === 'connected') return { type: 'connected', server: dialled.connection.server };
  return dialled?.type === 'refused' ? { type: 'refused' } : { type: 'lost' };
}
