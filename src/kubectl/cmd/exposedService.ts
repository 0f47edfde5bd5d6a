/**
 * The Service that `expose` and `run --expose` make of an object's labels and ports.
 * Models createService of staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go (v1.36.3).
 */
import { CommandError } from '../errors';
import type { DeclaredPort } from '../polymorphic/ports';
import { goAtoi, intOrString } from './goNumbers';
import type { TypedFields, TypedKind } from './typedObject';

/** Services, as the commands that make one send them. */
export const serviceKind: TypedKind = { apiVersion: 'v1', kind: 'Service', plural: 'services' };

/** What the flags of expose and `run --expose` say of the Service to be. */
export interface ExposedService {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  /** As --port spells them: `80,443`. Empty for none. */
  readonly port: string;
  /** Empty: as declared, else TCP. */
  readonly protocol: string;
  readonly declared: readonly DeclaredPort[];
  readonly targetPort: string;
  readonly type: string;
  readonly externalIP: string;
  readonly loadBalancerIP: string;
  readonly sessionAffinity: string;
  readonly clusterIP: string;
}

/** The fields of the Service, in the order of Go's struct. Throws CommandError for values that do not fit. */
export function exposedService(service: ExposedService): TypedFields {
  const { name, labels, selector, type, clusterIP, externalIP, sessionAffinity, loadBalancerIP } = service;
  if (sessionAffinity !== '' && sessionAffinity !== 'None' && sessionAffinity !== 'ClientIP') {
    throw new CommandError(`unknown session affinity: ${sessionAffinity}`);
  }
  const ports = portsOf(service);
  return {
    metadata: { name, ...(Object.keys(labels).length > 0 && { labels }) },
    spec: {
      ...(ports.length > 0 && { ports }),
      selector,
      ...(clusterIP !== '' && { clusterIP }),
      ...(type !== '' && { type }),
      ...(externalIP !== '' && { externalIPs: [externalIP] }),
      ...(sessionAffinity !== '' && { sessionAffinity }),
      ...(type === 'LoadBalancer' && loadBalancerIP !== '' && { loadBalancerIP }),
    },
    status: { loadBalancer: {} },
  };
}

/** One port of the Service for each port and, where the object declares several, each of its protocols. */
function portsOf({ port: texts, protocol, declared, targetPort }: ExposedService): readonly object[] {
  if (texts === '') return [];
  const all = texts.split(',');
  return all.flatMap((text, index) => {
    const port = goAtoi(text);
    const name = all.length > 1 ? `port-${index + 1}` : undefined;
    const target = targetPort === '' ? port : intOrString(targetPort);
    const found = declared.find((one) => String(one.port) === text)?.protocols ?? ['TCP'];
    const protocols = protocol === '' ? found : [protocol];
    return protocols.map((one) => {
      const its = protocols.length > 1 ? `port-${index + 1}-${one.toLowerCase()}` : name;
      return { ...(its !== undefined && { name: its }), protocol: one, port, targetPort: target };
    });
  });
}

/** Labels as `--labels a=b,c=d` spells them. Throws CommandError: `unexpected label spec: bad`. */
export function labelsOfFlag(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const spec of text.split(',')) {
    const [key = '', value, ...more] = spec.split('=');
    if (value === undefined || more.length > 0) throw new CommandError(`unexpected label spec: ${spec}`);
    if (key === '') throw new CommandError('unexpected empty label key');
    labels[key] = value;
  }
  return labels;
}
