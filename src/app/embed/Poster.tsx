/** `ctl=1`: a picture with a button in place of the page, so that a document with ten frames starts no engine until one is wanted. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Icon, Sprite } from '../icons/Icon';
import type { Locale } from '../i18n/text';
import { useText } from '../i18n/useText';
import { readFragment } from '../links/fragment';
import { themeStore } from '../stores/themeStore';
import { localeStore } from '../stores/localeStore';
import { hostStore } from './host';
import './poster.css';

/** What a host may say without starting anything. */
const QUIET: readonly unknown[] = ['pause', 'setLang', 'setTheme'];

interface PosterProps {
  /** Somebody wants the page: a person by a click, or a host by a command. */
  onStart(): void;
}

export function Poster({ onStart }: PosterProps) {
  const t = useText();
  const locale = useStore(localeStore, (state) => state.locale);
  const theme = useStore(themeStore, (state) => state.theme);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = t('app.title');
    if (theme !== 'auto') document.documentElement.dataset.theme = theme;
  }, [locale, t, theme]);
  useEffect(
    () =>
      hostStore.subscribe(({ ports }) => {
        if (ports.some(({ early }) => early.some(starts))) onStart();
      }),
    [onStart],
  );
  const lesson = useNamedLesson(locale);
  return (
    // The button is for keyboards and readers; a click anywhere does the same.
    <main className="poster" onClick={onStart}>
      <Sprite />
      <svg className="poster-picture" viewBox="0 0 620 170" aria-hidden="true">
        {[0, 1, 2].map((node) => (
          <g key={node} transform={`translate(${node * 208} 0)`}>
            <rect className="poster-node" x="1" y="1" width="202" height="168" rx="10" />
            {Array.from({ length: node === 1 ? 1 : 3 - (node >> 1) }, (_, pod) => (
              <g key={pod} transform={`translate(${12 + (pod % 2) * 92} ${44 + (pod >> 1) * 56})`}>
                <rect className="poster-pod" width="84" height="46" rx="7" />
                <circle className="poster-ready" cx="16" cy="16" r="6" />
                <rect className="poster-word" x="28" y="12" width="42" height="8" rx="4" />
              </g>
            ))}
          </g>
        ))}
      </svg>
      <button type="button" className="btn primary poster-start">
        <Icon name="play" size={20} />
        {t('embed.poster.start')}
      </button>
      <p className="poster-words">
        <b>kubeloop</b>{' '}
        {lesson === undefined ? t('embed.poster') : t(POSTER_WORDS[lesson.type], { name: lesson.title })}
      </p>
    </main>
  );
}

const POSTER_WORDS = { lesson: 'embed.poster.lesson', solution: 'lesson.solved.title' } as const;

interface NamedLesson {
  readonly type: keyof typeof POSTER_WORDS;
  readonly title: string;
}

/** What the address names of the course, as soon as the list of that is here; undefined for anything else. */
function useNamedLesson(locale: Locale): NamedLesson | undefined {
  const [titles, setTitles] = useState<Readonly<Record<Locale, string>>>();
  const [named] = useState(() => readFragment(window.location.hash));
  useEffect(() => {
    if (named.type !== 'lesson' && named.type !== 'solution') return;
    const find = async () =>
      (await (await import('../lesson/course')).courseEntries()).find(({ name }) => name === named.name);
    // Without a network the picture has no title.
    find().then(
      (entry) => setTitles(entry?.titles),
      () => {},
    );
  }, [named]);
  if (titles === undefined || (named.type !== 'lesson' && named.type !== 'solution')) return undefined;
  return { type: named.type, title: titles[locale] };
}

function starts(data: unknown): boolean {
  const { type } = (data ?? {}) as Readonly<Record<string, unknown>>; // Looked at here.
  return type !== undefined && !QUIET.includes(type);
}
