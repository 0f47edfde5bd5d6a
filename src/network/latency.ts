/** How long the network's parts take, in virtual milliseconds: about what a small cluster on one site shows. */
export const LATENCY = {
  /** Between two pods, or a pod and its node, */
  sameNode: 0.1,
  /** between two nodes, */
  betweenNodes: 0.5,
  /** from outside of the cluster to a node, */
  fromOutside: 0.8,
  /** inside a DNS server. */
  dnsServer: 0.2,
} as const;
