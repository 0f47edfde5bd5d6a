/**
 * The answer to "why?": cards from now back to a person or a timer, newest on top. Numbers follow time: the oldest is 1,
 * the same as on the graph and the lanes. Loaded when first asked.
 */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { WhyChain } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { questionText } from './question';
import { WhyCardItem } from './WhyCardItem';
import { WhyNext } from './WhyNext';
import './why.css';
import { whyStore } from './whyStore';

interface WhyTabProps {
  /** Changes when the object does: the answer may be another one then. */
  readonly version?: string | undefined;
  /** No object is shown around it: it has a button of its own to leave it. */
  readonly isAlone?: boolean;
}

/** A still open question is asked again at most so often. */
const AGAIN_MS = 500;

export function WhyTab({ version, isAlone = false }: WhyTabProps) {
  const t = useText();
  const { subject, chain, isAnswered } = useStore(whyStore);
  const list = useRef<HTMLOListElement>(null);
  useAskAgain(version);
  useFocusOnAnswer(list, chain);
  if (subject === undefined) return null;
  const heading = questionText(chain ?? { subject }, t);
  return (
    <section className="why" aria-label={heading}>
      {/* What a picture of the answer holds, also what is scrolled out of sight. */}
      <div className="why-answer">
        <div className="row why-head">
          <h3 className="grow">{heading}</h3>
          {isAlone ? (
            <button
              type="button"
              className="btn quiet icon"
              data-no-picture
              aria-label={t('why.close')}
              onClick={() => whyStore.getState().clear()}
            >
              <Icon name="x" />
            </button>
          ) : null}
        </div>
        <p className="sr-only" role="status">
          {chain === undefined ? '' : `${heading} ${t('why.answered', { count: chain.cards.length })}`}
        </p>
        {!isAnswered ? <p className="dim">{t('why.asking')}</p> : null}
        {isAnswered && (chain === undefined || chain.cards.length === 0) ? (
          <p className="dim">{t('why.unknown')}</p>
        ) : null}
        {chain === undefined ? null : (
          <ol ref={list} className="why-chain" reversed onKeyDown={walkCards}>
            <WhyNext chain={chain} />
            {chain.cards.map((card, index) => (
              <WhyCardItem
                // A chain is told once; its cards do not move.
                key={`${card.at} ${index}`}
                card={card}
                number={chain.cards.length - index}
                older={chain.cards[index + 1]}
                folded={index === chain.cards.length - 2 ? chain.folded : 0}
              />
            ))}
          </ol>
        )}
        {chain?.isCut === true && chain.cards.length > 0 ? <p className="dim">{t('why.cut')}</p> : null}
      </div>
    </section>
  );
}

/** What is shown follows the object, calmly. */
function useAskAgain(version: string | undefined): void {
  const simulation = useSimulation();
  const first = useRef(version);
  useEffect(() => {
    if (version === first.current || simulation === undefined) return;
    const timer = setTimeout(() => {
      first.current = version;
      void whyStore.getState().askAgain(simulation);
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [version, simulation]);
}

/** Where the keyboard was before it went into a chain. */
let before: Element | null = null;

/** Who asked by key goes on by key: the newest card takes the focus once. */
function useFocusOnAnswer(list: { readonly current: HTMLOListElement | null }, chain: WhyChain | undefined): void {
  useEffect(() => {
    if (chain === undefined || !whyStore.getState().isByKey) return;
    whyStore.setState({ isByKey: false });
    before = document.activeElement;
    // The question stays in sight.
    times(list.current)[0]?.focus({ preventScroll: true });
  }, [list, chain]);
}

const times = (list: Element | null) => [...(list?.querySelectorAll<HTMLButtonElement>('.why-at .moment') ?? [])];

/** Arrow keys go from card to card: each card's time is its button. Escape leaves the question. */
function walkCards(event: KeyboardEvent<HTMLOListElement>): void {
  const all = times(event.currentTarget);
  const at = all.findIndex((each) => each.closest('li')?.contains(document.activeElement) === true);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === 'Escape') {
    event.stopPropagation();
    whyStore.getState().clear();
    if (before instanceof HTMLElement) before.focus();
  }
  if (to === undefined) return;
  all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  event.preventDefault();
}
