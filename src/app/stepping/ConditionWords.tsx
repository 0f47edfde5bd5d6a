/** The words that conditions know beside those of the language. */
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';

const WORDS: readonly (readonly [string, TextKey])[] = [
  ['ready', 'step.word.ready'],
  ['pods, nodes, events', 'step.word.lists'],
  ["object('Pod', 'kubia')", 'step.word.object'],
  ["objs('Pod', {'app': 'kubia'})", 'step.word.objs'],
  ["ev({'reason': 'Killing'})", 'step.word.ev'],
  ['ready(p), restarts(p), waiting(p)', 'step.word.pod'],
  ['lastTerm(p), term(p), owner(p)', 'step.word.pod2'],
  ["nodeReady(n), cond(n, 'DiskPressure')", 'step.word.node'],
  ["sumReq('worker-1', 'cpu')", 'step.word.sumReq'],
  ['exists, all, filter, map, size', 'step.word.macros'],
];

export function ConditionWords() {
  const t = useText();
  return (
    <details className="condition-words">
      <summary>{t('step.words')}</summary>
      <p>
        <a href="https://kubernetes.io/docs/reference/using-api/cel/" target="_blank" rel="noreferrer">
          {t('step.words.cel')}
        </a>
      </p>
      <dl>
        {WORDS.map(([word, key]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
