/** A controller: kind, name, and what it has of what it wants. A number below what is wanted turns amber and bold. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useObject } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { type ControllerKind, faceOf } from './controllerKinds';
import { controllerLabel, monogram } from './controllers';
import { Pill } from './Pill';

export type ControllerFlowNode = FlowNode<
  { readonly kind: ControllerKind; readonly key: string; readonly idle: boolean; readonly scale: number },
  'controller'
>;

export const ControllerPill = memo(function ControllerPill({ data, width }: NodeProps<ControllerFlowNode>) {
  const t = useText();
  const { kind, key, idle, scale } = data;
  const controller = useObject(kind, key);
  if (controller === undefined) return null;
  const { values, meaning } = faceOf(kind, controller);
  return (
    <Pill
      kind={kind}
      object={controller}
      monogram={monogram(kind)}
      label={controllerLabel(kind, controller)}
      title={t(meaning)}
      idle={idle}
      scale={scale}
      width={width}
    >
      {values.map(({ name: told, text, low }, index) => (
        <span key={told}>
          {index === 0 ? null : <s>/</s>}
          <em className={low ? 'low' : undefined}>{text}</em>
        </span>
      ))}
    </Pill>
  );
});

export type StrangerFlowNode = FlowNode<{ readonly id: string }, 'stranger'>;

/** An owner of a kind that the page does not watch: only its name. */
export const StrangerPill = memo(function StrangerPill({ data }: NodeProps<StrangerFlowNode>) {
  const [kind, key] = data.id.split(' ');
  return (
    <div className="pill idle">
      <span className="kind">{monogram(kind ?? '')}</span>
      <span className="ell">{key?.split('/').at(-1)}</span>
    </div>
  );
});
