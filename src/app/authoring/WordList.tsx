/** The words of goals, each with what it comes to. */
import { useState } from 'react';
import { words } from '../../lessons/words';
import { useLocale, useText } from '../i18n/useText';
import { authorStore } from './authorStore';

export function WordList() {
  const t = useText();
  const locale = useLocale();
  const [wanted, setWanted] = useState('');
  const isWanted = (text: string) => text.toLowerCase().includes(wanted.toLowerCase());
  const shown = words.filter(({ form, texts }) => isWanted(form) || isWanted(texts[locale]));
  return (
    <div className="author-words">
      <p className="dim text-12">{t('author.words.text')}</p>
      <input
        type="search"
        className="field"
        placeholder={t('author.words.search')}
        aria-label={t('author.words.search')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <dl>
        {shown.map(({ form, texts }) => (
          <div key={form}>
            <dt>
              <button
                type="button"
                className="linklike mono"
                title={t('author.words.insert')}
                onClick={() => authorStore.getState().insert(form)}
              >
                {form}
              </button>
            </dt>
            <dd>{texts[locale]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
