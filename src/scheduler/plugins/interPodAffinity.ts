/**
 * Pods that want to be near other pods, or far from them.
 * Models pkg/scheduler/framework/plugins/interpodaffinity (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { PodAffinityTerm } from '../../api/core/affinity';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import type { ClusterEvent } from '../clusterEvent';
import { type Plugin, type Snapshot, MAX_NODE_SCORE, skip, unresolvable, unschedulable } from '../framework';
import { TopologyCounts, countTerm, preferredTerms, requiredTerms, termMeans } from './podAffinityTerms';

const AFFINITY = "node(s) didn't match pod affinity rules";
const ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
const EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";
/** What a required affinity term of a running pod is worth to a pod that it means. */
const HARD_POD_AFFINITY_WEIGHT = 1;

export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  preFilter(pod, snapshot) {
    const near = requiredTerms(pod.spec.affinity?.podAffinity);
    const far = requiredTerms(pod.spec.affinity?.podAntiAffinity);
    const existing = existingAntiAffinity(pod, snapshot);
    if (near.length === 0 && far.length === 0 && existing.isEmpty) return skip;
    const nearCounts = countPodsOfAll(near, pod, snapshot);
    const farCounts = new TopologyCounts();
    for (const term of far) countTerm(term, pod, snapshot, 1, farCounts);
    // The first pod of a group that wants to be together would otherwise never find a place.
    const isFirst = nearCounts.isEmpty && near.every((term) => termMeans(term, pod, pod, snapshot));
    return {
      type: 'filter',
      filter({ node }) {
        if (!near.every((term) => hasKey(node, term) && (isFirst || nearCounts.of(term.topologyKey, node) > 0))) {
          return unresolvable(AFFINITY);
        }
        if (far.some((term) => farCounts.of(term.topologyKey, node) > 0)) return unschedulable(ANTI_AFFINITY);
        return existing.total(node) > 0 ? unschedulable(EXISTING) : undefined;
      },
    };
  },
  preScore(pod, snapshot) {
    const counts = new TopologyCounts();
    const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
    for (const { weight, podAffinityTerm } of preferredTerms(podAffinity)) {
      countTerm(podAffinityTerm, pod, snapshot, weight, counts);
    }
    for (const { weight, podAffinityTerm } of preferredTerms(podAntiAffinity)) {
      countTerm(podAffinityTerm, pod, snapshot, -weight, counts);
    }
    addWishesOfOthers(pod, snapshot, counts);
    if (counts.isEmpty) return skip;
    return { type: 'score', score: ({ node }) => counts.total(node), normalize: normalized };
  },
  wakes: (event, pod) => mayHelp(event, pod),
};

function hasKey(node: Node, { topologyKey }: PodAffinityTerm): boolean {
  return node.metadata.labels?.[topologyKey] !== undefined;
}

/** Where running pods with required anti-affinity would not stand `pod`. */
function existingAntiAffinity(pod: Pod, snapshot: Snapshot): TopologyCounts {
  const counts = new TopologyCounts();
  const nodes = nodesByName(snapshot);
  for (const { pod: other, node } of snapshot.podsWithAffinity()) {
    for (const term of requiredTerms(other.spec.affinity?.podAntiAffinity)) {
      if (termMeans(term, other, pod, snapshot)) counts.add(term.topologyKey, nodes(node), 1);
    }
  }
  return counts;
}

/** Pods that all of `terms` mean, by each term's key. One term, the usual case, is a look-up per node. */
function countPodsOfAll(terms: readonly PodAffinityTerm[], owner: Pod, snapshot: Snapshot): TopologyCounts {
  const counts = new TopologyCounts();
  const [first] = terms;
  if (first !== undefined && terms.length === 1) countTerm(first, owner, snapshot, 1, counts);
  if (terms.length < 2) return counts;
  for (const { name, node } of snapshot.nodes) {
    const meant = snapshot.podsOn(name).filter((pod) => terms.every((term) => termMeans(term, owner, pod, snapshot)));
    for (const { topologyKey } of terms) counts.add(topologyKey, node, meant.length);
  }
  return counts;
}

/** Affinity is mutual in scoring: what running pods wish about `pod` counts as well. */
function addWishesOfOthers(pod: Pod, snapshot: Snapshot, counts: TopologyCounts): void {
  const nodes = nodesByName(snapshot);
  for (const { pod: other, node } of snapshot.podsWithAffinity()) {
    const { podAffinity, podAntiAffinity } = other.spec.affinity ?? {};
    const wishes = [
      ...requiredTerms(podAffinity).map((term) => ({ weight: HARD_POD_AFFINITY_WEIGHT, podAffinityTerm: term })),
      ...preferredTerms(podAffinity),
      ...preferredTerms(podAntiAffinity).map((wish) => ({ ...wish, weight: -wish.weight })),
    ];
    for (const { weight, podAffinityTerm } of wishes) {
      if (!termMeans(podAffinityTerm, other, pod, snapshot)) continue;
      counts.add(podAffinityTerm.topologyKey, nodes(node), weight);
    }
  }
}

function nodesByName({ nodes }: Snapshot): (name: string) => Node | undefined {
  let index: Map<string, Node> | undefined;
  return (name) => {
    index ??= new Map(nodes.map((info) => [info.name, info.node]));
    return index.get(name);
  };
}

/** The worst node gets 0, the best 100; all 0 if they are equal. */
function normalized(scores: readonly number[]): readonly number[] {
  const min = Math.min(...scores);
  const max = Math.max(...scores);
  if (max === min) return scores.map(() => 0);
  return scores.map((score) => Math.trunc((MAX_NODE_SCORE * (score - min)) / (max - min)));
}

/** Queueing hint. Namespace selectors are taken to match: a wake-up too many is harmless. */
function mayHelp(event: ClusterEvent, pod: Pod): boolean {
  const near = requiredTerms(pod.spec.affinity?.podAffinity);
  const far = requiredTerms(pod.spec.affinity?.podAntiAffinity);
  switch (event.type) {
    case 'nodeAdd':
      return [...near, ...far].every((term) => hasKey(event.node, term)) || far.length > 0;
    case 'nodeUpdate':
      return !isDeepEqual(event.node.metadata.labels, event.previous.metadata.labels);
    case 'nodeDelete':
    case 'storageChange':
    case 'volumeDetached':
      return false;
    case 'assignedPodAdd':
      return near.some((term) => means(term, event.pod));
    case 'assignedPodDelete':
      return far.some((term) => means(term, event.pod)) || isRejectedBy(event.pod, pod);
    case 'assignedPodUpdate':
      return (
        near.some((term) => means(term, event.pod) && !means(term, event.previous)) ||
        far.some((term) => !means(term, event.pod) && means(term, event.previous))
      );
    case 'pendingPodUpdate':
      return !isDeepEqual(event.pod.metadata.labels, event.previous.metadata.labels);
    default:
      return event satisfies never;
  }
}

function means(term: PodAffinityTerm, pod: Pod): boolean {
  return labelSelectorMatches(term.labelSelector, pod.metadata.labels);
}

function isRejectedBy(other: Pod, pod: Pod): boolean {
  return requiredTerms(other.spec.affinity?.podAntiAffinity).some((term) => means(term, pod));
}
