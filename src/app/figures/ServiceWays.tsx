/** The way through a Service: its own address, and the endpoints behind it, ready or not. */
import type { Service } from '../../api/core/service';
import { useList } from '../cluster/ClusterContext';
import { endpointRows, portsText } from '../graph/services';
import { useText } from '../i18n/useText';
import { Arrow, Box, Canvas, fitted, Glyph, WIDTH, Word } from './parts';
import { useSubject } from './subject';

const MOST_ENDPOINTS = 6;
const isOwn = ({ metadata }: Service): boolean => metadata.name !== 'kubernetes';

export function ServiceWays() {
  const t = useText();
  const service = useSubject('Service', isOwn);
  if (service === undefined) return <p>{t('figure.noService')}</p>;
  return <Ways service={service} />;
}

function Ways({ service }: { readonly service: Service }) {
  const t = useText();
  const slices = useList('EndpointSlice').filter(
    ({ metadata }) =>
      metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name &&
      metadata.namespace === service.metadata.namespace,
  );
  const rows = endpointRows(slices);
  const shown = rows.slice(0, MOST_ENDPOINTS);
  const ready = rows.filter((row) => row.ready).length;
  const { name } = service.metadata;
  const { spec } = service;
  const address =
    spec.clusterIP === 'None' || spec.clusterIP === undefined ? t('figure.service.headless') : spec.clusterIP;
  const height = Math.max(3, shown.length) * 26 + 8;
  const middle = height / 2;
  return (
    <Canvas
      label={t('figure.service', { name, address, ports: portsText(service), ready, count: rows.length })}
      height={height}
    >
      <Box x={1} y={middle - 13} width={60} height={26} />
      <Word x={31} y={middle + 4} anchor="middle">
        {t('figure.client')}
      </Word>
      <Arrow from={[62, middle]} to={[72, middle]} />
      <Box x={73} y={middle - 30} width={104} height={60} look={ready === 0 ? 'bad' : 'lit'} />
      <Word x={81} y={middle - 14} tone="strong">
        {fitted(name, 80)}
      </Word>
      <Word x={81} y={middle + 2} mono>
        {fitted(address, 94)}
      </Word>
      <Word x={81} y={middle + 18} tone="dim" mono>
        {fitted(`:${portsText(service)}`, 94)}
      </Word>
      {shown.length === 0 ? (
        <Word x={WIDTH - 4} y={middle + 4} anchor="end" tone="bad">
          {t('figure.service.none')}
        </Word>
      ) : null}
      {shown.map((row, index) => {
        const y = 4 + index * 26 + (height - 8 - shown.length * 26) / 2;
        return (
          <g key={row.address}>
            <Arrow from={[178, middle]} to={[202, y + 11]} look={row.ready ? 'lit' : 'open'} />
            <Box x={203} y={y} width={WIDTH - 204} height={22} look={row.ready ? 'plain' : 'open'} />
            <Glyph x={209} y={y + 5} state={row.ready ? 'ready' : 'unready'} />
            <Word x={226} y={y + 15} tone={row.ready ? 'ink' : 'dim'}>
              {fitted(row.pod ?? row.address, WIDTH - 234)}
            </Word>
          </g>
        );
      })}
    </Canvas>
  );
}
