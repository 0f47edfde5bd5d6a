/** Few cards of many: what happened again and again becomes one, and of the rest the most telling ones stay. */
import type { ObjectPlace, WhyCard } from '../client/why';
import type { RuleKey } from '../rules/registry';
import type { DealtCard } from './cards';

/** Cards of an answer. */
const MOST_CARDS = 6;
/** Rules that only hand on what came before them. */
const HANDED_ON: ReadonlySet<string> = new Set<RuleKey>(['admitted', 'objectGone', 'sizeNoted', 'annotationsCopied']);
/** Rules that are applied on every way: how a container starts and ends, and how what happened is counted. */
const USUAL: ReadonlySet<string> = new Set<RuleKey>([
  'imagePulling',
  'imagePulled',
  'containerStarted',
  'readinessPassed',
  'startupPassed',
  'terminating',
  'graceOver',
  'exited',
  'podsCounted',
  'replicaSetsCounted',
  'daemonsCounted',
  'jobPodCounted',
  'jobCounted',
  'revisionRecorded',
]);

/** At most six of `dealt`, newest first, the first and the last among them; and how many steps are left out. */
export function fold(dealt: readonly DealtCard[]): { readonly cards: readonly WhyCard[]; readonly folded: number } {
  const all = merge(dealt);
  const merged = all.filter(({ card }, index) => index === 0 || index === all.length - 1 || !isHandedOn(card));
  const left = all.length - merged.length;
  if (merged.length <= MOST_CARDS) return { cards: merged.map(({ card }) => card), folded: left };
  const { wrote, objects = [] } = merged[0]?.card ?? {};
  const asked = new Set([wrote, ...objects].map(nameOf));
  const inner = merged.slice(1, -1).map(({ card }, index) => ({ index: index + 1, weight: weightOf(card, asked) }));
  // Of equally telling ones those that lie nearer to what was asked.
  inner.sort((a, b) => b.weight - a.weight || a.index - b.index);
  const kept = new Set([0, merged.length - 1, ...inner.slice(0, MOST_CARDS - 2).map(({ index }) => index)]);
  const cards = merged.filter((_, index) => kept.has(index)).map(({ card }) => card);
  return { cards, folded: all.length - cards.length };
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

function signatureOf({ by, controller, about, rule, params = {}, wrote, command, timer, objects }: WhyCard): string {
  const object = wrote ? [nameOf(wrote), wrote.uid, wrote.type] : objects?.map(nameOf);
  const fields = rule === undefined ? wrote?.fields : undefined;
  const { pod, container, node, owner } = params;
  return JSON.stringify([by, controller, about, rule, pod, container, node, owner, object, fields, command, timer]);
}

function isHandedOn({ rule, wrote }: WhyCard): boolean {
  return wrote === undefined && rule !== undefined && HANDED_ON.has(rule);
}

/**
 * Rules by which objects come, go or are changed tell most; the counting of what happened tells least. For which node the
 * scheduler once chose another pod than the one that is asked about leads nowhere.
 */
function weightOf({ rule, wrote, by }: WhyCard, asked: ReadonlySet<string>): number {
  if (wrote?.kind === 'Event') return 0;
  if (rule !== undefined && USUAL.has(rule)) return 1;
  if (by === 'kube-scheduler' && wrote !== undefined && !asked.has(nameOf(wrote))) return 1;
  const isOfSpec = wrote?.fields.some((path) => !path.startsWith('status')) === true;
  if (wrote !== undefined && (isOfSpec || wrote.type !== 'MODIFIED')) return rule === undefined ? 4 : 6;
  return rule === undefined ? 2 : 5;
}

function nameOf(place: ObjectPlace | undefined): string {
  return place === undefined ? '' : `${place.kind}/${place.namespace}/${place.name}`;
}
