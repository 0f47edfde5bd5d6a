/** Asks why something is as it is. Stands quietly beside it; absent against a real cluster. */
import type { WhySubject } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import './whyButton.css';
import { whyStore } from './whyStore';

interface WhyButtonProps {
  readonly subject: WhySubject;
  /** What is asked about, for who does not see where the button stands: `Ready`, `restarts`. */
  readonly about: string;
}

export function WhyButton({ subject, about }: WhyButtonProps) {
  const t = useText();
  const simulation = useSimulation();
  if (simulation === undefined) return null;
  return (
    <button
      type="button"
      className="why-ask"
      aria-label={t('why.ask.about', { about })}
      onClick={() => void whyStore.getState().ask(simulation, subject)}
    >
      {t('why.ask')}
    </button>
  );
}
