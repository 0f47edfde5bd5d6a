/** The frame of a pill: a button with the badge of its kind, its name, and what stands right of it. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Kind } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { useText } from '../i18n/useText';
import { isRefTo, refKey, selectionStore } from '../stores/selectionStore';
import { useGlow } from '../why/glow';

interface PillProps {
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly monogram: string;
  /** What a screen reader hears instead of what is drawn. */
  readonly label: string;
  /** Says what the numbers mean. */
  readonly title: string;
  readonly idle?: boolean;
  /** How much larger than natural it may be. */
  readonly scale: number;
  readonly width: number | undefined;
  readonly children: ReactNode;
}

export function Pill({ kind, object, monogram, label, title, idle = false, scale, width, children }: PillProps) {
  const t = useText();
  const { namespace, name } = object.metadata;
  const ref = { kind, namespace, name };
  const key = refKey(ref);
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, kind, key));
  const steps = useGlow(kind, key);
  return (
    <button
      type="button"
      className={`pill nopan${selected ? ' sel' : ''}${idle ? ' idle' : ''}`}
      style={scale === 1 ? undefined : { '--scale': scale, width: (width ?? 0) / scale }}
      title={title}
      data-walk="controller"
      data-controller={`${kind} ${key}`}
      data-glow={steps}
      aria-pressed={selected}
      aria-description={steps === undefined ? undefined : t('graph.why', { steps })}
      onClick={() => selectionStore.getState().select(ref)}
    >
      <span className="sr-only">{label}</span>
      <span className="kind" aria-hidden="true">
        {monogram}
      </span>
      <span className="ell text-left" aria-hidden="true">
        {name}
      </span>
      <span className="n3" aria-hidden="true">
        {children}
      </span>
    </button>
  );
}
