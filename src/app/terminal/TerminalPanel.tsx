/** The terminal: kubectl and a small shell on the cluster that the page shows. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { panelStore } from '../stores/panelStore';
import { engineHealth, playbackStore } from '../stores/playbackStore';
import type { TerminalSession } from './terminalSession';
import './terminal.css';
import { terminalStore } from './terminalStore';
import { transcriptStore } from './transcript';
import { useSession } from './useTerminalSession';

/** The terminal slot. */
export function TerminalPanel({ size }: SlotProps) {
  const t = useText();
  const { terminal, news } = useSession();
  const isGuest = size === 'embed' || size === 'tiny';
  if (terminal === undefined) return <p className="terminal-none dim">{t('terminal.none')}</p>;
  return (
    <section className="terminal-panel" aria-label={t('panel.terminal')}>
      <TerminalHead terminal={terminal} canClose={size !== 'phone'} />
      <Screen terminal={terminal} fontSize={isGuest || size === 'phone' ? 14 : 12} />
      <Output />
      <span className="sr-only" role="status">
        {news}
      </span>
    </section>
  );
}

interface HeadProps {
  readonly terminal: TerminalSession;
  readonly canClose: boolean;
}

function TerminalHead({ terminal, canClose }: HeadProps) {
  const t = useText();
  const setOpen = useStore(panelStore, (state) => state.setOpen);
  const isBusy = useStore(terminalStore, (state) => state.isBusy);
  const isPaused = useStore(playbackStore, (state) => engineHealth(state).type === 'paused');
  const waits = isBusy && isPaused;
  return (
    <header className="terminal-head">
      <Icon name="term" />
      <b>{t('panel.terminal')}</b>
      <span className={waits ? 'ell terminal-waits' : 'ell dim'}>{t(waits ? 'terminal.paused' : 'terminal.note')}</span>
      <span className="grow" />
      {isBusy ? (
        <button
          type="button"
          className="btn"
          title="Ctrl+C"
          onClick={() => {
            terminal.interrupt();
            terminal.focus();
          }}
        >
          {t('terminal.stop')}
        </button>
      ) : null}
      {canClose ? (
        <IconButton
          icon="chev"
          label={t('panel.close', { panel: t('panel.terminal') })}
          onClick={() => setOpen('terminal', false)}
        />
      ) : null}
    </header>
  );
}

interface ScreenProps {
  readonly terminal: TerminalSession;
  readonly fontSize: number;
}

/** The place of the session's screen. */
function Screen({ terminal, fontSize }: ScreenProps) {
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  const wanted = useStore(terminalStore, (state) => state.wanted);
  useEffect(() => {
    if (place.current !== null) return terminal.attach(place.current, fontSize);
  }, [terminal, fontSize]);
  useEffect(() => terminal.name(t('terminal.label')), [terminal, t]);
  useEffect(() => {
    if (wanted === undefined) return;
    const { line, typed } = terminalStore.getState().take() ?? { line: '', typed: '' };
    if (line !== '') terminal.put(line);
    terminal.type(typed);
    terminal.focus();
  }, [terminal, wanted]);
  return <div ref={place} className="terminal-place" />;
}

/** What was printed, for screen readers. */
function Output() {
  const t = useText();
  const lines = useStore(transcriptStore, (state) => state.lines);
  return (
    <div className="sr-only" role="log" aria-label={t('terminal.output')}>
      {lines.map(({ id, text }) => (
        <div key={id}>{text}</div>
      ))}
    </div>
  );
}
