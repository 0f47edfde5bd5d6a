/** Play, step, the virtual clock, the speed and how the engine is. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import type { LayoutSize } from '../layout/layoutSize';
import { lazyPanel, withPanelTexts } from '../layout/lazyPanel';
import type { SlotProps } from '../layout/slots';
import { SPEEDS } from '../links/query';
import { panelStore } from '../stores/panelStore';
import { engineHealth, isPlaying, type PlaybackState, playbackStore, speedOf } from '../stores/playbackStore';
import { terminalStore } from '../terminal/terminalStore';
import { isPast } from './branchClock';
import { clockText, isoDuration, shortClock } from './clockText';
import './timeline.css';
import { type Playback, usePlayback } from './usePlayback';

// The lanes come after the first paint: the clock and its buttons do not wait for them.
const Timeline = lazyPanel(async () => (await import('./Timeline')).Timeline);

const StepMenu = lazyPanel(async () => (await import('../stepping/StepMenu')).StepMenu);
const StopChip = lazyPanel(async () => (await import('../stepping/StopChip')).StopChip);
const BranchMenu = lazyPanel(async () => (await import('../branches/BranchMenu')).BranchMenu);
const PastChip = lazyPanel(async () => (await import('./PastChip')).PastChip);
const ClockField = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('./ClockField')).ClockField),
}));

/** The transport slot. */
export function Transport({ size }: SlotProps) {
  const playback = usePlayback();
  const t = useText();
  const past = useStore(playbackStore, isPast);
  const hasStop = useStore(playbackStore, ({ status }) => status?.stopped !== undefined);
  if (playback === undefined) return null; // A real cluster has a slot of its own.
  const hasLane = size === 'embed' || size === 'phone';
  const guest = size === 'embed' || size === 'tiny';
  return (
    <div className="transport" data-size={size}>
      <TerminalButton size={size} />
      <PlayButtons playback={playback} size={size} />
      <VirtualClock short={guest || size === 'phone'} />
      {past && !hasLane ? <PastChip size={size} /> : null}
      {size === 'tiny' ? null : <SpeedChoice playback={playback} />}
      <EngineHealth size={size} />
      {hasStop ? <StopChip size={size} /> : null}
      {size === 'wide' ? <Legend /> : null}
      {hasLane ? (
        <div className="transport-lane">
          <Timeline size={size} />
          {past ? <PastChip size={size} /> : null}
        </div>
      ) : null}
      <BranchMenu size={size} />
      {size === 'tiny' ? (
        <a className="transport-brand transport-provenance" href="parity.txt" target="_blank" rel="noreferrer">
          {t('graph.provenance.short')}
        </a>
      ) : guest ? (
        <span className="brand transport-brand">
          <Icon name="logo" size={20} />
          kubeloop
        </span>
      ) : null}
    </div>
  );
}

/** Opens and closes the terminal; on a phone it is a tab, and a slide has it if its address asks for it. */
export function TerminalButton({ size }: { readonly size: LayoutSize }) {
  const t = useText();
  const { embed, hide, terminal } = usePageQuery();
  const isOpen = useStore(panelStore, (state) => state.open.terminal);
  if (size === 'phone' || size === 'tiny' || (embed && terminal !== true) || hide.has('dock')) return null;
  const label = t(isOpen ? 'panel.close' : 'panel.open', { panel: t('panel.terminal') });
  return (
    <button
      type="button"
      className="btn quiet"
      aria-pressed={isOpen}
      aria-label={t('panel.terminal')}
      aria-keyshortcuts={embed ? undefined : '`'}
      title={embed ? label : `${label} (\`)`}
      onClick={() => (isOpen ? panelStore.getState().setOpen('terminal', false) : terminalStore.getState().open())}
    >
      <Icon name="term" />
      {size === 'wide' && !isOpen ? t('panel.terminal') : null}
    </button>
  );
}

function PlayButtons({ playback, size }: { readonly playback: Playback; readonly size: LayoutSize }) {
  const t = useText();
  const playing = useStore(playbackStore, isPlaying);
  const label = t(playing ? 'timeline.pause' : 'timeline.play');
  const step = t('timeline.step.title');
  const back = t('timeline.stepBack.title');
  return (
    <>
      {size === 'tiny' || size === 'phone' ? null : (
        <ClockButton icon="back" label={t('timeline.stepBack')} title={back} hotkey="," onClick={playback.stepBack} />
      )}
      <ClockButton
        icon={playing ? 'pause' : 'play'}
        label={label}
        title={label}
        hotkey="Space"
        isMain
        onClick={playback.toggle}
      />
      {size === 'tiny' ? null : (
        <>
          <ClockButton icon="step" label={t('timeline.step')} title={step} hotkey="." onClick={playback.step} />
          <StepMenu size={size} />
        </>
      )}
    </>
  );
}

interface ClockButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly title: string;
  /** A guest in slides binds none. */
  readonly hotkey: string;
  readonly isMain?: boolean;
  onClick(): void;
}

/** Moves the clock, while there is an engine that can. */
function ClockButton({ icon, label, title, hotkey, isMain = false, onClick }: ClockButtonProps) {
  const { embed } = usePageQuery();
  const stopped = useStore(playbackStore, (state) => ['failed', 'starting'].includes(engineHealth(state).type));
  return (
    <button
      type="button"
      className={isMain ? 'btn primary icon' : 'btn quiet icon'}
      aria-label={label}
      title={embed ? title : `${title} (${hotkey})`}
      aria-keyshortcuts={embed ? undefined : hotkey}
      disabled={stopped}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Tenths of a second since the run began: what the clock shows and no more often. */
const tenths = ({ status }: PlaybackState) =>
  status === undefined ? 0 : Math.floor((status.now - status.startedAt) / 100);

/** The clock; a click makes it a field for a moment to go to. */
function VirtualClock({ short }: { readonly short: boolean }) {
  const t = useText();
  const ms = useStore(playbackStore, tenths) * 100;
  const [isTyped, setIsTyped] = useState(false);
  if (isTyped)
    return (
      <Suspense fallback={null}>
        <ClockField onClose={() => setIsTyped(false)} />
      </Suspense>
    );
  return (
    <span role="timer" className="now" aria-label={t('timeline.clock')}>
      <button type="button" className="clock" title={t('timeline.clock.title')} onClick={() => setIsTyped(true)}>
        <time dateTime={isoDuration(ms)}>{short ? shortClock(ms) : clockText(ms)}</time>
      </button>
    </span>
  );
}

function SpeedChoice({ playback }: { readonly playback: Playback }) {
  const t = useText();
  const speed = useStore(playbackStore, speedOf);
  // What was chosen stands until the engine says the same: keys pressed quickly count from it, not from its answer.
  const [chosen, choose] = useState<number>();
  useEffect(() => {
    if (chosen === speed) choose(undefined);
  }, [chosen, speed]);
  return (
    <select
      className="speed num"
      aria-label={t('timeline.speed')}
      value={chosen ?? speed}
      onChange={(event) => {
        const next = Number(event.target.value);
        choose(next);
        playback.setSpeed(next);
      }}
    >
      {SPEEDS.map((value) => (
        <option key={value} value={value}>
          {value}x
        </option>
      ))}
    </select>
  );
}

/** Role status: a screen reader hears of a pause and of a death without looking for it. */
function EngineHealth({ size }: { readonly size: LayoutSize }) {
  const t = useText();
  const health = useStore(playbackStore, engineHealth);
  const words = health.type === 'failed' ? t('health.failed', { why: health.why }) : t(`health.${health.type}`);
  const quiet = health.type !== 'failed' && size !== 'wide' && size !== 'medium';
  return (
    <span role="status" className={quiet ? 'sr-only' : 'health ell'} data-health={health.type} title={words}>
      {words}
    </span>
  );
}

function Legend() {
  const t = useText();
  return (
    <span className="legend" aria-hidden="true">
      <svg viewBox="0 0 12 12">
        <path d="M6 1l5 5-5 5-5-5z" />
      </svg>
      {t('timeline.lane.you')}
      <svg viewBox="0 0 12 12">
        <circle cx="6" cy="6" r="3.5" />
      </svg>
      {t('timeline.lane.cluster')}
      <svg viewBox="0 0 12 12" className="warn">
        <path d="M6 1.2L11.2 10.6H.8z" />
      </svg>
      {t('timeline.lane.warnings')}
      <svg viewBox="0 0 12 12" className="todo">
        <circle cx="6" cy="6" r="4" />
      </svg>
      {t('timeline.due')}
    </span>
  );
}
