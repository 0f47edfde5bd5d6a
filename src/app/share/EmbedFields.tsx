/** The frame for a page of one's own: its options, its code, and how it will look. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { localeStore } from '../stores/localeStore';
import { viewStore } from '../stores/viewStore';
import { embedAddress, embedSnippet } from './address';
import { CopyField } from './CopyField';

interface EmbedFieldsProps {
  /** What the frame opens, `#` included. */
  readonly fragment: string;
  /** What screen readers call the frame. */
  readonly title: string;
}

const VIEWS: readonly { readonly value: string; readonly label: TextKey }[] = [
  { value: 'nodes', label: 'graph.view.nodes' },
  { value: 'owners', label: 'graph.view.owners' },
  { value: 'traffic', label: 'graph.view.traffic' },
  { value: 'controlPlane', label: 'graph.view.controlPlane' },
  { value: 'timeline', label: 'panel.dock' },
  { value: 'terminal', label: 'panel.terminal' },
  { value: 'yaml', label: 'panel.files' },
  { value: 'split', label: 'share.embed.split' },
];
const LANGUAGES = ['ko', 'en'] as const;
const THEMES = ['auto', 'light', 'dark'] as const;
const SWITCHES = ['ctl', 'play', 'ro'] as const;

export function EmbedFields({ fragment, title }: EmbedFieldsProps) {
  const t = useText();
  const [view, setView] = useState(useStore(viewStore, (state) => state.view) as string); // One of its own names.
  const [lang, setLang] = useState<string>(useStore(localeStore, (state) => state.locale));
  const [theme, setTheme] = useState<string>('auto');
  const [on, setOn] = useState<ReadonlySet<string>>(new Set(['ctl']));
  const [isShown, setIsShown] = useState(false);
  const flag = (name: string) => (on.has(name) ? '1' : undefined);
  const address = embedAddress(window.location.href, fragment, {
    view: view === 'nodes' ? undefined : view,
    lang,
    theme: theme === 'auto' ? undefined : theme,
    ...Object.fromEntries(SWITCHES.map((name) => [name, flag(name)])),
  });
  const turn = (name: string) => {
    const next = new Set(on);
    if (!next.delete(name)) next.add(name);
    setOn(next);
  };
  return (
    <>
      <h3 className="cap">{t('share.embed')}</h3>
      <div className="share-embed">
        <Choice label={t('graph.views')} value={view} onChange={setView}>
          {VIEWS.map(({ value, label }) => [value, t(label)])}
        </Choice>
        <Choice label={t('share.embed.lang')} value={lang} onChange={setLang}>
          {LANGUAGES.map((value) => [value, value === 'ko' ? '한국어' : 'English'])}
        </Choice>
        <Choice label={t('share.embed.theme')} value={theme} onChange={setTheme}>
          {THEMES.map((value) => [value, t(`top.theme.${value}`)])}
        </Choice>
        {SWITCHES.map((name) => (
          <label key={name} className="row">
            <input type="checkbox" checked={on.has(name)} onChange={() => turn(name)} />
            {t(`share.embed.${name}`)}
          </label>
        ))}
      </div>
      <CopyField label={t('share.embed')} button={t('share.embed.copy')} text={embedSnippet(address, title)} />
      <button type="button" className="btn quiet" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
        <Icon name="eye" size={14} />
        {t('share.embed.preview')}
      </button>
      {isShown ? (
        <div className="share-preview">
          {/* Our own page: a sandbox that lets it be of this origin would hold nothing back. */}
          <iframe key={address} src={address} title={t('share.embed.preview')} />
        </div>
      ) : null}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Values with their words. */
  readonly children: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

function Choice({ label, value, children, onChange }: ChoiceProps) {
  return (
    <label className="row">
      {label}
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {children.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
