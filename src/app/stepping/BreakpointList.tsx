/** The breakpoints that are set: on or off, whether they hold now, and away with them. */
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import type { Breakpoint, BreakpointStatus } from '../../client/stepping';
import { IconButton } from '../icons/IconButton';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { presentBreakpoints, setBreakpoints } from './stepStore';

const NONE: readonly BreakpointStatus[] = [];

export function BreakpointList({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const breakpoints = useStore(playbackStore, ({ status }) => status?.breakpoints ?? NONE);
  if (breakpoints.length === 0) return null;
  const change = (how: (all: readonly Breakpoint[]) => readonly Breakpoint[]) =>
    void setBreakpoints(simulation, how(presentBreakpoints()));
  const turn = (id: string) => change((all) => all.map((each) => (each.id === id ? turned(each) : each)));
  return (
    <section aria-label={t('step.breakpoints')}>
      <h3>{t('step.breakpoints')}</h3>
      <ul className="breakpoint-list">
        {breakpoints.map((each) => (
          <li key={each.id}>
            <label>
              <input type="checkbox" checked={each.isOff !== true} onChange={() => turn(each.id)} />
              <code>{each.expression}</code>
              <small>{stateOf(each, t)}</small>
            </label>
            <IconButton
              icon="trash"
              label={t('step.breakpoint.remove', { expression: each.expression })}
              size={14}
              onClick={() => change((all) => all.filter(({ id }) => id !== each.id))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function turned({ id, expression, isOff }: Breakpoint): Breakpoint {
  return { id, expression, ...(isOff === true ? {} : { isOff: true }) };
}

function stateOf({ isOff, holds, error }: BreakpointStatus, t: Translate): string {
  if (isOff === true) return t('step.breakpoint.off');
  if (error !== undefined) return t('step.now.unknown', { why: error });
  return holds === true ? t('step.breakpoint.holds') : '';
}
