/** The open lesson for components: itself, its texts in the language of the page, and how it stands at the shown moment. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LessonTexts } from '../../lessons/lesson';
import { useLocale } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { lessonStore, type OpenLesson, presentLesson, statusOfLesson } from './lessonStore';
import { lessonView, type LessonView } from './lessonView';

export interface ShownLesson {
  readonly open: OpenLesson;
  readonly texts: LessonTexts;
  readonly view: LessonView;
}

/** Undefined while no lesson is open. */
export function useLesson(): ShownLesson | undefined {
  const open = useStore(lessonStore, presentLesson);
  const first = useStore(lessonStore, (state) => state.first);
  const heard = useStore(lessonStore, (state) => state.heard);
  const status = useStore(playbackStore, (state) => statusOfLesson({ open, first, heard }, state.status));
  const locale = useLocale();
  const lesson = open?.lesson;
  const view = useMemo(() => (lesson === undefined ? undefined : lessonView(lesson, status)), [lesson, status]);
  return open === undefined || view === undefined ? undefined : { open, texts: open.lesson.texts[locale], view };
}
