/** Asks before something is lost: before a lesson begins anew, is left, or its solution is shown. */
import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { useOpener } from '../layout/useOpener';
import { usePageQuery } from '../layout/PageContext';
import { tellError, toastStore } from '../stores/toastStore';
import { lessonStore } from './lessonStore';
import { leaveLesson, resetLesson, undoReset } from './openLesson';
import { noteProgress } from './progressStore';
import { leadTo, SOLUTION } from './places';

export type AskWhat = 'reset' | 'leave' | 'solution';

const WORDS: Readonly<Record<AskWhat, { readonly title: TextKey; readonly text: TextKey; readonly yes: TextKey }>> = {
  reset: { title: 'lesson.reset.title', text: 'lesson.reset.text', yes: 'lesson.reset' },
  leave: { title: 'lesson.leave.title', text: 'lesson.leave.text', yes: 'lesson.leave' },
  solution: { title: 'lesson.solution.title', text: 'lesson.solution.text', yes: 'lesson.solution.show' },
};

interface LessonDialogProps {
  readonly what: AskWhat;
  readonly onClose: () => void;
}

export function LessonDialog({ what, onClose }: LessonDialogProps) {
  const t = useText();
  const act = useLessonAct();
  const giveBack = useOpener();
  const [busy, setBusy] = useState(false);
  const { title, text, yes } = WORDS[what];
  const confirm = async () => {
    setBusy(true);
    await act(what);
    onClose();
  };
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog" onCloseAutoFocus={(event) => leadOn(event, what, giveBack)}>
          <AlertDialog.Title asChild>
            <h2>{t(title)}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description className="ink2">{t(text)}</AlertDialog.Description>
          <div className="dialog-buttons">
            <button type="button" className="btn primary" disabled={busy} onClick={() => void confirm()}>
              {t(yes)}
            </button>
            <AlertDialog.Cancel asChild>
              <button type="button" className="btn">
                {t('lesson.cancel')}
              </button>
            </AlertDialog.Cancel>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** The button that asked for the solution is off once that is there: the focus goes to what was asked for. */
function leadOn(event: Event, what: AskWhat, giveBack: (event: Event) => void): void {
  if (what !== 'solution' || lessonStore.getState().open?.solutionLines === undefined) return giveBack(event);
  event.preventDefault();
  leadTo(SOLUTION);
}

/** Does what was asked about. A refusal becomes a message. */
function useLessonAct(): (what: AskWhat) => Promise<void> {
  const t = useText();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  return async (what) => {
    const { open, change } = lessonStore.getState();
    if (open === undefined || simulation === undefined) return;
    try {
      if (what === 'solution') {
        change({ solutionLines: 0 });
        noteProgress(open, { sawSolution: true });
      } else if (what === 'leave') await leaveLesson(simulation);
      else {
        await resetLesson(simulation, embed);
        const undo = () => void undoReset(simulation).catch(tellError);
        toastStore.getState().show({
          tone: 'done',
          title: t('lesson.reset.done'),
          action: { label: t('lesson.reset.undo'), run: undo },
        });
      }
    } catch (error) {
      tellError(error);
    }
  };
}
