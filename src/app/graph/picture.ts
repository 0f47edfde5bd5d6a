/** How React Flow draws our pictures: it lays out and moves; keys, choice and edges are ours. */
import type { ReactFlowProps } from '@xyflow/react';
import { LEAST_ZOOM, MOST_ZOOM } from './viewport';

/** What every picture has in common. */
export const PICTURE = {
  edges: [] as never[],
  minZoom: LEAST_ZOOM,
  maxZoom: MOST_ZOOM,
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  selectionKeyCode: null,
  deleteKeyCode: null,
  multiSelectionKeyCode: null,
  zoomActivationKeyCode: null,
  panActivationKeyCode: null,
  zoomOnDoubleClick: false,
  zoomOnScroll: false,
  attributionPosition: 'bottom-right',
} satisfies ReactFlowProps;
