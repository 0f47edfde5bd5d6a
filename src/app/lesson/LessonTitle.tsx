/** The open lesson beside the brand: its name, and what can be done with it as a whole. */
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { panelStore } from '../stores/panelStore';
import { tellError } from '../stores/toastStore';
import { courseStore } from './courseStore';
import './lesson.css';
import { type AskWhat, LessonDialog } from './LessonDialog';
import { lessonStore } from './lessonStore';
import { playFreely, undoReset } from './openLesson';
import { useLesson } from './useLesson';

export function LessonTitle({ size }: SlotProps) {
  const t = useText();
  const shown = useLesson();
  const simulation = useSimulation();
  const canUndo = useStore(lessonStore, ({ beforeReset }) => beforeReset !== undefined);
  const [asked, ask] = useState<AskWhat>();
  const title = shown?.texts.title;
  useEffect(() => {
    if (title === undefined) return;
    document.title = t('lesson.pageTitle', { title });
    return () => {
      document.title = t('app.title');
    };
  }, [title, t]);
  if (shown === undefined || simulation === undefined) return null;
  const { lesson, isSolution } = shown.open;
  const named = [lesson.lab, title].filter((part) => part !== undefined).join(' ');
  // First, because a narrow frame cuts the end.
  const name = isSolution === true ? t('lesson.solved.title', { name: named }) : named;
  const { doneCount, steps } = shown.view;
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="btn quiet lesson-title" aria-label={t('lesson.menu', { title: name })}>
            <span className="ell">{name}</span>
            {size === 'phone' ? <span className="dim num">{`${doneCount}/${steps.length}`}</span> : null}
            <Icon name="chev" size={14} />
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu lesson-menu" align="start" collisionPadding={8}>
            <Item icon="book" text={t('lesson.show')} act={() => panelStore.getState().showRight('lesson')} />
            {shown.open.isOwn ? null : (
              <Item icon="flag" text={t('course.open')} act={() => courseStore.getState().setOpen(true)} />
            )}
            <hr />
            <Item icon="restart" text={t('lesson.reset')} act={() => ask('reset')} />
            {canUndo ? (
              <Item icon="back" text={t('lesson.reset.undo')} act={() => void undoReset(simulation).catch(tellError)} />
            ) : null}
            <Item icon="play" text={t('lesson.free')} act={() => void playFreely(simulation).catch(tellError)} />
            <Item icon="x" text={t('lesson.leave')} act={() => ask('leave')} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {asked === undefined ? null : <LessonDialog what={asked} onClose={() => ask(undefined)} />}
    </>
  );
}

interface ItemProps {
  readonly icon: IconName;
  readonly text: string;
  readonly act: () => void;
}

function Item({ icon, text, act }: ItemProps) {
  return (
    <DropdownMenu.Item className="mi" onSelect={act}>
      <Icon name={icon} />
      <span>{text}</span>
    </DropdownMenu.Item>
  );
}
