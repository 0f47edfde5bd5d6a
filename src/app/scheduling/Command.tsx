/** A kubectl line that can be copied or put at the terminal's prompt. */
import { useState } from 'react';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { copyText } from '../share/clipboard';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';

export function Command({ line }: { readonly line: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const label = t(copied ? 'inspector.copied' : 'inspector.copy');
  return (
    <span className="verdict-command">
      <code className="mono wrap-anywhere">{line}</code>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={`${label}: ${line}`}
        title={label}
        onClick={async () => {
          setCopied(await copyText(line));
        }}
      >
        <Icon name={copied ? 'check' : 'file'} size={14} />
      </button>
      <PutIntoTerminal line={line} />
    </span>
  );
}
