/** Where the boxes and lines of the control plane stand: writers above, the API server between, etcd and nodes below. Pure. */
import type { Room } from '../layout/layoutSize';
import type { LayoutSize } from '../layout/layoutSize';
import { ETCD_EDGE, watchEdge, writeEdge } from './journey';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** A line, from the API server (`from`) to a component (`to`): always straight up or down. */
export interface Line {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly kind: 'write' | 'watch';
  /** Whose it is. */
  readonly actor: string;
}

export interface PlaneLayout {
  readonly width: number;
  readonly height: number;
  /** By component: `you`, `kube-scheduler`, `kubelet/worker-1`; `kubelets` for all of them in one box. */
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly lines: ReadonlyMap<string, Line>;
  /** Too many kubelets for boxes of their own. */
  readonly isCrowded: boolean;
  /** Boxes hold a name and one line. */
  readonly isSmall: boolean;
}

interface Measures {
  readonly top: number;
  readonly bottom: number;
  readonly side: number;
  readonly gap: number;
  readonly box: number;
  readonly api: number;
  readonly etcd: number;
  readonly kubelet: number;
  /** Widths of kubectl, controller manager and scheduler stand in this relation. */
  readonly share: readonly [number, number, number];
}

const DESK: Measures = {
  top: 84,
  bottom: 52,
  side: 20,
  gap: 14,
  box: 118,
  api: 84,
  etcd: 170,
  kubelet: 104,
  share: [145, 400, 290],
};
const SMALL: Measures = {
  top: 6,
  bottom: 26,
  side: 8,
  gap: 8,
  box: 54,
  api: 54,
  etcd: 120,
  kubelet: 104,
  share: [110, 270, 220],
};
const PHONE: Measures = {
  top: 60,
  bottom: 56,
  side: 8,
  gap: 6,
  box: 116,
  api: 96,
  etcd: 96,
  kubelet: 76,
  share: [80, 150, 110],
};
const MEASURES: Readonly<Record<LayoutSize, Measures>> = {
  wide: DESK,
  medium: DESK,
  narrow: { ...DESK, side: 12, etcd: 176, share: [115, 345, 240] },
  phone: PHONE,
  embed: SMALL,
  tiny: { ...SMALL, bottom: 8 },
};
/** Lines between two rows are at least and at most so long. */
const LEAST_LINE = 34;
const MOST_LINE = 104;

/** The picture in `room`. `hasOthers`: programs beside the kubelets watch too; they have one box, `others`. */
export function planeLayout(room: Room, size: LayoutSize, nodes: readonly string[], hasOthers: boolean): PlaneLayout {
  const m = MEASURES[size];
  const width = Math.max(size === 'phone' || size === 'tiny' ? 300 : 560, room.width);
  const inner = width - 2 * m.side;
  const spare = room.height - m.top - m.bottom - 2 * m.box - m.api;
  const line = Math.floor(Math.min(MOST_LINE, Math.max(LEAST_LINE, spare / 2)));
  const apiTop = m.top + m.box + line;
  const below = apiTop + m.api + line;
  const boxes = new Map<string, Rect>();
  const row = (top: number, widths: readonly (readonly [string, number])[]) => {
    let x = m.side;
    for (const [name, each] of widths) {
      boxes.set(name, { x, y: top, width: each, height: m.box });
      x += each + m.gap;
    }
  };
  const whole = m.share[0] + m.share[1] + m.share[2];
  const unit = (inner - 2 * m.gap) / whole;
  const [you, manager, scheduler] = m.share.map((share) => Math.floor(share * unit));
  row(m.top, [
    ['you', you ?? 0],
    ['kube-controller-manager', manager ?? 0],
    ['kube-scheduler', scheduler ?? 0],
  ]);
  boxes.set('kube-apiserver', { x: m.side, y: apiTop, width: inner, height: m.api });

  const onNodes = inner - m.etcd - m.gap;
  const others = hasOthers ? ['others'] : [];
  const own = nodes.map((node) => `kubelet/${node}`);
  const isCrowded = (own.length + others.length) * (m.kubelet + m.gap) - m.gap > onNodes && own.length > 1;
  const names = [...(isCrowded ? ['kubelets'] : own), ...others];
  const otherWidth = Math.min(m.kubelet + 20, onNodes / Math.max(2, names.length));
  const each = Math.min(190, (onNodes - (names.length - 1) * m.gap) / Math.max(1, names.length));
  const widthOf = (name: string) => {
    if (!isCrowded) return Math.floor(each);
    return Math.floor(name === 'kubelets' ? onNodes - others.length * (otherWidth + m.gap) : otherWidth);
  };
  row(below, [['etcd', m.etcd], ...names.map((name) => [name, widthOf(name)] as const)]);

  const lines = new Map<string, Line>();
  for (const [name, { x, y, width: wide, height }] of boxes) {
    if (name === 'kube-apiserver') continue;
    const isAbove = y < apiTop;
    const [from, to] = isAbove ? [apiTop, y + height] : [apiTop + m.api, y];
    const at = (part: number) => Math.round(x + wide * part);
    const isLone = name === 'etcd' || name === 'you';
    const onlyReads = others.includes(name);
    if (name === 'etcd') lines.set(ETCD_EDGE, { x: at(0.5), from, to, kind: 'write', actor: name });
    else if (!onlyReads)
      lines.set(writeEdge(name), { x: at(isLone ? 0.5 : 0.3), from, to, kind: 'write', actor: name });
    if (!isLone) lines.set(watchEdge(name), { x: at(0.7), from, to, kind: 'watch', actor: name });
  }
  return {
    width,
    height: below + m.box + m.bottom,
    boxes,
    lines,
    isCrowded,
    isSmall: size === 'embed' || size === 'tiny',
  };
}

/** The line of the picture for `edge`: kubelets in one box share theirs, and so do the others. */
export function shownEdge(layout: PlaneLayout, edge: string): string | undefined {
  if (layout.lines.has(edge)) return edge;
  const shared = `${edge.startsWith('kubelet/') ? 'kubelets' : 'others'}${edge.at(-1)}`;
  return layout.lines.has(shared) ? shared : undefined;
}
