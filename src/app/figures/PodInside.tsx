/** Inside a pod: containers side by side, one address for all of them, and the volumes that they share. */
import type { Container, Pod } from '../../api/core/pod';
import { useText } from '../i18n/useText';
import { Arrow, Box, Canvas, fitted, Glyph, WIDTH, Word } from './parts';
import { useSubject } from './subject';

const MOST_CONTAINERS = 3;
const MOST_VOLUMES = 3;

export function PodInside() {
  const t = useText();
  const pod = useSubject('Pod');
  if (pod === undefined) return <p>{t('figure.noPod')}</p>;
  return <Inside pod={pod} />;
}

function Inside({ pod }: { readonly pod: Pod }) {
  const t = useText();
  const containers = pod.spec.containers.slice(0, MOST_CONTAINERS);
  const volumes = (pod.spec.volumes ?? [])
    .filter(({ name }) => !name.startsWith('kube-api-access'))
    .slice(0, MOST_VOLUMES);
  const ip = pod.status.podIP ?? t('figure.noIp');
  const width = (WIDTH - 24 - 8 * (containers.length - 1)) / containers.length;
  const bottom = volumes.length === 0 ? 108 : 158;
  const label = t('figure.podInside', {
    name: pod.metadata.name,
    ip,
    containers: containers.map(({ name }) => name).join(', '),
    volumes: volumes.length === 0 ? '-' : volumes.map(({ name }) => name).join(', '),
  });
  return (
    <Canvas label={label} height={bottom + 4}>
      <Box x={1} y={1} width={WIDTH - 2} height={bottom} look="soft" />
      <Word x={12} y={18} tone="strong">
        {fitted(pod.metadata.name, 170)}
      </Word>
      <Word x={WIDTH - 12} y={18} anchor="end" mono>
        {ip}
      </Word>
      {containers.map((container, index) => (
        <ContainerBox key={container.name} pod={pod} container={container} x={12 + index * (width + 8)} width={width} />
      ))}
      {volumes.map(({ name }, index) => {
        const room = (WIDTH - 24 - 8 * (volumes.length - 1)) / volumes.length;
        const x = 12 + index * (room + 8);
        return (
          <g key={name}>
            {containers.map((container, at) =>
              container.volumeMounts?.some((mount) => mount.name === name) === true ? (
                <Arrow key={container.name} from={[12 + at * (width + 8) + width / 2, 96]} to={[x + room / 2, 126]} />
              ) : null,
            )}
            <Box x={x} y={128} width={room} height={24} look="open" />
            <Word x={x + room / 2} y={144} anchor="middle">
              {fitted(name, room - 10)}
            </Word>
          </g>
        );
      })}
    </Canvas>
  );
}

interface ContainerBoxProps {
  readonly pod: Pod;
  readonly container: Container;
  readonly x: number;
  readonly width: number;
}

function ContainerBox({ pod, container: { name, image, ports }, x, width }: ContainerBoxProps) {
  const status = pod.status.containerStatuses?.find((each) => each.name === name);
  const state = status?.state;
  const word =
    state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running === undefined ? 'Waiting' : 'Running');
  const glyph =
    state?.running === undefined
      ? state?.terminated === undefined
        ? 'starting'
        : 'failed'
      : status?.ready === true
        ? 'ready'
        : 'unready';
  return (
    <g>
      <Box x={x} y={28} width={width} height={68} look={glyph === 'failed' ? 'bad' : 'plain'} />
      <Glyph x={x + 8} y={36} state={glyph} />
      <Word x={x + 24} y={46} tone="strong">
        {fitted(name, width - 30)}
      </Word>
      <Word x={x + 8} y={63} tone="dim">
        {fitted(image.replace(/^.*\//, ''), width - 14)}
      </Word>
      <Word x={x + 8} y={79}>
        {fitted(word, width - 14)}
      </Word>
      <Word x={x + 8} y={92} tone="dim" mono>
        {(ports ?? []).map(({ containerPort }) => `:${containerPort}`).join(' ')}
      </Word>
    </g>
  );
}
