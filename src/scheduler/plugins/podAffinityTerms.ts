/**
 * Terms of podAffinity and podAntiAffinity: which pods they mean, and how many of those each topology domain has.
 * Models pkg/scheduler/framework/types.go, AffinityTerm, and plugins/interpodaffinity (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { PodAffinity, PodAffinityTerm } from '../../api/core/affinity';
import type { Pod } from '../../api/core/pod';
import { labelSelectorMatches } from '../../api/meta/labels';
import type { Snapshot } from '../framework';

export interface WeightedTerm {
  readonly weight: number;
  readonly podAffinityTerm: PodAffinityTerm;
}

const noTerms: readonly never[] = [];

export function requiredTerms(affinity: PodAffinity | undefined): readonly PodAffinityTerm[] {
  return affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? noTerms;
}

export function preferredTerms(affinity: PodAffinity | undefined): readonly WeightedTerm[] {
  return affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? noTerms;
}

/** The namespaces that a term of `owner` looks into: its own if the term names none. */
export function namespacesOf(term: PodAffinityTerm, owner: Pod, snapshot: Snapshot): readonly string[] {
  const { namespaces = [], namespaceSelector } = term;
  if (namespaceSelector !== undefined) {
    return [...new Set([...namespaces, ...snapshot.namespacesMatching(namespaceSelector)])];
  }
  return namespaces.length > 0 ? namespaces : [owner.metadata.namespace ?? ''];
}

/** Whether a term of `owner` means `pod`. */
export function termMeans(term: PodAffinityTerm, owner: Pod, pod: Pod, snapshot: Snapshot): boolean {
  return (
    labelSelectorMatches(term.labelSelector, pod.metadata.labels) &&
    namespacesOf(term, owner, snapshot).includes(pod.metadata.namespace ?? '')
  );
}

/** Numbers by topology key and value. */
export class TopologyCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** Adds `amount` to the domain in which `node` is; nothing if it has no such label. */
  add(topologyKey: string, node: Node | undefined, amount: number): void {
    const value = node?.metadata.labels?.[topologyKey];
    if (value === undefined || amount === 0) return;
    const values = this.#counts.get(topologyKey) ?? new Map<string, number>();
    values.set(value, (values.get(value) ?? 0) + amount);
    this.#counts.set(topologyKey, values);
  }

  /** The number for the domain of `node` by one key. */
  of(topologyKey: string, node: Node): number {
    const value = node.metadata.labels?.[topologyKey];
    return value === undefined ? 0 : (this.#counts.get(topologyKey)?.get(value) ?? 0);
  }

  /** Sum over all keys. */
  total(node: Node): number {
    let sum = 0;
    for (const topologyKey of this.#counts.keys()) sum += this.of(topologyKey, node);
    return sum;
  }
}

/** Adds `weight` for every pod that a term of `owner` means. */
export function countTerm(
  term: PodAffinityTerm,
  owner: Pod,
  snapshot: Snapshot,
  weight: number,
  counts: TopologyCounts,
): void {
  const { labelSelector, topologyKey } = term;
  if (labelSelector === undefined) return;
  for (const namespace of namespacesOf(term, owner, snapshot)) {
    const count = snapshot.count({ namespace, selector: labelSelector, terminating: true });
    for (const { name, node } of snapshot.nodes) counts.add(topologyKey, node, weight * count(name));
  }
}
