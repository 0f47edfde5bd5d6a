/** What a simulated cluster is called, which has no name of its own. */
import { useText } from '../i18n/useText';
import { useList, useObjects } from './ClusterContext';

/** Nodes of a cluster that nobody has changed: what is said until the first list is here. */
const USUAL = 3;

/** By how many nodes it has, in the language of the page. */
export function useClusterName(): string {
  const t = useText();
  const nodes = useList('Node').length;
  const count = useObjects().isSynced('Node') ? nodes : USUAL;
  return t('top.cluster', { count });
}
