/** A text to take along, and the button that copies it. */
import { useState } from 'react';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { copyText } from './clipboard';

interface CopyFieldProps {
  readonly label: string;
  readonly button: string;
  readonly text: string;
  readonly primary?: boolean;
}

export function CopyField({ label, button, text, primary = false }: CopyFieldProps) {
  const t = useText();
  const [copied, setCopied] = useState<boolean>();
  return (
    <div className="copy-field">
      <input
        className="field mono"
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <button
        type="button"
        className={primary ? 'btn primary' : 'btn'}
        autoFocus={primary}
        onClick={async () => setCopied(await copyText(text))}
      >
        {copied === true ? <Icon name="check" size={14} /> : null}
        {button}
      </button>
      <span className="sr-only" role="status">
        {copied === undefined ? '' : t(copied ? 'inspector.copied' : 'share.copyFailed')}
      </span>
    </div>
  );
}
