/** The path of a command to a running container: who had their turn with the newest pod, and at which second. */
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { shortClock } from '../timeline/clockText';
import { Arrow, Box, Canvas, fitted, WIDTH, Word } from './parts';
import { useSubject } from './subject';

interface Stage {
  readonly id: string;
  readonly name: string;
  /** What it did to the pod. */
  readonly deed: string;
  /** ISO 8601; undefined: its turn has not come. */
  readonly at: string | null | undefined;
}

export function PathOfCommand() {
  const t = useText();
  const pod = useSubject('Pod');
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const stages = stagesOf(pod, t);
  const when = (at: Stage['at']) => (at == null ? '' : shortClock(Date.parse(at) - startedAt));
  const label = stages
    .map(({ name, deed, at }) => `${name}: ${deed} ${at == null ? t('figure.notYet') : when(at)}`)
    .join('. ');
  const row = 36;
  return (
    <Canvas label={label} height={stages.length * row}>
      {stages.map(({ id, name, deed, at }, index) => (
        <g key={id}>
          <Box x={1} y={index * row + 1} width={118} height={26} look={at == null ? 'open' : 'lit'} />
          <Word x={60} y={index * row + 18} anchor="middle" tone={at == null ? 'dim' : 'strong'}>
            {fitted(name, 114)}
          </Word>
          <Word x={130} y={index * row + 18} tone={at == null ? 'dim' : 'ink'}>
            {fitted(deed, 184)}
          </Word>
          <Word x={WIDTH - 1} y={index * row + 18} anchor="end" tone="dim">
            {when(at)}
          </Word>
          {index === 0 ? null : (
            <Arrow from={[60, index * row - 8]} to={[60, index * row]} look={at == null ? 'open' : 'lit'} />
          )}
        </g>
      ))}
    </Canvas>
  );
}

function stagesOf(pod: Pod | undefined, t: ReturnType<typeof useText>): readonly Stage[] {
  const owner = pod?.metadata.ownerReferences?.[0];
  const created = pod?.metadata.creationTimestamp;
  const scheduled = conditionOf(pod?.status.conditions, 'PodScheduled');
  const bound = scheduled?.status === 'True' ? scheduled.lastTransitionTime : undefined;
  const running = pod?.status.containerStatuses?.map(({ state }) => state?.running?.startedAt).find((at) => at != null);
  const name = pod?.metadata.name ?? t('figure.path.pod');
  return [
    { id: 'kubectl', name: 'kubectl', deed: t('figure.path.kubectl'), at: created },
    { id: 'api', name: 'API server', deed: t('figure.path.api'), at: created },
    { id: 'etcd', name: 'etcd', deed: name, at: created },
    ...(owner === undefined
      ? []
      : [{ id: 'controller', name: owner.kind, deed: t('figure.path.controller'), at: created }]),
    { id: 'scheduler', name: 'scheduler', deed: pod?.spec.nodeName ?? t('figure.path.scheduler'), at: bound },
    { id: 'kubelet', name: 'kubelet', deed: t('figure.path.kubelet'), at: pod?.status.startTime },
    { id: 'runtime', name: t('figure.path.container'), deed: t('figure.path.running'), at: running },
  ];
}
