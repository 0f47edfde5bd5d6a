/** How long the network's parts take, in virtual milliseconds: about what a small cluster on one site shows. */
export const LATENCY = {
  /** Inside one pod or machine, */
  loopback: 0.04,
  /** between two pods, or a pod and its node, */
  sameNode: 0.1,
  /** between two nodes, */
  betweenNodes: 0.5,
  /** from outside of the cluster to a node, */
  fromOutside: 0.8,
  /** through a cloud's load balancer, */
  cloud: 1.2,
  /** to a server somewhere else in the world, */
  toWorld: 12,
  /** inside a DNS server, */
  dnsServer: 0.2,
  /** and inside any other one, besides what its program says. */
  server: 0.3,
  /** Until the kernel gives up asking for a neighbour that does not answer: three times a second, and a little. */
  noNeighbour: 3_072,
} as const;
