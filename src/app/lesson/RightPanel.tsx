/** The right panel: the inspector alone, or the lesson and the inspector as tabs while a lesson is open. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { Inspector } from '../inspector/Inspector';
import { TabList } from '../inspector/TabList';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { panelStore, type RightTab } from '../stores/panelStore';
import { selectedRef, selectionStore } from '../stores/selectionStore';
import { useLesson } from './useLesson';

const LessonPanel = lazy(async () => ({ default: (await import('./LessonPanel')).LessonPanel }));

/** The inspector slot. */
export function RightPanel({ size }: SlotProps) {
  const hasLesson = useStore(panelStore, (state) => state.hasLesson);
  const phoneTab = useStore(panelStore, (state) => state.phoneTab);
  // The sheet over a phone's graph is about what was tapped there.
  const isSheet = size === 'phone' && phoneTab === 'graph';
  return hasLesson && !isSheet ? <BothPanels size={size} /> : <Inspector size={size} />;
}

function BothPanels({ size }: SlotProps) {
  const t = useText();
  const { rightTab, showRight } = useStore(panelStore);
  const name = useStore(selectionStore, (state) => selectedRef(state)?.name);
  const view = useLesson()?.view;
  // Behind the inspector the tab says how far the lesson is: a tick there would go unseen.
  const isBehind = rightTab === 'inspector' && view !== undefined;
  const inspector = name === undefined ? t('panel.inspector') : t('lesson.tab.inspector', { name });
  return (
    <div className="right-panel" data-tab={rightTab}>
      <TabList<RightTab>
        label={t('lesson.tabs')}
        items={[
          {
            id: 'lesson',
            label: t('lesson.tab'),
            ...(isBehind ? { count: `${view.doneCount}/${view.steps.length}` } : {}),
          },
          { id: 'inspector', label: inspector },
        ]}
        active={rightTab}
        onSelect={showRight}
      >
        {rightTab === 'inspector' ? (
          <Inspector size={size} />
        ) : (
          <Suspense fallback={null}>
            <LessonPanel />
          </Suspense>
        )}
      </TabList>
    </div>
  );
}
