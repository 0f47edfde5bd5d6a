/** What a rule of the cluster is to somebody who asks "why?": a sentence in both languages and where Kubernetes tells of it. */

/**
 * One rule that a component applies. `{name}` places of its sentences are filled from the params that the component
 * gives; names of kinds, fields, states and conditions stay English in both.
 */
export interface Rule {
  /** Past or present tense, one clause, without a full stop: `Created {missing} of {wanted} pods`. */
  readonly en: string;
  readonly ko: string;
  /** Path below kubernetes.io, with its anchor: `docs/concepts/workloads/controllers/replicationcontroller/`. */
  readonly docs: string;
  /**
   * The field or flag that decides it, as Kubernetes spells it: `spec.replicas`, `--node-monitor-grace-period`. Its value
   * is a param of the sentence.
   */
  readonly setting?: string;
}

/** Rules by key: `missingPods`. The keys of all parts differ. */
export type Rules = Readonly<Record<string, Rule>>;

/** Values for the places of a sentence. Durations are whole milliseconds and their names end in `Ms`. */
export type RuleParams = Readonly<Record<string, string | number>>;
