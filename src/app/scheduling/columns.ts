/** The table of an attempt: plugins in the order in which they are asked, nodes that fared alike in one column. Pure. */
import type { NodeVerdict, SchedulingVerdict } from '../../client/simulation';

/** The order of kube-scheduler's default profile. */
const ORDER = [
  'NodeUnschedulable',
  'NodeName',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'NodeVolumeLimits',
  'VolumeBinding',
  'VolumeZone',
  'PodTopologySpread',
  'InterPodAffinity',
  'DynamicResources',
];
/** With more nodes than these, those that fared alike share a column. */
const MOST_SINGLE = 4;

type Filter = NodeVerdict['filters'][number];

/** How one plugin judged the nodes of a column. */
export type Cell =
  | { readonly type: 'pass' | 'notReached' | 'notLooked' }
  | { readonly type: 'refuse'; readonly reason: string; readonly detail?: Filter['detail'] };

export interface Column {
  readonly nodes: readonly string[];
  /** Plugin to its cell. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly isChosen: boolean;
  /** Weighted scores, if the nodes fitted and were compared. */
  readonly scores?: NodeVerdict['scores'];
}

export interface VerdictTable {
  /** Plugins that judged. */
  readonly plugins: readonly string[];
  /** Plugins that had nothing to ask of this pod. */
  readonly skipped: readonly string[];
  readonly columns: readonly Column[];
  /** Plugins that gave scores. */
  readonly scoring: readonly string[];
}

export function tableOf(verdict: SchedulingVerdict): VerdictTable {
  const filters = verdict.nodes.flatMap((node) => node.filters);
  const skipped = inOrder(filters.filter(({ status }) => status === 'skip'));
  const plugins = inOrder(filters.filter(({ status }) => status !== 'skip'));
  const single = verdict.nodes.map((node) => columnOf(node, plugins, verdict));
  const columns = single.length <= MOST_SINGLE ? single : merged(single);
  const [scored] = verdict.nodes.filter(({ scores }) => scores !== undefined);
  return { plugins, skipped, columns, scoring: scored?.scores?.map(({ plugin }) => plugin) ?? [] };
}

function inOrder(filters: readonly Filter[]): readonly string[] {
  const names = [...new Set(filters.map(({ plugin }) => plugin))];
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return names.sort((a, b) => place(a) - place(b));
}

function columnOf(node: NodeVerdict, plugins: readonly string[], { chosen }: SchedulingVerdict): Column {
  const isRefused = node.filters.some(({ status }) => status === 'refuse');
  const isChosen = node.node === chosen;
  // The search ends once enough nodes fit: the others were never asked.
  const isLooked = chosen === undefined || isRefused || isChosen || node.scores !== undefined;
  const cells = new Map<string, Cell>();
  for (const plugin of plugins) {
    const filter = node.filters.find((each) => each.plugin === plugin);
    cells.set(plugin, isLooked ? cellOf(filter) : { type: 'notLooked' });
  }
  return { nodes: [node.node], cells, isChosen, ...(node.scores && { scores: node.scores }) };
}

function cellOf(filter: Filter | undefined): Cell {
  if (filter === undefined) return { type: 'notReached' };
  if (filter.status !== 'refuse') return { type: 'pass' };
  const { reason = '', detail } = filter;
  return { type: 'refuse', reason, ...(detail && { detail }) };
}

/** One column for all that fared alike, the larger ones first; the chosen node stands alone in front. */
function merged(columns: readonly Column[]): readonly Column[] {
  const groups = new Map<string, Column>();
  for (const column of columns) {
    const key = JSON.stringify([column.isChosen, [...column.cells.values()], column.scores]);
    const group = groups.get(key);
    groups.set(key, group === undefined ? column : { ...group, nodes: [...group.nodes, ...column.nodes] });
  }
  return [...groups.values()].sort(
    (a, b) => Number(b.isChosen) - Number(a.isChosen) || totalOf(b) - totalOf(a) || b.nodes.length - a.nodes.length,
  );
}

/** The sum of the scores of a column; 0 without any. */
export function totalOf({ scores = [] }: Column): number {
  return scores.reduce((sum, { score }) => sum + score, 0);
}

/** How many nodes each plugin refused, in the order of asking. */
export function refusalCounts({ plugins, columns }: VerdictTable): readonly { plugin: string; count: number }[] {
  return plugins
    .map((plugin) => ({
      plugin,
      count: columns
        .filter(({ cells }) => cells.get(plugin)?.type === 'refuse')
        .reduce((sum, { nodes }) => sum + nodes.length, 0),
    }))
    .filter(({ count }) => count > 0);
}
