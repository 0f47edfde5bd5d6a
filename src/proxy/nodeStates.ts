/**
 * Which nodes have rules, and which ones: those as last written, or as they were when the node's proxy last heard
 * something. Old rules are kept once for all nodes that fell behind at the same write, and only where they differ.
 */
import type { StateMap, StateSpace } from '../sim/clock';
import type { ProxySettings } from './judgement';
import { RuleTable } from './ruleTable';
import type { PortRules } from './serviceRules';

/** One node. Absent: no kube-proxy ever ran there since the machine came up. */
export interface NodeState {
  readonly running: boolean;
  readonly connected: boolean;
  /** Absent: it has no rules yet. */
  readonly settings?: ProxySettings;
  readonly zone?: string;
  /** When its proxy started. */
  readonly since?: number;
  /** It has the rules of this write; absent: the newest. */
  readonly behind?: number;
}

const GENERATION = 'generation';

export class NodeStates {
  readonly #nodes: StateMap<NodeState>;
  /** `write/namespace/name` to the rules that the Service had then, where it has others now. */
  readonly #kept: StateMap<readonly PortRules[]>;
  readonly #counts: StateMap<number>;
  #live: RuleTable | undefined;
  readonly #old = new Map<number, RuleTable>();

  /** `rules`: as last written, by Service. */
  constructor(
    state: StateSpace,
    private readonly rules: StateMap<readonly PortRules[]>,
  ) {
    this.#nodes = state.map('nodes');
    this.#kept = state.map('kept');
    this.#counts = state.map('counts');
  }

  reset(): void {
    this.#live = undefined;
    this.#old.clear();
  }

  get(node: string): NodeState | undefined {
    return this.#nodes.get(node);
  }

  isLive(node: string): boolean {
    const state = this.#nodes.get(node);
    return state !== undefined && state.running && state.connected;
  }

  /** Whether its rules may be others than the newest. */
  isStale({ behind }: NodeState): boolean {
    return behind !== undefined && behind !== this.#generation();
  }

  liveNodes(): readonly string[] {
    return [...this.#nodes.keys()].sort().filter((node) => this.isLive(node));
  }

  /** It keeps the rules that it has while it is not both running and connected. */
  change(node: string, change: Partial<NodeState>): void {
    const before = this.#nodes.get(node) ?? { running: false, connected: true };
    const { behind, ...state } = { ...before, ...change };
    const isLive = state.running && state.connected;
    const wasLive = before.running && before.connected;
    const kept = wasLive ? this.#generation() : behind;
    // A proxy that starts while it is cut off writes nothing.
    const settings = isLive ? state.settings : before.settings;
    this.#nodes.set(node, {
      running: state.running,
      connected: state.connected,
      ...(settings === undefined ? {} : { settings }),
      ...(state.zone === undefined ? {} : { zone: state.zone }),
      ...(state.since === undefined ? {} : { since: state.since }),
      ...(isLive || kept === undefined ? {} : { behind: kept }),
    });
    if (behind !== undefined) this.#dropUnused(behind);
  }

  setZone(node: string, zone: string): void {
    const state = this.#nodes.get(node);
    if (state === undefined || state.zone === zone) return;
    this.#nodes.set(node, { ...state, zone });
    for (const entry of this.#live?.all() ?? []) entry.forget(node);
  }

  remove(node: string): void {
    const state = this.#nodes.get(node);
    this.#nodes.delete(node);
    if (state?.behind !== undefined) this.#dropUnused(state.behind);
  }

  /** The rules of a Service from now on; none takes it away. `behind`: the writes that nodes still have. */
  write(key: string, rules: readonly PortRules[], behind: ReadonlySet<number>): void {
    const before = this.rules.get(key) ?? [];
    if (rules.length === 0 && before.length === 0) return;
    for (const write of behind) {
      const at = `${write}/${key}`;
      if (!this.#kept.has(at)) this.#kept.set(at, before);
    }
    if (rules.length === 0) this.rules.delete(key);
    else this.rules.set(key, rules);
    this.#counts.set(GENERATION, this.#generation() + 1);
    this.#live?.set(key, this.rules.get(key) ?? []);
  }

  live(): RuleTable {
    this.#live ??= tableOf(this.rules.entries());
    return this.#live;
  }

  tableOf({ behind }: NodeState): RuleTable {
    if (behind === undefined) return this.live();
    let table = this.#old.get(behind);
    if (table === undefined) {
      const rules = new Map(this.rules.entries());
      const prefix = `${behind}/`;
      for (const [key, old] of this.#kept.entries())
        if (key.startsWith(prefix)) rules.set(key.slice(prefix.length), old);
      this.#old.set(behind, (table = tableOf(rules)));
    }
    return table;
  }

  #generation(): number {
    return this.#counts.get(GENERATION) ?? 0;
  }

  /** The writes at which nodes fell behind. */
  writesKept(): ReadonlySet<number> {
    return new Set([...this.#nodes.values()].flatMap(({ behind }) => (behind === undefined ? [] : [behind])));
  }

  #dropUnused(write: number): void {
    if (this.writesKept().has(write)) return;
    this.#old.delete(write);
    const prefix = `${write}/`;
    for (const key of [...this.#kept.keys()]) if (key.startsWith(prefix)) this.#kept.delete(key);
  }
}

function tableOf(rules: Iterable<readonly [string, readonly PortRules[]]>): RuleTable {
  const table = new RuleTable();
  const sorted = [...rules].sort(([x], [y]) => (x < y ? -1 : 1));
  for (const [key, each] of sorted) table.set(key, each);
  return table;
}
