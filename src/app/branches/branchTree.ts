/** The branches of a run as a small tree, one row each: who left whom, and when. */
import type { Branch } from '../../client/history';

/** One row: a branch below the one that it left. */
export interface BranchRow {
  readonly branch: Branch;
  /** 0 for the first one, and for those whose parent is gone. */
  readonly depth: number;
  /** The branch that it left; undefined for the first one, and if that branch is gone. */
  readonly parent: Branch | undefined;
}

/** Parents before their children, children by when they left. */
export function branchRows(branches: readonly Branch[]): readonly BranchRow[] {
  const known = new Map(branches.map((branch) => [branch.id, branch]));
  const childrenOf = (id: string | undefined) =>
    branches
      .filter(({ from }) => (from !== undefined && known.has(from.id) ? from.id : undefined) === id)
      .sort((left, right) => (left.from?.atMs ?? 0) - (right.from?.atMs ?? 0));
  const below = (id: string | undefined, depth: number): readonly BranchRow[] =>
    childrenOf(id).flatMap((branch) => [
      { branch, depth, parent: known.get(branch.from?.id ?? '') },
      ...below(branch.id, depth + 1),
    ]);
  return below(undefined, 0);
}

/** A branch that is there now and was not before, begun by what somebody did just now; not one that came with another run. */
export function newBranch(
  before: { readonly branch: string; readonly branches: readonly Branch[]; readonly atMs: number },
  now: { readonly branch: string; readonly branches: readonly Branch[] },
  slackMs: number,
): Branch | undefined {
  if (now.branches.length !== before.branches.length + 1) return undefined;
  const shown = now.branches.find(({ id }) => id === now.branch);
  const left = before.branches.find(({ id }) => id === before.branch);
  if (shown?.from === undefined || left === undefined || shown.from.id !== left.id) return undefined;
  const wasThere = before.branches.some(({ id }) => id === shown.id);
  const isKept = now.branches.some(({ id, name }) => id === left.id && name === left.name);
  return wasThere || !isKept || shown.from.atMs > before.atMs + slackMs ? undefined : shown;
}
