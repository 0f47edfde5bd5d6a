/** The top bar: brand, what runs, language, theme, which panels are open, Share. */
import { memo } from 'react';
import { useStore } from 'zustand';
import { useClusterName } from '../cluster/useClusterName';
import { Icon, type IconName } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import { type PanelName, panelStore } from '../stores/panelStore';
import { localeStore } from '../stores/localeStore';
import { themeStore } from '../stores/themeStore';
import { courseStore } from '../lesson/courseStore';
import { lazyPanel } from './lazyPanel';
import { isPanelShown, type LayoutSize } from './layoutSize';
import type { LayoutSlots } from './slots';
import { usePageQuery } from './PageContext';

const LessonTitle = lazyPanel(async () => (await import('../lesson/LessonTitle')).LessonTitle);
const NamespaceSelect = lazyPanel(async () => (await import('../namespace/NamespaceSelect')).NamespaceSelect);

interface TopBarProps {
  readonly size: LayoutSize;
  readonly slots: LayoutSlots;
}

export const TopBar = memo(function TopBar({ size, slots }: TopBarProps) {
  const { hide } = usePageQuery();
  const { title: Title, share: Share } = slots;
  const hasLesson = useStore(panelStore, (state) => state.hasLesson);
  return (
    <header className="topbar">
      <span className="brand">
        <Icon name="logo" size={20} />
        {size === 'narrow' ? <span className="sr-only">kubeloop</span> : 'kubeloop'}
      </span>
      {size === 'phone' ? null : <span className="rule-v" />}
      {hasLesson ? (
        <LessonTitle size={size} />
      ) : Title === undefined ? (
        <ClusterName size={size} />
      ) : (
        <Title size={size} />
      )}
      {/* Where there is little room the lesson says what runs. */}
      {size === 'phone' || (size === 'narrow' && hasLesson) ? null : <NamespaceSelect size={size} />}
      <span className="grow" />
      <LanguageButton size={size} />
      <ThemeButton />
      {size === 'phone' ? null : <PanelToggles slots={slots} size={size} />}
      {Share === undefined || hide.has('share') ? null : <Share size={size} />}
    </header>
  );
});

/** What runs, and the way to the course. */
function ClusterName({ size }: Pick<TopBarProps, 'size'>) {
  const t = useText();
  const name = useClusterName();
  return (
    <>
      <span className="ell text-ink-2">{name}</span>
      <button
        type="button"
        className="btn quiet"
        title={t('top.course')}
        onClick={() => courseStore.getState().setOpen(true)}
      >
        <Icon name="book" />
        {size === 'phone' ? <span className="sr-only">{t('top.course')}</span> : t('top.course')}
      </button>
    </>
  );
}

function LanguageButton({ size }: { readonly size: LayoutSize }) {
  const t = useText();
  const { locale, setLocale } = useStore(localeStore);
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <button type="button" className="btn quiet" lang={other} onClick={() => void setLocale(other)}>
      <Icon name="globe" />
      {size === 'phone' || size === 'narrow' ? (
        <span className="sr-only">{t('top.otherLanguage')}</span>
      ) : (
        t('top.otherLanguage')
      )}
    </button>
  );
}

function ThemeButton() {
  const t = useText();
  const { theme, next } = useStore(themeStore);
  const label = t('top.theme', { theme: t(`top.theme.${theme}`) });
  const icon: IconName = theme === 'auto' ? 'auto' : theme === 'light' ? 'sun' : 'moon';
  return <IconButton icon={icon} label={label} onClick={next} />;
}

const TOGGLES: readonly { readonly panel: PanelName; readonly icon: IconName }[] = [
  { panel: 'files', icon: 'panelLeft' },
  { panel: 'dock', icon: 'panelBottom' },
  { panel: 'inspector', icon: 'panelRight' },
];

function PanelToggles({ slots, size }: TopBarProps) {
  const t = useText();
  const panels = useStore(panelStore);
  const shownOf = (panel: PanelName) => isPanelShown(panel, size, panels);
  const filled = { files: slots.files, dock: slots.timeline ?? slots.terminal, inspector: slots.inspector };
  const shown = TOGGLES.filter(({ panel }) => panel !== 'terminal' && filled[panel] !== undefined);
  if (shown.length === 0) return null;
  return (
    <div className="flex" role="group" aria-label={t('panel.list')}>
      {shown.map(({ panel, icon }) => (
        <IconButton
          key={panel}
          icon={icon}
          label={t(`panel.${panel}`)}
          title={t(shownOf(panel) ? 'panel.close' : 'panel.open', { panel: t(`panel.${panel}`) })}
          aria-pressed={shownOf(panel)}
          onClick={() => panels.setOpen(panel, !shownOf(panel))}
        />
      ))}
    </div>
  );
}
