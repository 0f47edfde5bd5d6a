/** A controller: kind, name, desired / current / ready. A number below desired turns amber and bold. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useObject } from '../cluster/ClusterContext';
import { isRefTo, selectionStore } from '../stores/selectionStore';
import { CONTROLLER_KINDS, type ControllerKind, controllerLabel, countsOf, monogram } from './controllers';

export type ControllerFlowNode = FlowNode<
  { readonly kind: ControllerKind; readonly key: string; readonly idle: boolean; readonly scale: number },
  'controller'
>;

export const ControllerPill = memo(function ControllerPill({ data, width }: NodeProps<ControllerFlowNode>) {
  const { kind, key, idle, scale } = data;
  const controller = useObject(kind, key);
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, kind, key));
  if (controller === undefined) return null;
  const { namespace, name } = controller.metadata;
  const counts = countsOf(controller);
  const numbers = [counts.desired, counts.current, counts.ready];
  return (
    <button
      type="button"
      className={`pill nopan${selected ? ' sel' : ''}${idle ? ' idle' : ''}`}
      style={scale === 1 ? undefined : { '--scale': scale, width: (width ?? 0) / scale }}
      data-walk="controller"
      data-controller={`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`}
      aria-pressed={selected}
      onClick={() => selectionStore.getState().select({ kind, namespace, name })}
    >
      <span className="sr-only">{controllerLabel(kind, name, counts)}</span>
      <span className="kind" aria-hidden="true">
        {CONTROLLER_KINDS[kind]}
      </span>
      <span className="ell text-left" aria-hidden="true">
        {name}
      </span>
      <span className="n3" aria-hidden="true">
        {numbers.map((value, index) => (
          // The three numbers have fixed places.
          <span key={['desired', 'current', 'ready'][index]}>
            {index === 0 ? null : <s>/</s>}
            <em className={value < counts.desired ? 'low' : undefined}>{value}</em>
          </span>
        ))}
      </span>
    </button>
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
