/** Nodes as bins that requests fill: what is requested on each, what is left, and the pods that no bin takes. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { useState } from 'react';
import { podResources } from '../../api/core/podResources';
import { milliValue } from '../../api/meta/quantity';
import { isSystemNamespace } from '../cluster/inNamespace';
import { useAllObjects, useList } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { Canvas, fitted, WIDTH, Word } from './parts';

type Resource = 'cpu' | 'memory';
const LEFT = 92;
const ROOM = WIDTH - LEFT - 4;
const ROW = 38;
const MOST_WAITING = 3;

export function ScheduleBins() {
  const t = useText();
  const nodes = useList('Node');
  const pods = useList('Pod');
  const [resource, setResource] = useState<Resource>('memory');
  // System pods hold room too, whether they are shown or not.
  const all = useAllObjects().list('Pod');
  if (nodes.length === 0) return <p>{t('figure.noNode')}</p>;
  return (
    <>
      <div className="seg fig-choice" role="group" aria-label={t('figure.bins.resource')}>
        {(['memory', 'cpu'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={resource === each} onClick={() => setResource(each)}>
            {each}
          </button>
        ))}
      </div>
      <Bins nodes={nodes} all={all} waiting={pods.filter(isWaiting)} resource={resource} />
    </>
  );
}

interface BinsProps {
  readonly nodes: readonly Node[];
  readonly all: readonly Pod[];
  readonly waiting: readonly Pod[];
  readonly resource: Resource;
}

function Bins({ nodes, all, waiting, resource }: BinsProps) {
  const t = useText();
  const rows = nodes.map((node) => ({ node, ...filledOf(node, all, resource) }));
  const largest = Math.max(1, ...rows.map(({ whole }) => whole));
  const shown = waiting.slice(0, MOST_WAITING);
  const label = [
    ...rows.map(({ node, used, whole }) =>
      t('figure.bins.node', {
        name: node.metadata.name,
        used: sizeText(used, resource),
        whole: sizeText(whole, resource),
      }),
    ),
    ...shown.map((pod) =>
      t('figure.bins.waiting', { name: pod.metadata.name, size: sizeText(requestOf(pod, resource), resource) }),
    ),
  ].join('. ');
  const bottom = rows.length * ROW;
  return (
    <Canvas label={label} height={bottom + shown.length * 22 + 4}>
      {rows.map(({ node, parts, used, whole }, index) => {
        const y = index * ROW;
        const scale = ROOM / largest;
        let x = LEFT;
        return (
          <g key={node.metadata.uid}>
            <Word x={2} y={y + 16} tone="strong">
              {fitted(node.metadata.name, LEFT - 4)}
            </Word>
            <rect x={LEFT} y={y + 4} width={whole * scale} height={16} rx={3} className="fig-box fig-box-soft" />
            {parts.map(({ id, size, isSystem }) => {
              const from = x;
              x += size * scale;
              return (
                <rect
                  key={id}
                  x={from}
                  y={y + 4}
                  width={Math.max(0.5, size * scale)}
                  height={16}
                  className={`fig-bar ${isSystem ? 'fig-bar-other' : 'fig-bar-own'}`}
                />
              );
            })}
            <Word x={LEFT} y={y + 32} tone="dim">
              {t('figure.bins.free', {
                used: sizeText(used, resource),
                whole: sizeText(whole, resource),
                free: sizeText(Math.max(0, whole - used), resource),
              })}
            </Word>
          </g>
        );
      })}
      {shown.map((pod, index) => {
        const size = requestOf(pod, resource);
        const y = bottom + index * 22;
        return (
          <g key={pod.metadata.uid}>
            <Word x={2} y={y + 14} tone="bad">
              {fitted(pod.metadata.name, LEFT - 4)}
            </Word>
            <rect
              x={LEFT}
              y={y + 4}
              width={Math.min(ROOM, (size * ROOM) / largest)}
              height={12}
              rx={3}
              className="fig-box fig-box-open"
            />
            <Word x={LEFT + 6} y={y + 14}>
              {sizeText(size, resource)}
            </Word>
          </g>
        );
      })}
    </Canvas>
  );
}

/** The requests of the pods on a node, those of the system first: thousandths of cores, or of bytes. */
function filledOf({ metadata, status }: Node, pods: readonly Pod[], resource: Resource) {
  const here = pods.filter(
    ({ spec, status: { phase } }) => spec.nodeName === metadata.name && phase !== 'Succeeded' && phase !== 'Failed',
  );
  const parts = here
    .map((pod) => ({
      id: pod.metadata.uid,
      size: requestOf(pod, resource),
      isSystem: isSystemNamespace(pod.metadata.namespace ?? ''),
    }))
    .filter(({ size }) => size > 0)
    .toSorted((left, right) => Number(right.isSystem) - Number(left.isSystem));
  const allocatable = status.allocatable?.[resource];
  return {
    parts,
    used: parts.reduce((sum, { size }) => sum + size, 0),
    whole: allocatable === undefined ? 0 : milliValue(allocatable),
  };
}

function requestOf(pod: Pod, resource: Resource): number {
  const text = podResources(pod, 'requests')[resource];
  return text === undefined ? 0 : milliValue(text);
}

const MIB = 1000 * 2 ** 20;
const oneDigit = (value: number): string => String(Math.round(value * 10) / 10);

function sizeText(milli: number, resource: Resource): string {
  if (resource === 'cpu') return oneDigit(milli / 1000);
  return milli >= 1024 * MIB ? `${oneDigit(milli / MIB / 1024)}Gi` : `${Math.round(milli / MIB)}Mi`;
}

const isWaiting = ({ spec, status }: Pod): boolean => (spec.nodeName ?? '') === '' && status.phase === 'Pending';
