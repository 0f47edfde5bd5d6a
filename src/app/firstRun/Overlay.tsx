/** What lies over the page: keys, dialogs, the menu at the pointer, the voice for screen readers. Dialogs are loaded when they open. */
import { lazy, Suspense, useEffect } from 'react';
import type { Simulation } from '../../client/simulation';
import { useStore } from 'zustand';
import { actionStore } from '../actions/actionStore';
import { useBackend } from '../cluster/ClusterContext';
import { rememberDrafts } from '../editor/draftStore';
import { useHost } from '../embed/useHost';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import type { SlotProps } from '../layout/slots';
import { withPanelTexts } from '../layout/lazyPanel';
import { courseStore } from '../lesson/courseStore';
import { panelStore } from '../stores/panelStore';
import { predictStore } from '../predict/predictStore';
import { shareStore } from '../share/shareStore';
import { useAddress } from '../share/useAddress';
import { terminalStore } from '../terminal/terminalStore';
import { askAboutSelected } from '../why/whyStore';
import { selectionStore } from '../stores/selectionStore';
import { pageKey } from '../timeline/keys';
import { type Playback, usePlayback } from '../timeline/usePlayback';
import { TwinDialogs } from '../twin/TwinDialogs';
import { LiveRegion } from '../tree/LiveRegion';
import { useActionKeys, useContextMenu } from '../actions/useContextMenu';

const ActionMenu = lazy(() =>
  import('../actions/ActionMenu').then(({ ActionMenu: component }) => ({ default: component })),
);
const ActionDialog = lazy(() =>
  import('../actions/ActionDialog').then(({ ActionDialog: component }) => ({ default: component })),
);
const ShareDialog = lazy(() =>
  import('../share/ShareDialog').then(({ ShareDialog: component }) => ({ default: component })),
);
const SourceDialog = lazy(() =>
  import('../share/SourceDialog').then(({ SourceDialog: component }) => ({ default: component })),
);
const BadLink = lazy(() => import('../share/BadLink').then(({ BadLink: component }) => ({ default: component })));

const LessonKeeper = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('../lesson/LessonKeeper')).LessonKeeper),
}));
const CourseMap = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('../lesson/CourseMap')).CourseMap),
}));
const AuthorDialog = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('../authoring/AuthorDialog')).AuthorDialog),
}));
const PredictDialog = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('../predict/PredictDialog')).PredictDialog),
}));
const PredictPanel = lazy(async () => ({
  default: await withPanelTexts(async () => (await import('../predict/PredictPanel')).PredictPanel),
}));

/** Everything that is loaded when it opens, fetched while nobody waits: the network may be gone when it is needed. */
async function fetchDialogs(): Promise<void> {
  try {
    await Promise.all([
      import('../actions/ActionMenu'),
      import('../actions/ActionDialog'),
      import('../predict/PredictDialog'),
      import('../predict/PredictPanel'),
      import('../stepping/ConditionDialog'),
      import('../share/ShareDialog'),
      import('../twin/ImportDialog'),
      import('../../manifests/readManifests'),
      import('../twin/ExportDialog'),
      import('./CrashReport'),
      import('./SilentEngine'),
      import('../inspector/YamlTab'),
      import('../inspector/LogsTab'),
      import('../editor/apply'),
      import('../editor/SampleMenu'),
      import('../terminal/TerminalPanel'),
      import('../lesson/CourseMap'),
      import('../authoring/AuthorDialog'),
      import('../timeline/ClockField'),
      import('../timeline/PastChip'),
      import('../timeline/HistoryTab'),
    ]);
  } catch {
    // Asked for again when it is needed.
  }
}
const QUIET_MS = 3_000;

/** The overlay slot. */
export function Overlay(_: SlotProps) {
  const t = useText();
  const { simulation } = useBackend();
  const { embed, source } = usePageQuery();
  const playback = usePlayback();
  const { menu, asking } = useStore(actionStore);
  const { open, problem } = useStore(shareStore);
  const { asking: predicting, predictions } = useStore(predictStore);
  const hasLesson = useStore(panelStore, (state) => state.hasLesson);
  const isCourseOpen = useStore(courseStore, (state) => state.isOpen);
  const isWriting = useStore(courseStore, (state) => state.isWriting);
  useAddress();
  useHost();
  useContextMenu();
  useActionKeys();
  usePageKeys(playback, simulation, !embed);
  useEffect(() => rememberDrafts(), []);
  useEffect(() => {
    const timer = setTimeout(() => void fetchDialogs(), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (simulation === undefined) return;
    const keep = async () => (await import('../offline/keepOffline')).keepOffline(simulation, embed);
    const timer = setTimeout(() => void keep().catch(() => undefined), QUIET_MS);
    return () => clearTimeout(timer);
  }, [simulation, embed]);
  return (
    <>
      <h1 className="sr-only">{t('app.title')}</h1>
      <LiveRegion />
      <Suspense fallback={null}>
        {menu === undefined ? null : <ActionMenu menu={menu} />}
        {asking === undefined ? null : <ActionDialog action={asking.action} target={asking.target} />}
        {simulation === undefined || !open ? null : <ShareDialog simulation={simulation} />}
        {simulation === undefined || problem === undefined ? null : (
          <BadLink simulation={simulation} problem={problem} />
        )}
        {simulation === undefined || source === undefined ? null : (
          <SourceDialog simulation={simulation} source={source} />
        )}
        {simulation === undefined || predicting === undefined ? null : (
          <PredictDialog simulation={simulation} asking={predicting} />
        )}
        {simulation === undefined || predictions.length === 0 ? null : <PredictPanel simulation={simulation} />}
        <TwinDialogs />
        {hasLesson ? <LessonKeeper /> : null}
        {isCourseOpen ? <CourseMap /> : null}
        {isWriting ? <AuthorDialog /> : null}
      </Suspense>
    </>
  );
}

/** Binds the page's keys; a guest in slides binds none. */
function usePageKeys(playback: Playback | undefined, simulation: Simulation | undefined, active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const handle = (event: KeyboardEvent) => {
      const key = pageKey(event);
      if (key === undefined || playback === undefined) return;
      event.preventDefault();
      if (key === 'playPause') playback.toggle();
      if (key === 'step') playback.step();
      if (key === 'stepBack') playback.stepBack();
      if (key === 'terminal') terminalStore.getState().open();
      if (key === 'why') askAboutSelected(simulation);
      if (key === 'share') shareStore.getState().setOpen(true);
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [playback, simulation, active]);
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) selectionStore.getState().clear();
    };
    // Escape in a field or a dialog belongs to that.
    const filtered = (event: KeyboardEvent) => {
      if (
        event.target === document.body ||
        (event.target instanceof Element && event.target.closest('.stage') !== null)
      )
        handle(event);
    };
    window.addEventListener('keydown', filtered);
    return () => window.removeEventListener('keydown', filtered);
  }, []);
}
