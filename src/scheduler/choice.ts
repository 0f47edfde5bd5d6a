/**
 * Tells why a node was chosen for a pod: it was the only one that fits, the one with the highest score, one of several
 * that drew, or the one where room was made. Ours alone: a real scheduler logs it at a high verbosity at most.
 */
import type { Pod } from '../api/core/pod';
import type { Because, Explain } from '../component/component';
import type { Diagnosis } from './cycle';

/** Tells why `node` was chosen out of `nodes` for `pod`, which was tried `because`. */
export function explainChoice(
  pod: Pod,
  node: string,
  nodes: number,
  { scores }: Diagnosis,
  explain: Explain,
  because: Because,
): void {
  const told = { pod: pod.metadata.name, node, nodes };
  if (scores === undefined) {
    explain.rule(pod.status.nominatedNodeName === node ? 'nominatedNode' : 'onlyNode', told, because);
    return;
  }
  const width = scores.plugins.length;
  const totals = scores.nodes.map((_, row) =>
    scores.values.slice(row * width, (row + 1) * width).reduce((sum, score) => sum + score, 0),
  );
  const chosen = scores.nodes.indexOf(node);
  const score = totals[chosen] ?? 0;
  const drawn = totals.filter((total) => total === score).length;
  const next = Math.max(0, ...totals.filter((_, row) => row !== chosen));
  explain.rule(drawn > 1 ? 'drawnNode' : 'bestNode', { ...told, fits: totals.length, score, next, drawn }, because);
}
