/** One card of a chain: who, when, what, by which rule, and what was written. */
import { useStore } from 'zustand';
import type { WhyCard } from '../../client/why';
import { ruleOf } from '../../rules/registry';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { localeStore } from '../stores/localeStore';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { actorText, cardText, docsOf, spanText, writeText } from './words';

interface WhyCardItemProps {
  readonly card: WhyCard;
  readonly number: number;
  /** The one before it in time; undefined for the first. */
  readonly older: WhyCard | undefined;
  /** Steps that were left out between this one and the older one. */
  readonly folded: number;
}

export function WhyCardItem({ card, number, older, folded }: WhyCardItemProps) {
  const t = useText();
  const locale = useStore(localeStore, (state) => state.locale);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const docs = docsOf(card);
  const gapMs = older === undefined ? 0 : card.at - older.at;
  return (
    <li value={number}>
      <span className="step" aria-hidden="true">
        {number}
      </span>
      <span className="why-who">
        <Icon name={iconOf(card)} size={14} />
        {actorText(card, t)}
      </span>
      <span className="why-at">
        <MomentLink at={card.at}>{clockText(card.at - startedAt)}</MomentLink>
      </span>
      <p>
        {cardText(card, t, locale)}
        {card.times > 1 ? (
          <span className="dim">
            {' '}
            {t('why.times', { count: card.times, since: clockText((card.since ?? card.at) - startedAt) })}
          </span>
        ) : null}
      </p>
      <CardFacts card={card} docs={docs} />
      {folded > 0 || gapMs >= 1 ? (
        <span className="why-gap">
          {gapMs >= 1 ? t('why.later', { span: spanText(gapMs, t) }) : ''}
          {folded > 0 ? ` ${t('why.folded', { count: folded })}` : ''}
        </span>
      ) : null}
    </li>
  );
}

function CardFacts({ card, docs }: { readonly card: WhyCard; readonly docs: string | undefined }) {
  const t = useText();
  const profile = useStore(playbackStore, ({ status }) => status?.profile);
  const setting = card.rule === undefined ? undefined : ruleOf(card.rule)?.setting;
  const { wrote } = card;
  if (docs === undefined && wrote === undefined) return null;
  const fields = wrote?.fields.slice(0, 3).join(', ') ?? '';
  const more = (wrote?.fields.length ?? 0) - 3;
  return (
    <span className="why-facts">
      {wrote === undefined ? null : (
        <span title={wrote.fields.join('\n')}>
          {writeText(wrote, t)} <span className="mono">r{wrote.revision}</span>
          {fields === '' ? '' : `: ${fields}${more > 0 ? ` +${more}` : ''}`}
        </span>
      )}
      {setting === undefined ? null : (
        <span>
          <code>{setting}</code>
          {profile === undefined ? '' : ` (${t('why.profile', { profile })})`}
        </span>
      )}
      {docs === undefined ? null : (
        <a href={docs} target="_blank" rel="noreferrer">
          {t('why.docs')}
        </a>
      )}
    </span>
  );
}

function iconOf({ by, timer }: WhyCard): IconName {
  if (by === 'you') return 'flag';
  if (timer !== undefined || by === 'kube-scheduler') return 'sched';
  if (by.startsWith('kubelet/')) return 'kubelet';
  return by === 'kube-apiserver' ? 'api' : 'restart';
}
