/** What comes next for the object, and until when it is waited for: the dashed card on top of a chain. */
import { useStore } from 'zustand';
import type { WaitRow } from '../../client/simulation';
import { countdownText, leftPercent } from '../graph/duration';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';

export function WhyNext({ wait }: { readonly wait: WaitRow }) {
  const t = useText();
  const now = useStore(playbackStore, ({ status }) => Math.floor((status?.now ?? 0) / 1000) * 1000);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const left = Math.max(0, wait.until - now);
  return (
    <li className="why-next">
      <span className="step" aria-hidden="true" />
      <span className="why-who">
        <span className="ring" style={{ '--p': leftPercent(wait.since, wait.until, now) }} aria-hidden="true" />
        {t('why.next', { time: countdownText(left) })}
      </span>
      <span className="why-at">{clockText(wait.until - startedAt)}</span>
      <p>{waitText(wait, t)}</p>
    </li>
  );
}

const KNOWN = [
  'liveness',
  'readiness',
  'startup',
  'grace',
  'backOff',
  'imagePull',
  'imageBackOff',
  'eviction',
] as const;

function waitText({ what, name, container, failures = 0 }: WaitRow, t: ReturnType<typeof useText>): string {
  const known = KNOWN.find((each) => each === what) ?? 'schedulingBackOff';
  const params = { name, container: container ?? name, failures };
  const isProbe = known === 'liveness' || known === 'readiness' || known === 'startup';
  return t(isProbe && failures > 0 ? 'why.wait.probeFailing' : `why.wait.${known}`, { ...params, probe: what });
}
