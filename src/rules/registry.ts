/**
 * Every rule that the cluster can give as a reason: one registry, read by the page. The engine knows the keys alone, as
 * types: no sentence is in its bundle.
 */
import { apiserverRules } from './apiserver';
import { controllersRules } from './controllers';
import { kubeletRules } from './kubelet';
import { nodesRules } from './nodes';
import type { Rule } from './rule';
import { schedulerRules } from './scheduler';
import { upkeepRules } from './upkeep';

const all = {
  ...apiserverRules,
  ...controllersRules,
  ...kubeletRules,
  ...nodesRules,
  ...schedulerRules,
  ...upkeepRules,
} as const;

export type RuleKey = keyof typeof all;

export const rules: Readonly<Record<RuleKey, Rule>> = all;

/** The rule called `key`; undefined if there is none, as in what a newer page has told. */
export function ruleOf(key: string): Rule | undefined {
  return Object.hasOwn(rules, key) ? rules[key as RuleKey] : undefined; // Just checked.
}
