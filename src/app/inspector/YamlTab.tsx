/** The object as YAML, to read and to copy. Loaded when the tab first opens. */
import { useMemo, useState } from 'react';
import type { KubeObject } from '../../api/meta/objectMeta';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { copyText } from '../share/clipboard';
import { yamlText } from './yamlText';

export function YamlTab({ object }: { readonly object: KubeObject }) {
  const t = useText();
  const text = useMemo(() => yamlText(object), [object]);
  const [copied, setCopied] = useState(false);
  return (
    <div className="yaml">
      <button
        type="button"
        className="btn yaml-copy"
        onClick={async () => {
          setCopied(await copyText(text));
        }}
      >
        <Icon name={copied ? 'check' : 'file'} size={14} />
        {t(copied ? 'inspector.copied' : 'inspector.copy')}
      </button>
      <pre className="mono yaml-text" tabIndex={0} aria-label="YAML">
        {text}
      </pre>
    </div>
  );
}
