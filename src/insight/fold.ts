/** Few cards of many: what happened again and again becomes one, and of the rest the most telling ones stay. */
import type { WhyCard } from '../client/why';
import type { RuleKey } from '../rules/registry';
import type { DealtCard } from './cards';

/** Cards of an answer. */
const MOST_CARDS = 6;
/** Rules that are applied on every way: how a container starts and ends, and how what happened is counted. */
const USUAL: ReadonlySet<string> = new Set<RuleKey>([
  'admitted',
  'imagePulling',
  'imagePulled',
  'containerStarted',
  'readinessPassed',
  'startupPassed',
  'terminating',
  'exited',
  'objectGone',
  'podsCounted',
  'replicaSetsCounted',
  'daemonsCounted',
  'sizeNoted',
  'annotationsCopied',
  'jobPodCounted',
  'jobCounted',
  'revisionRecorded',
]);

/** At most six of `dealt`, newest first, the first and the last among them; and how many steps are left out. */
export function fold(dealt: readonly DealtCard[]): { readonly cards: readonly WhyCard[]; readonly folded: number } {
  const merged = merge(dealt);
  if (merged.length <= MOST_CARDS) return { cards: merged.map(({ card }) => card), folded: 0 };
  const inner = merged.slice(1, -1).map((each, index) => ({ index: index + 1, weight: weightOf(each) }));
  // Of equally telling ones those that lie nearer to what was asked.
  inner.sort((a, b) => b.weight - a.weight || a.index - b.index);
  const kept = new Set([0, merged.length - 1, ...inner.slice(0, MOST_CARDS - 2).map(({ index }) => index)]);
  const cards = merged.filter((_, index) => kept.has(index)).map(({ card }) => card);
  return { cards, folded: merged.length - cards.length };
}

/** Equal rules about one object, and equal writes of one object without a rule, are told once: by the newest. */
function merge(dealt: readonly DealtCard[]): readonly DealtCard[] {
  const kept: DealtCard[] = [];
  const known = new Map<string, DealtCard>();
  for (const [index, each] of dealt.entries()) {
    const { card } = each;
    const same = index === dealt.length - 1 ? undefined : known.get(signatureOf(card));
    if (same === undefined) {
      const copy = { ...each };
      kept.push(copy);
      known.set(signatureOf(card), copy);
    } else same.card = { ...same.card, times: same.card.times + card.times, since: card.since ?? card.at };
  }
  return kept;
}

function signatureOf({ by, controller, about, rule, params = {}, wrote, command, timer }: WhyCard): string {
  const object = wrote && [wrote.kind, wrote.namespace, wrote.name, wrote.uid, wrote.type];
  const fields = rule === undefined ? wrote?.fields : undefined;
  const { pod, container, node, owner } = params;
  return JSON.stringify([by, controller, about, rule, pod, container, node, owner, object, fields, command, timer]);
}

/** Rules by which objects come, go or are changed tell most; the counting of what happened tells least. */
function weightOf({ card: { rule, wrote } }: DealtCard): number {
  if (wrote?.kind === 'Event') return 0;
  if (rule !== undefined && USUAL.has(rule)) return 1;
  const isOfSpec =
    wrote !== undefined && (wrote.type !== 'MODIFIED' || wrote.fields.some((path) => !path.startsWith('status')));
  if (isOfSpec) return rule === undefined ? 4 : 6;
  if (rule !== undefined) return 5;
  return 2;
}
