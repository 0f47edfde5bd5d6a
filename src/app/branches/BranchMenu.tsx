/** Which future of the run is shown, and the others: a tree to switch, rename, delete and compare; undo and redo. */
import { Popover } from 'radix-ui';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { HistoryStatus } from '../../client/history';
import type { Simulation } from '../../client/simulation';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import { compareStore } from '../compare/compareStore';
import { Icon } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import type { SlotProps } from '../layout/slots';
import { type PlaybackState, playbackStore } from '../stores/playbackStore';
import './branches.css';
import { branchName } from './branchName';
import { BranchList } from './BranchList';
import { deedText, redo, redoable, undo } from './undo';
import { useBranchNews, useUndoKeys } from './useBranchNews';

const CompareView = lazy(async () => ({ default: (await import('../compare/CompareView')).CompareView }));

/** In the transport, at its end. */
export function BranchMenu({ size }: SlotProps) {
  const t = useText();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  // Not all of the history: as time goes on a branch grows with every frame.
  const name = useStore(playbackStore, (state) => shownName(state, t));
  const hasOthers = useStore(playbackStore, ({ status }) => (status?.history?.branches.length ?? 0) > 1);
  const compared = useStore(compareStore, ({ other }) => other);
  const [isOpen, setIsOpen] = useState(false);
  useBranchNews(simulation, t);
  useUndoKeys(simulation, t, !embed);
  if (simulation === undefined || name === undefined) return null;
  // In a slide it stands once there is something to choose.
  const isShown = size !== 'tiny' && (!embed || hasOthers);
  const label = t('branches.future', { name });
  return (
    <>
      {isShown ? (
        <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
          <Popover.Trigger asChild>
            <button type="button" className="btn quiet branch-button" aria-label={label} title={label}>
              <Icon name="branch" />
              {size === 'wide' || size === 'medium' ? <span className="ell">{label}</span> : null}
              {size === 'wide' ? <Icon name="chev" size={14} /> : null}
            </button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className="menu branch-menu"
              align="end"
              side="top"
              collisionPadding={8}
              aria-label={t('branches.title')}
            >
              <Branches simulation={simulation} keys={!embed && size !== 'phone'} onDone={() => setIsOpen(false)} />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      ) : null}
      {compared === undefined ? null : (
        <Suspense fallback={null}>
          <CompareView key={compared} simulation={simulation} other={compared} size={size} />
        </Suspense>
      )}
    </>
  );
}

/** Undefined without a history. */
function shownName({ status }: PlaybackState, t: Translate): string | undefined {
  const history = status?.history;
  const shown = history?.branches.find(({ id }) => id === history.branch);
  return history && (shown === undefined ? '' : branchName(shown, t));
}

interface BranchesProps {
  readonly simulation: Simulation;
  readonly keys: boolean;
  onDone(): void;
}

function Branches({ simulation, keys, onDone }: BranchesProps) {
  const history = useStore(playbackStore, ({ status }) => status?.history);
  if (history === undefined) return null;
  return (
    <>
      <BranchList simulation={simulation} history={history} onDone={onDone} />
      <UndoButtons simulation={simulation} history={history} keys={keys} />
    </>
  );
}

interface UndoButtonsProps {
  readonly simulation: Simulation;
  readonly history: HistoryStatus;
  readonly keys: boolean;
}

function UndoButtons({ simulation, history, keys }: UndoButtonsProps) {
  const t = useText();
  const again = redoable(history.branch);
  const { undoes } = history;
  return (
    <div className="branch-undo">
      <button type="button" className="mi" disabled={undoes === undefined} onClick={() => void undo(simulation, t)}>
        <Icon name="restart" />
        <span className="ell">
          {undoes === undefined ? t('branches.undo.nothing') : t('branches.undo', { what: deedText(undoes, t) })}
        </span>
        {keys ? <kbd>Ctrl+Z</kbd> : null}
      </button>
      {again === undefined ? null : (
        <button type="button" className="mi" onClick={() => void redo(simulation)}>
          <Icon name="step" />
          <span className="ell">{t('branches.redo.what', { what: again.what })}</span>
          {keys ? <kbd>Ctrl+Y</kbd> : null}
        </button>
      )}
      <p className="dim text-12">{t('branches.undo.text')}</p>
    </div>
  );
}
