/** What is asked, as a heading in words: `Why does kubia-c4m8j run on worker-3?` */
import type { WhyChain } from '../../client/why';
import type { TextKey, TextParams, Translate } from '../i18n/text';

/** What a heading is made of: the question, and what the answer says of it. */
export type Asked = Pick<WhyChain, 'subject' | 'value' | 'field'> & Partial<Pick<WhyChain, 'cards'>>;

/** Fields of which one asks in words of their own; others by their path. */
const BY_FIELD: readonly (readonly [path: RegExp, key: TextKey, value?: string])[] = [
  [/^spec\.nodeName$/, 'why.title.node'],
  [/^metadata\.deletionTimestamp$/, 'why.title.deleted'],
  [/\.restartCount$/, 'why.title.restarts'],
  [/\.state\.waiting\.reason$/, 'why.title.state'],
  [/\.state\.terminated\.exitCode$/, 'why.title.exit'],
  [/^status\.(phase|reason)$/, 'why.title.state'],
  [/^status\.conditions\[type=Ready\]/, 'why.title.ready', 'True'],
  [/^status\.conditions\[type=Ready\]/, 'why.title.notReady'],
  [/^status\.conditions\[type=PodScheduled\]/, 'why.title.unscheduled', 'False'],
  [/^spec\.unschedulable$/, 'why.title.cordoned', 'true'],
  [/^(status|spec)\.replicas$/, 'why.title.replicas'],
];

/** The heading of a chain. */
export function questionText(asked: Asked, t: Translate): string {
  const { subject, field, cards = [] } = asked;
  const value = asked.value ?? t('why.absent');
  if (subject.type === 'revision') return revisionText(subject.revision, cards, t);
  const { name, kind } = subject.object;
  const path = subject.type === 'field' ? subject.path : field;
  const params = { name, kind: kind.toLowerCase(), value };
  if (path === undefined) return ofWhole(asked, params, t);
  if (asked.value !== undefined) {
    const known = BY_FIELD.find(([pattern, , only]) => pattern.test(path) && (only === undefined || only === value));
    if (known !== undefined) return t(known[1], params);
  }
  const condition = /^status\.conditions\[type=([^\]]+)\]/.exec(path)?.[1];
  if (condition !== undefined) return t('why.title.condition', { ...params, condition });
  return t('why.title.field', { ...params, path: path.replaceAll(',', ', ') });
}

/** An object that no field tells of: that it is there, or that it is gone. */
function ofWhole({ subject, cards = [] }: Asked, params: TextParams, t: Translate): string {
  const own = subject.type === 'revision' ? undefined : subject.object;
  const isOwn = cards.find(({ wrote }) => wrote?.kind === own?.kind && wrote?.name === own?.name)?.wrote?.type;
  if (isOwn === 'DELETED') return t('why.title.gone', params);
  return t(isOwn === 'ADDED' ? 'why.title.here' : 'why.title.object', params);
}

/** A write: of an Event what it is about, of everything else the object. */
function revisionText(revision: number, cards: WhyChain['cards'], t: Translate): string {
  const wrote = cards.find((card) => card.wrote?.revision === revision)?.wrote;
  if (wrote === undefined) return t('why.title.revision', { revision });
  const { kind, name, type } = wrote;
  if (kind === 'Event') return t('why.title.event', { name: name.replace(/\.[0-9a-f]+$/, '') });
  return t(`why.title.${type}`, { kind: kind.toLowerCase(), name });
}
