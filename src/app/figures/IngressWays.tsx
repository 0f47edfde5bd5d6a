/** The way of a request through an Ingress: load balancer, ingress controller with its rules, Service, pods. */
import type { Ingress } from '../../api/networking/ingress';
import { useList } from '../cluster/ClusterContext';
import { endpointRows } from '../graph/services';
import { useText } from '../i18n/useText';
import { Arrow, Box, Canvas, fitted, WIDTH, Word } from './parts';
import { useSubject } from './subject';

const MOST_RULES = 4;

export function IngressWays() {
  const t = useText();
  const ingress = useSubject('Ingress');
  if (ingress === undefined) return <p>{t('figure.noIngress')}</p>;
  return <Ways ingress={ingress} />;
}

/** One line of the routing table. */
interface Rule {
  readonly host: string;
  readonly path: string;
  readonly service: string;
}

function rulesOf({ spec }: Ingress): readonly Rule[] {
  const rules = (spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path, backend }) => ({
      host: host ?? '*',
      path: path ?? '/',
      service: backend.service?.name ?? '',
    })),
  );
  const { defaultBackend } = spec;
  return defaultBackend?.service === undefined
    ? rules
    : [...rules, { host: '*', path: '*', service: defaultBackend.service.name }];
}

function Ways({ ingress }: { readonly ingress: Ingress }) {
  const t = useText();
  const slices = useList('EndpointSlice');
  const rules = rulesOf(ingress).slice(0, MOST_RULES);
  const [at] = ingress.status?.loadBalancer?.ingress ?? [];
  const address = at?.ip ?? at?.hostname;
  const className = ingress.spec.ingressClassName ?? t('figure.ingress.noClass');
  const readyOf = (service: string) =>
    endpointRows(
      slices.filter(
        ({ metadata }) =>
          metadata.labels?.['kubernetes.io/service-name'] === service &&
          metadata.namespace === ingress.metadata.namespace,
      ),
    ).filter(({ ready }) => ready).length;
  const told = rules.map(({ host, path, service }) => `${host}${path} → ${service} (${readyOf(service)})`).join(', ');
  const height = 58 + Math.max(1, rules.length) * 34;
  return (
    <Canvas
      label={t('figure.ingress', { name: ingress.metadata.name, address: address ?? '-', rules: told })}
      height={height}
    >
      <Box x={1} y={1} width={60} height={28} />
      <Word x={31} y={19} anchor="middle">
        {t('figure.client')}
      </Word>
      <Arrow from={[62, 15]} to={[74, 15]} look={address === undefined ? 'open' : 'lit'} />
      <Box x={75} y={1} width={108} height={28} look={address === undefined ? 'open' : 'lit'} />
      <Word x={129} y={19} anchor="middle" mono tone={address === undefined ? 'dim' : 'ink'}>
        {fitted(address ?? t('figure.ingress.noAddress'), 102)}
      </Word>
      <Arrow from={[184, 15]} to={[200, 15]} look={address === undefined ? 'open' : 'lit'} />
      <Box x={201} y={1} width={WIDTH - 202} height={28} look="lit" />
      <Word x={209} y={19} tone="strong">
        {fitted(`${ingress.metadata.name} (${className})`, WIDTH - 216)}
      </Word>
      <Arrow from={[268, 30]} to={[268, 44]} look="lit" />
      <Box x={1} y={45} width={WIDTH - 2} height={Math.max(1, rules.length) * 34 + 8} look="soft" />
      {rules.map((rule, index) => {
        const y = 49 + index * 34;
        const ready = readyOf(rule.service);
        return (
          <g key={`${rule.host}${rule.path}`}>
            <Word x={9} y={y + 18} mono>
              {fitted(`${rule.host}${rule.path}`, 142)}
            </Word>
            <Arrow from={[156, y + 14]} to={[172, y + 14]} look={ready === 0 ? 'open' : 'lit'} />
            <Box x={173} y={y + 1} width={96} height={26} look={ready === 0 ? 'bad' : 'plain'} />
            <Word x={181} y={y + 18}>
              {fitted(rule.service, 86)}
            </Word>
            <Word x={WIDTH - 9} y={y + 18} anchor="end" tone={ready === 0 ? 'bad' : 'ok'}>
              {t('figure.pods', { count: ready })}
            </Word>
          </g>
        );
      })}
    </Canvas>
  );
}
