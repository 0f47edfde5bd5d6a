/** Labs to begin with, or the one that was begun, and the way to all of them. */
import { useEffect, useState } from 'react';
import type { Simulation } from '../../client/simulation';
import type { TextKey } from '../i18n/text';
import { useLocale, useText } from '../i18n/useText';
import { type CourseEntry, courseEntries } from '../lesson/course';
import { courseStore } from '../lesson/courseStore';
import { lastUnfinished } from '../lesson/progress';
import { useProgress } from '../lesson/progressStore';
import { startLab } from '../lesson/startLab';
import { tellError } from '../stores/toastStore';

/** Four that show what this is about, each in a few words. */
const FIRST: readonly { readonly name: string; readonly title: TextKey; readonly text: TextKey }[] = [
  { name: 'first-pod', title: 'start.lab.pod', text: 'start.lab.pod.text' },
  { name: 'http-liveness', title: 'start.lab.probe', text: 'start.lab.probe.text' },
  { name: 'replication-controller', title: 'start.lab.rc', text: 'start.lab.rc.text' },
  { name: 'node-failure', title: 'start.lab.node', text: 'start.lab.node.text' },
];

export function LabCards({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const locale = useLocale();
  const progress = useProgress();
  const [labs, setLabs] = useState<readonly CourseEntry[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    courseEntries().then(setLabs, tellError);
  }, []);
  const last = labs.find(({ name }) => name === lastUnfinished(progress));
  const cards = FIRST.flatMap(({ name, title, text }) => {
    const lab = labs.find((each) => each.name === name);
    return lab === undefined || lab === last ? [] : [{ lab, title: t(title), text: t(text) }];
  });
  const begun = last && { lab: last, title: last.titles[locale], text: t('start.lab.continue') };
  const shown = begun === undefined ? cards : [begun, ...cards.slice(0, 3)];
  const start = (name: string) => {
    setBusy(true);
    startLab(simulation, name, false)
      .catch(tellError)
      .finally(() => setBusy(false));
  };
  if (labs.length === 0) return null;
  return (
    <>
      <button type="button" className="linklike" onClick={() => courseStore.getState().setOpen(true)}>
        {t('start.labs.all', { count: labs.length })}
      </button>
      <ul className="first-cards">
        {shown.map(({ lab: { name, lab, minutes }, title, text }) => (
          <li key={name}>
            <button type="button" className="first-card" disabled={busy} onClick={() => start(name)}>
              <span className="mono dim text-12">{`${lab} · ${t('lesson.minutes', { count: minutes })}`}</span>
              <b>{title}</b>
              <span className="ink2">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
