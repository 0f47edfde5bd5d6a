/** One card of a chain: who, when, what, by which rule and setting, and what was written. */
import { useStore } from 'zustand';
import type { WhyCard, Written } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon, type IconName } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useLocale, useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { DocsLink, SettingText } from './RuleFacts';
import { whyStore } from './whyStore';
import { actorText, cardText, fieldTexts, settingOf, spanText, typedLine, writeText } from './words';

interface WhyCardItemProps {
  readonly card: WhyCard;
  readonly number: number;
  /** The one before it in time; undefined for the first. */
  readonly older: WhyCard | undefined;
  /** Steps that were left out between this one and the older one. */
  readonly folded: number;
}

/** Cards nearer than this in time are told as being at once. */
const AT_ONCE_MS = 1;

export function WhyCardItem({ card, number, older, folded }: WhyCardItemProps) {
  const t = useText();
  const locale = useLocale();
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const gapMs = older === undefined ? 0 : card.at - older.at;
  const gaps = [
    gapMs < AT_ONCE_MS ? '' : t('why.later', { span: spanText(gapMs, t) }),
    folded === 0 ? '' : t('why.folded', { count: folded }),
  ].filter((gap) => gap !== '');
  return (
    <li value={number}>
      <span className="step" aria-hidden="true">
        {number}
      </span>
      <span className="why-who">
        <Icon name={iconOf(card)} size={14} />
        <span className="wrap-anywhere">{actorText(card, t)}</span>
      </span>
      <span className="why-at">
        <MomentLink at={card.at}>{clockText(card.at - startedAt)}</MomentLink>
      </span>
      <p className={typedLine(card) === undefined ? undefined : 'mono'}>
        {cardText(card, t, locale)}
        {card.times > 1 ? (
          <span className="why-times">
            {t('why.times', { count: card.times, since: clockText((card.since ?? card.at) - startedAt) })}
          </span>
        ) : null}
        <DocsLink of={card} />
      </p>
      <CardFacts card={card} />
      {card.also === undefined ? null : <AlsoAnswered also={card.also} />}
      {gaps.length === 0 ? null : <span className="why-gap">{gaps.join(', ')}</span>}
    </li>
  );
}

function CardFacts({ card }: { readonly card: WhyCard }) {
  const t = useText();
  const written = writtenText(card, t);
  if (settingOf(card, t) === undefined && written === undefined) return null;
  return (
    <span className="why-facts">
      {written === undefined ? null : (
        <span title={card.wrote === undefined ? undefined : fieldTexts(card.wrote).join('\n')}>
          {written} <span className="mono">r{card.wrote?.revision}</span>
        </span>
      )}
      <SettingText of={card} />
    </span>
  );
}

const named = ({ kind, name }: Written) => ({ kind: kind.toLowerCase(), name });

/** Writes that a card names besides its own. */
const MOST_ALSO = 3;

/** What else the same turn answered; each is a question of its own. */
function AlsoAnswered({ also }: { readonly also: readonly Written[] }) {
  const t = useText();
  const simulation = useSimulation();
  return (
    <span className="why-facts why-also">
      {t('why.also')}
      {also.slice(0, MOST_ALSO).map((wrote) => (
        <button
          key={wrote.revision}
          type="button"
          className="linklike"
          title={fieldTexts(wrote).join('\n')}
          onClick={() => {
            const subject = { type: 'revision', revision: wrote.revision } as const;
            if (simulation !== undefined) void whyStore.getState().ask(simulation, subject);
          }}
        >
          {wrote.fields[0] === 'metadata.deletionTimestamp'
            ? t('why.wrote.deleting', named(wrote))
            : writeText(wrote, t)}
        </button>
      ))}
      {also.length > MOST_ALSO ? t('why.also.more') : null}
    </span>
  );
}

/** Fields that a card names. */
const FEW = 2;

/** What was written, as far as the sentence has not told it. */
function writtenText({ wrote, rule, command, timer }: WhyCard, t: Translate): string | undefined {
  if (wrote === undefined) return undefined;
  const fields = fieldTexts(wrote);
  const few = [...fields.slice(0, FEW), ...(fields.length > FEW ? [`+${fields.length - FEW}`] : [])].join(', ');
  const isToldAbove = rule === undefined && command === undefined && timer === undefined;
  if (isToldAbove) return few;
  return few === '' ? writeText(wrote, t) : `${writeText(wrote, t)}: ${few}`;
}

function iconOf({ by, timer, controller }: WhyCard): IconName {
  if (by === 'you') return 'user';
  if (by.startsWith('kubelet/')) return 'kubelet';
  if (by === 'kube-scheduler' || (timer !== undefined && controller === undefined)) return 'sched';
  return by === 'kube-apiserver' ? 'api' : 'loop';
}
