/**
 * The answer to "why?": cards from now back to a person or a timer, newest on top. Numbers follow time: the oldest is 1,
 * the same as on the graph and the lanes. Loaded when first asked.
 */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { WhyCardItem } from './WhyCardItem';
import { WhyNext } from './WhyNext';
import './why.css';
import { whyStore } from './whyStore';
import { questionText } from './words';

interface WhyTabProps {
  /** Changes when the object does: the answer may be another one then. */
  readonly version?: string | undefined;
}

/** A still open question is asked again at most so often. */
const AGAIN_MS = 500;

export function WhyTab({ version }: WhyTabProps) {
  const t = useText();
  const { subject, chain, isAnswered } = useStore(whyStore);
  useAskAgain(version);
  if (subject === undefined) return null;
  const heading = questionText(chain ?? { subject }, t);
  return (
    <section className="why" aria-label={heading}>
      <h3 role="status">{heading}</h3>
      {!isAnswered ? <p className="dim">{t('why.asking')}</p> : null}
      {isAnswered && chain === undefined ? <p className="dim">{t('why.unknown')}</p> : null}
      {chain === undefined ? null : (
        <ol className="why-chain" reversed onKeyDown={walkCards}>
          {chain.next.slice(0, 2).map((wait) => (
            <WhyNext key={`${wait.what} ${wait.container ?? ''} ${wait.until}`} wait={wait} />
          ))}
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
      {chain?.isCut === true ? <p className="dim">{t('why.cut')}</p> : null}
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

/** Arrow keys go from card to card: each card's time is its button. */
function walkCards(event: KeyboardEvent<HTMLOListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') whyStore.getState().clear();
  if (step === undefined) return;
  const times = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.why-at .moment')];
  const at = times.findIndex((each) => each.closest('li')?.contains(document.activeElement) === true);
  times[Math.max(0, Math.min(times.length - 1, at + step))]?.focus();
  event.preventDefault();
}
