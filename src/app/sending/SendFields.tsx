/** What a request is made of: who sends it, URL, method, headers. */
import { useText } from '../i18n/useText';
import type { Sender, Sending } from './sending';

interface SendFieldsProps {
  readonly sending: Sending;
  readonly senders: readonly Sender[];
  onSender(sender: Sender): void;
  onChange(part: Partial<Sending>): void;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const idOf = (sender: Sender) => (sender.type === 'outside' ? '' : `${sender.namespace}/${sender.pod}`);

export function SendFields({ sending, senders, onSender, onChange }: SendFieldsProps) {
  const t = useText();
  return (
    <div className="send-fields">
      <label>
        {t('traffic.send.sender')}
        <select
          className="field"
          value={idOf(sending.sender)}
          onChange={({ target }) => {
            const sender = senders.find((one) => idOf(one) === target.value);
            if (sender !== undefined) onSender(sender);
          }}
        >
          {senders.map((sender) => (
            <option key={idOf(sender)} value={idOf(sender)}>
              {sender.type === 'outside' ? t('traffic.client') : idOf(sender)}
            </option>
          ))}
        </select>
      </label>
      <label>
        URL
        <input
          className="field mono"
          value={sending.url}
          spellCheck={false}
          onChange={({ target }) => onChange({ url: target.value })}
        />
      </label>
      <label>
        {t('traffic.send.method')}
        <select className="field" value={sending.method} onChange={({ target }) => onChange({ method: target.value })}>
          {METHODS.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
      </label>
      <label>
        {t('traffic.send.headers')}
        <textarea
          className="field mono"
          rows={2}
          placeholder="Host: kubia.example.com"
          defaultValue={sending.headers.join('\n')}
          spellCheck={false}
          onChange={({ target }) =>
            onChange({ headers: target.value.split('\n').filter((line) => line.includes(':')) })
          }
        />
      </label>
    </div>
  );
}
