/** A probe's lamp: heart for liveness, door for readiness; filled while it passes, slashed when it fails; the ring fills to the next probe. */
import { HEART_PATH } from '../icons/shapes';
import { useText } from '../i18n/useText';
import type { Lamp } from './podCard';

const DOOR_PATH = 'M5.6 11.6V4.4h4.8v7.2z';

export function ProbeLamp({ lamp: { probe, ok, percent } }: { readonly lamp: Lamp }) {
  const t = useText();
  const heart = probe === 'liveness';
  const shape = {
    d: heart ? HEART_PATH : DOOR_PATH,
    transform: heart ? 'translate(-.8 -.8) scale(1.1)' : undefined,
    ...(ok ? { fill: 'currentColor' } : { fill: 'none', stroke: 'currentColor', strokeWidth: 1.2 }),
  };
  return (
    <span className={ok ? 'lamp' : 'lamp off'} title={t(`graph.lamp.${probe}.${ok ? 'ok' : 'bad'}`)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.3" opacity=".25" />
        <circle
          cx="8"
          cy="8"
          r="7"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          pathLength="100"
          strokeDasharray={`${percent} 100`}
          transform="rotate(-90 8 8)"
        />
        <path {...shape} />
        {ok ? null : <path d="M4 12L12 4" stroke="currentColor" strokeWidth="1.2" />}
      </svg>
    </span>
  );
}
