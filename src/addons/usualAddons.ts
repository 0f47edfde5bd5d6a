/** What a cluster of a person has from its start: Services and names work. Names as in clusterAddons. */
export const USUAL_ADDONS: readonly string[] = ['kube-proxy', 'coredns'];
