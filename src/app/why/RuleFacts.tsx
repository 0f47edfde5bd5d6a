/** What a card says of the rule that it tells: the setting that decides it, and where Kubernetes tells of it. */
import { useStore } from 'zustand';
import type { WhyCard } from '../../client/why';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { docsOf, settingOf } from './words';

interface RuleFactsProps {
  readonly of: Pick<WhyCard, 'rule' | 'params'>;
}

/** `--node-monitor-grace-period: 50 s (profile v1.36)`; nothing where no setting decides. */
export function SettingText({ of }: RuleFactsProps) {
  const t = useText();
  const profile = useStore(playbackStore, ({ status }) => status?.profile);
  const setting = settingOf(of, t);
  if (setting === undefined) return null;
  return (
    <span>
      <code>
        {setting.name}
        {setting.value === undefined ? '' : `: ${setting.value}`}
      </code>
      {setting.isFlag && profile !== undefined ? ` (${t('why.profile', { profile })})` : ''}
    </span>
  );
}

/** A link behind a sentence; nothing behind what is no rule. */
export function DocsLink({ of }: RuleFactsProps) {
  const t = useText();
  const docs = docsOf(of);
  if (docs === undefined) return null;
  return (
    <>
      {' '}
      <a className="why-docs" href={docs} target="_blank" rel="noreferrer" title={t('why.docs.what')}>
        {t('why.docs')}
      </a>
    </>
  );
}
