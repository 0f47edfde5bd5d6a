/** From when to when a film goes, and how long it plays. */
import { useText } from '../i18n/useText';
import { shortClock } from '../timeline/clockText';
import { type Film, type FilmLimits, MOST_SECONDS } from './film';

interface FilmFieldsProps {
  readonly film: Film;
  readonly limits: FilmLimits;
  readonly onChange: (film: Film) => void;
}

export function FilmFields({ film, limits, onChange }: FilmFieldsProps) {
  const t = useText();
  const slider = (name: 'fromMs' | 'toMs', label: string, change: (ms: number) => Film) => (
    <label className="dialog-field">
      {label} <span className="num">{shortClock(film[name])}</span>
      <input
        type="range"
        min={0}
        max={Math.ceil(limits.untilMs / 1000)}
        value={Math.round(film[name] / 1000)}
        aria-valuetext={shortClock(film[name])}
        onChange={(event) => onChange(change(Number(event.target.value) * 1000))}
      />
    </label>
  );
  return (
    <>
      {slider('fromMs', t('picture.from'), (fromMs) => ({ ...film, fromMs, toMs: Math.max(film.toMs, fromMs) }))}
      {slider('toMs', t('picture.to'), (toMs) => ({ ...film, toMs, fromMs: Math.min(film.fromMs, toMs) }))}
      <label className="dialog-field">
        {t('picture.seconds', { most: MOST_SECONDS })}
        <input
          className="field"
          type="number"
          min={1}
          max={MOST_SECONDS}
          value={film.seconds}
          onChange={(event) => {
            const seconds = Math.round(Number(event.target.value));
            if (seconds >= 1) onChange({ ...film, seconds: Math.min(MOST_SECONDS, seconds) });
          }}
        />
      </label>
    </>
  );
}
