/** The small print of a node's box: requested resources, the last heartbeat, the time until eviction. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { conditionOf } from '../../api/meta/conditions';
import { parseTime } from '../../api/meta/time';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { WaitRow } from '../../client/simulation';
import { useAllObjects, useClient, useSimulation } from '../cluster/ClusterContext';
import type { ObjectStore } from '../cluster/objectStore';
import { useText } from '../i18n/useText';
import { hidesSystem, namespaceStore, shownNamespace } from '../stores/namespaceStore';
import { playbackStore, type PlaybackState } from '../stores/playbackStore';
import { countdownText, elapsedText, leftPercent } from './duration';
import { useGraph } from './GraphContext';
import { systemPodsByNode } from './hiddenPods';
import { type CellGrid, cellBox } from './nodesLayout';
import { requestedOf } from './nodeState';

interface ResourceBarsProps {
  readonly name: string;
  readonly node: Node | undefined;
}

/** Requested of allocatable, for cpu and memory. */
export function ResourceBars({ name, node }: ResourceBarsProps) {
  const objects = useAllObjects();
  const isSimulated = useSimulation() !== undefined;
  const hides = useStore(namespaceStore, hidesSystem(isSimulated));
  const { index } = useGraph();
  const isWhole = useStore(namespaceStore, shownNamespace) === undefined;
  // One text per node: it renders again only when a number changes.
  const text = useSyncExternalStore(
    (listener) =>
      objects.onKind('Pod', (changes) => {
        if (changes.some(({ object, previous }) => (object ?? previous)?.spec.nodeName === name)) listener();
      }),
    () => {
      if (node === undefined) return '';
      const hidden = hides ? (systemPodsByNode(objects.list('Pod')).get(name) ?? []) : [];
      return barsText(node, [...podsOf(objects, index.placement.getState().byNode.get(name)), ...hidden]);
    },
  );
  const [cpu, cpuAll, cpuPercent, memory, memoryAll, memoryPercent] = text.split(' ');
  // The pods of one namespace say nothing of how full a machine is.
  if (!isWhole || node === undefined) return null;
  return (
    <div className="bars">
      <ResourceBar label="cpu" requested={cpu} allocatable={cpuAll} percent={cpuPercent} />
      <ResourceBar label="mem" requested={memory} allocatable={memoryAll} percent={memoryPercent} />
    </div>
  );
}

function barsText(node: Node, pods: readonly Pod[]): string {
  const { cpu, memory } = requestedOf(node, pods);
  return [cpu.requested, cpu.allocatable, cpu.percent, memory.requested, memory.allocatable, memory.percent].join(' ');
}

function podsOf(objects: ObjectStore, keys: readonly string[] | undefined): readonly Pod[] {
  return (keys ?? []).map((key) => objects.get('Pod', key)).filter((pod) => pod !== undefined);
}

interface ResourceBarProps {
  readonly label: string;
  readonly requested: string | undefined;
  readonly allocatable: string | undefined;
  readonly percent: string | undefined;
}

function ResourceBar({ label, requested, allocatable, percent }: ResourceBarProps) {
  return (
    <span>
      {label} <b>{requested}</b> / {allocatable}
      <span className="bar">
        <i style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}

interface LastHeartbeatProps {
  readonly name: string;
  readonly node: Node | undefined;
}

/** How long nobody has heard from the node: by its Lease, which it renewed last. */
export function LastHeartbeat({ name, node }: LastHeartbeatProps) {
  const t = useText();
  const client = useClient();
  const [renewed, setRenewed] = useState<number>();
  useEffect(() => {
    let gone = false;
    client.get('Lease', { namespace: 'kube-node-lease', name }).then(
      ({ spec }) => {
        if (!gone && spec.renewTime != null) setRenewed(parseTime(spec.renewTime));
      },
      () => {}, // No lease: the node's own condition must do.
    );
    return () => {
      gone = true;
    };
  }, [client, name]);
  const reported = node === undefined ? undefined : conditionOf(node.status.conditions, 'Ready')?.lastHeartbeatTime;
  const last = renewed ?? (reported == null ? undefined : parseTime(reported));
  const ago = useStore(playbackStore, ({ status }) =>
    last === undefined || status === undefined ? undefined : elapsedText(status.now - last),
  );
  return (
    <div className="bars heartbeat">
      <span>{t('graph.node.lastHeartbeat')}</span>
      <span>{ago === undefined ? t('graph.node.never') : t('graph.node.ago', { time: ago })}</span>
    </div>
  );
}

interface SilenceCountdownProps {
  readonly name: string;
  /** Only the time, in the head of a small box. */
  readonly isShort?: boolean;
}

/** Counts down to the round in which the node controller gives a silent node up; nothing if nobody waits for that. */
export function SilenceCountdown({ name, isShort = false }: SilenceCountdownProps) {
  const t = useText();
  const left = useStore(playbackStore, (state) => leftText(state, [`Node ${name}`], 'nodeNotHeardOf'));
  if (left === undefined) return null;
  const [text, percent] = left.split(' ');
  const word = t('graph.node.untilNotReady');
  return (
    <div className="silence" role="note" aria-label={`${word} ${text}`} title={word}>
      {isShort ? null : <span>{word}</span>}
      <span className="ring" style={{ '--p': percent }} />
      <b>{text}</b>
    </div>
  );
}

interface EvictionBannerProps {
  readonly name: string;
  readonly keys: readonly string[];
  readonly grid: CellGrid;
  readonly mid: boolean;
}

/** Counts down to the first eviction from this node; nothing if none is planned. */
export function EvictionBanner({ name, keys, grid, mid }: EvictionBannerProps) {
  const t = useText();
  const left = useStore(playbackStore, (state) =>
    leftText(state, [`Node ${name}`, ...keys.map((key) => `Pod ${key}`)], 'eviction'),
  );
  if (left === undefined) return null;
  const [text, percent] = left.split(' ');
  const box = cellBox(grid, Math.ceil(keys.length / grid.columns) * grid.columns);
  const width = grid.columns * grid.pitchX - (grid.pitchX - grid.cellWidth);
  return (
    <div
      className="evict"
      style={{ left: box.x, top: box.y, width, height: box.height }}
      role="note"
      aria-label={`${text} ${t('graph.node.evict')}`}
    >
      <span className="ring" style={{ '--p': percent }} />
      <span>
        <span className="t">{text}</span>
        <span className="c">{t(mid ? 'graph.node.evict.short' : 'graph.node.evict')}</span>
      </span>
    </div>
  );
}

/** `0:37 74`: what is left until the first such wait of the objects is over, and its share in percent. */
function leftText({ waits, status }: PlaybackState, keys: readonly string[], asked: WaitRow['what']) {
  const first = keys
    .flatMap((key) => waits.get(key) ?? [])
    .filter(({ what }) => what === asked)
    .reduce<WaitRow | undefined>((best, row) => (best === undefined || row.until < best.until ? row : best), undefined);
  if (first === undefined || status === undefined) return undefined;
  return `${countdownText(first.until - status.now)} ${leftPercent(first.since, first.until, status.now)}`;
}
