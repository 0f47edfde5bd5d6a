/** The clock as a field: a moment is typed, Enter goes there, Escape leaves it. Loaded with the first click on the clock. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { endOf } from './branchClock';
import { clockText } from './clockText';
import { readTime, type TypedTime } from './typedTime';
import { useSeek } from './useSeek';

interface ClockFieldProps {
  onClose(): void;
}

export function ClockField({ onClose }: ClockFieldProps) {
  const t = useText();
  const seek = useSeek();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => clockText(read().nowMs));
  const [answer, setAnswer] = useState<TypedTime>();
  useEffect(() => {
    // By HTML's rules selecting alone leaves the focus where it is.
    field.current?.focus();
    field.current?.select();
  }, []);
  const go = (event: FormEvent) => {
    event.preventDefault();
    const typed = readTime(text, read());
    if (typed.type === 'refused') return setAnswer(typed);
    void seek?.({ atMs: typed.atMs });
    onClose();
  };
  return (
    <form className="clock-form" onSubmit={go}>
      <input
        ref={field}
        className="field clock-field num"
        aria-label={t('timeline.typed')}
        aria-describedby={id}
        aria-invalid={answer?.type === 'refused'}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAnswer(undefined);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onClose();
        }}
        onBlur={onClose}
      />
      <span id={id} className="clock-hint" role={answer?.type === 'refused' ? 'alert' : undefined}>
        {answer?.type === 'refused' ? t(answer.why, answer.params) : t('timeline.typed.hint')}
      </span>
    </form>
  );
}

/** The clock at this moment. */
function read() {
  const { status } = playbackStore.getState();
  if (status === undefined) return { startedAt: 0, nowMs: 0, endMs: 0 };
  const { now, startedAt } = status;
  return { startedAt, nowMs: now - startedAt, endMs: endOf(status) - startedAt };
}
