/** What goes on behind an open lesson: it is kept in the browser, its progress is noted, its news are said aloud, and it survives a crash. */
import { useCallback, useEffect, useRef } from 'react';
import type { Simulation } from '../../client/simulation';
import { useBackend } from '../cluster/ClusterContext';
import { draftStore, filesOfRun } from '../editor/draftStore';
import { useLocale, useText } from '../i18n/useText';
import { panelStore } from '../stores/panelStore';
import { writePreference } from '../stores/preferences';
import { refKey, selectionStore } from '../stores/selectionStore';
import type { Announcer } from '../tree/announce';
import { Spoken } from '../tree/Spoken';
import { whyStore } from '../why/whyStore';
import { KEPT, writeKept } from './kept';
import { tellError } from './LessonDialog';
import { lessonStore } from './lessonStore';
import { followLesson, type LessonNews } from './news';
import { beginAgain, dropLesson, isLessonRun, resetLesson } from './openLesson';

export function LessonKeeper() {
  const t = useText();
  const locale = useLocale();
  useKeeping();
  useEngineOf();
  useRightTab();
  const listen = useCallback(
    (announcer: Announcer, wake: () => void) =>
      followLesson((news: LessonNews) => {
        const { open } = lessonStore.getState();
        const texts = open?.lesson.texts[locale];
        for (const id of news.steps) {
          announcer.add(`step ${id}`, t('lesson.spoken.step', { title: texts?.steps[id]?.title ?? id }));
        }
        if (news.isPassed) announcer.add('goal', t('lesson.spoken.passed'));
        wake();
      }),
    [t, locale],
  );
  const sentenceOf = useCallback(
    (announcer: Announcer, now: number) => announcer.take(now, (count) => t('tree.more', { count })),
    [t],
  );
  return <Spoken name="lesson" listen={listen} sentenceOf={sentenceOf} />;
}

/** Writes the open lesson and its files into the browser's storage when they change. */
function useKeeping(): void {
  useEffect(() => {
    const write = () => {
      const { open } = lessonStore.getState();
      writePreference(KEPT, open === undefined ? '' : writeKept(open, filesOfRun()));
    };
    write();
    const stops = [lessonStore.subscribe(write), draftStore.subscribe(write)];
    return () => {
      for (const stop of stops) stop();
      write();
    };
  }, []);
}

/** Follows the engine: one that was restarted after a crash knows nothing of the lesson, and another run ends it. */
function useEngineOf(): void {
  const backend = useBackend();
  const last = useRef(backend);
  useEffect(() => {
    const { simulation } = backend;
    const { open } = lessonStore.getState();
    let isRestarted = last.current !== backend;
    last.current = backend;
    if (isRestarted && simulation !== undefined && open !== undefined) void resume(simulation).catch(tellError);
    let isFirst = true;
    const stop = backend.onLoad?.((run) => {
      // The one that stands there already, and what a restart goes back to.
      if (!isFirst && !isRestarted && !isLessonRun(run)) dropLesson();
      if (!isFirst) isRestarted = false;
    });
    isFirst = false;
    return stop;
  }, [backend]);
}

/** The restarted engine has the run up to a little before the crash; one that has none begins the lesson anew. */
async function resume(simulation: Simulation): Promise<void> {
  const { open } = lessonStore.getState();
  if (open === undefined) return;
  const { untilMs } = await simulation.exportRun();
  if (untilMs < open.startMs) await resetLesson(simulation);
  else await beginAgain(simulation, { ...open, ran: open.ran.filter(({ atMs }) => atMs <= untilMs) });
}

/**
 * Who selects something while a lesson is read keeps reading; whoever asks why, or takes the same object once more, sees
 * the inspector. With nothing selected the lesson is back.
 */
function useRightTab(): void {
  useEffect(() => {
    let last = selectionStore.getState().selected;
    const stops = [
      selectionStore.subscribe(({ selected }) => {
        const { rightTab } = panelStore.getState();
        const isSame = selected !== undefined && last?.kind === selected.kind && refKey(last) === refKey(selected);
        last = selected;
        if (isSame) panelStore.setState({ rightTab: 'inspector' });
        if (selected === undefined && rightTab === 'inspector') panelStore.setState({ rightTab: 'lesson' });
      }),
      whyStore.subscribe(({ subject }, before) => {
        if (subject !== undefined && subject !== before.subject) panelStore.setState({ rightTab: 'inspector' });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}
