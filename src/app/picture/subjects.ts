/** What of the page can be saved as a picture: the one place to add a subject. */

/** Selectors of what is drawn; the first that is on the page counts. */
const SUBJECTS = {
  graph: '.compare-graphs, .canvas',
  lanes: '.timeline',
  why: '.why-answer',
} as const satisfies Readonly<Record<string, string>>;

export type PictureSubject = keyof typeof SUBJECTS;

/** The element of a subject; undefined if it is not on the page. */
export function elementOf(subject: PictureSubject): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(SUBJECTS[subject]) ?? undefined;
}

/** Those that are on the page now. */
export function availableSubjects(): readonly PictureSubject[] {
  const all = Object.keys(SUBJECTS) as PictureSubject[]; // The keys are the subjects.
  return all.filter((subject) => (elementOf(subject)?.getBoundingClientRect().height ?? 0) > 0);
}
