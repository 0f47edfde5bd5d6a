/** What the programs of one machine see of the network. The composition root supplies the cluster's; alone, a node knows itself. */
import type { ClientNetwork } from '../../client/network';

/** Gives each address of the machine its way into the network. */
export interface PodNetwork {
  /** The network as a process with that address has it: a pod's, or the machine's own. */
  clientAt(ip: string): ClientNetwork;
}
