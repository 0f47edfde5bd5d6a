/** A kubectl line that can be copied or put at the terminal's prompt. */
import { useState } from 'react';
import { IconButton } from '../icons/IconButton';
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
      <IconButton
        icon={copied ? 'check' : 'file'}
        label={`${label}: ${line}`}
        title={label}
        size={14}
        onClick={async () => {
          setCopied(await copyText(line));
        }}
      />
      <PutIntoTerminal line={line} />
    </span>
  );
}
