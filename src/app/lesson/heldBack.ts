/**
 * The lesson in which the engine fell silent. It is remembered in the browser, so that a reload of the page does not begin
 * it by itself only to fall silent again; whoever asks for it gets it.
 */
import type { Lesson } from '../../lessons/lesson';
import { presentText } from '../i18n/useText';
import { readPreference, writePreference } from '../stores/preferences';
import { toastStore } from '../stores/toastStore';
import { lessonStore } from './lessonStore';

const KEY = 'heldBack';

/** The lesson that begins or is open. */
export function lessonAtWork(): Lesson | undefined {
  const { beginning, open } = lessonStore.getState();
  return beginning ?? open?.lesson;
}

/** The engine is silent: the lesson at work, if any, does not begin by itself from now on. */
export function holdBack(): void {
  const lesson = lessonAtWork();
  if (lesson !== undefined) writePreference(KEY, lesson.name);
}

/** The engine answers after all. */
export function letGo(): void {
  writePreference(KEY, '');
}

/** Whether `name` is held back. The page says so and offers to `begin` it; `title` is what a person calls it. */
export function isHeldBack(name: string, title: string, begin: () => void): boolean {
  if (readPreference(KEY) !== name) return false;
  const t = presentText();
  const run = () => {
    letGo();
    begin();
  };
  toastStore.getState().show({
    tone: 'warning',
    stays: true,
    title: t('silent.held', { lesson: title }),
    text: t('silent.held.text'),
    action: { label: t('silent.held.begin'), run },
  });
  return true;
}
