/** What goes on behind an open lesson: it is kept in the browser, its progress is noted, its news are said aloud, and it survives a crash. */
import { useCallback, useEffect, useRef } from 'react';
import type { Run, Simulation } from '../../client/simulation';
import { useBackend } from '../cluster/ClusterContext';
import { draftStore, filesOfRun } from '../editor/draftStore';
import { useLocale, useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import { writeAddress } from '../share/useAddress';
import { panelStore } from '../stores/panelStore';
import { playbackStore } from '../stores/playbackStore';
import { writePreference } from '../stores/preferences';
import { refKey, selectionStore } from '../stores/selectionStore';
import { tellError } from '../stores/toastStore';
import { commandStore } from '../timeline/commandStore';
import type { Announcer } from '../tree/announce';
import { Spoken } from '../tree/Spoken';
import { whyStore } from '../why/whyStore';
import { KEPT, writeKept } from './kept';
import { givenCommands, lessonStore, newlyOpened, type OpenLesson } from './lessonStore';
import { followLesson, type LessonNews } from './news';
import { beginAgain, dropLesson, isLessonRun } from './openLesson';

export function LessonKeeper() {
  const t = useText();
  const locale = useLocale();
  useKeeping();
  useDeeds();
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

/** Long enough that deeds in a row are written once. */
const DEED_MS = 1_500;

/** The first deed of the person's own turns the address of the lesson into that of the run: a reload must not begin anew. */
function useDeeds(): void {
  const { simulation } = useBackend();
  const { embed } = usePageQuery();
  useEffect(() => {
    if (simulation === undefined || embed) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = commandStore.subscribe(({ commands }) => {
      if (commands.length <= givenCommands() || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        // It may be another lesson's by now, whose address is its own.
        const hasDeeds = () =>
          lessonStore.getState().beginning === undefined && commandStore.getState().commands.length > givenCommands();
        writeAddress(simulation, hasDeeds).catch(tellError);
      }, DEED_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [simulation, embed]);
}

/** Follows the engine: one that was restarted after a crash knows nothing of the lesson, and another run ends it. */
function useEngineOf(): void {
  const backend = useBackend();
  const last = useRef(backend);
  useEffect(() => {
    const { simulation } = backend;
    let isRestarted = last.current !== backend;
    last.current = backend;
    let isFirst = true;
    const stop = backend.onLoad?.((run) => {
      // The one that stands there already is the lesson's own.
      if (isFirst || isLessonRun(run)) return;
      if (isRestarted && simulation !== undefined) void resume(simulation, run).catch(tellError);
      else dropLesson();
      isRestarted = false;
    });
    isFirst = false;
    return stop;
  }, [backend]);
}

/** The restarted engine has `run`, up to a little before the crash, or the lesson's own beginning. */
async function resume(simulation: Simulation, { untilMs }: Run): Promise<void> {
  const { open } = lessonStore.getState();
  if (open === undefined) return;
  const { ran } = open;
  const kept = untilMs > open.startMs ? { ...open, ran: ran.filter(({ atMs }) => atMs <= untilMs) } : anew(open);
  lessonStore.setState({
    open: kept,
    first: await beginAgain(simulation, kept),
    heard: playbackStore.getState().status,
  });
}

const anew = ({ lesson, isOwn, startMs, startCommands }: OpenLesson): OpenLesson =>
  newlyOpened(lesson, isOwn, startMs, startCommands);

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
