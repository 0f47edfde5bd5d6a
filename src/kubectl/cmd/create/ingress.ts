/**
 * `kubectl create ingress NAME --rule=host/path=service:port[,tls[=secret]]... [--class] [--default-backend]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_ingress.go (v1.36.3).
 */
import type { Flags } from '../../command';
import { CommandError } from '../../errors';
import { generatorCommand } from './generator';

/** An Ingress; a path that ends in `*` means all below it. */
export const createIngress = generatorCommand({
  path: ['create', 'ingress'],
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  plural: 'ingresses',
  failure: 'failed to create ingress:',
  generate(name, { flags }) {
    checkFlags(flags);
    const rules = flags.list('rule');
    const className = flags.string('class');
    const backend = flags.string('default-backend');
    const tls = tlsOf(rules);
    const annotations = Object.fromEntries(flags.list('annotation').map(splitOnce));
    return {
      metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
      spec: {
        ...(className !== '' && { ingressClassName: className }),
        ...(backend !== '' && { defaultBackend: backendOf(backend) }),
        ...(tls.length > 0 && { tls }),
        ...(rules.length > 0 && { rules: rulesOf(rules) }),
      },
      status: { loadBalancer: {} },
    };
  },
});

const ruleShape = /^[\w*\-.]*\/.*=[\w-]+:[\w-]+(,tls=?([\w-]+)?)?/;

function checkFlags(flags: Flags): void {
  const rules = flags.list('rule');
  const backend = flags.string('default-backend');
  if (backend === '' && rules.length === 0) {
    throw new CommandError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  }
  for (const rule of rules) {
    if (ruleShape.test(rule)) continue;
    throw new CommandError(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  }
  for (const annotation of flags.list('annotation')) {
    if (annotation.includes('=')) continue;
    throw new CommandError(`annotation ${annotation} is invalid and should be in format key=[value]`);
  }
  if (backend !== '' && backend.split(':').length !== 2) {
    throw new CommandError('default-backend should be in format servicename:serviceport');
  }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Rules of one host share an entry, in the order in which hosts are first named. */
function rulesOf(rules: readonly string[]): readonly object[] {
  const byHost = new Map<string, object[]>();
  for (const rule of rules) {
    const [route = ''] = rule.split(',');
    const slash = route.indexOf('/');
    const host = route.slice(0, slash);
    const paths = byHost.get(host) ?? [];
    paths.push(pathOf(route.slice(slash + 1)));
    byHost.set(host, paths);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host !== '' && { host }), http: { paths } }));
}

function pathOf(route: string): object {
  const [tail = '', service = ''] = route.split('=');
  const path = `/${tail}`;
  const isPrefix = path.endsWith('*');
  return {
    path: isPrefix ? path.slice(0, -1) : path,
    pathType: isPrefix ? 'Prefix' : 'Exact',
    backend: backendOf(service),
  };
}

function backendOf(text: string): object {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

/** Hosts by secret, in the order of the rules; a host counts only once. */
function tlsOf(rules: readonly string[]): readonly object[] {
  const entries: { hosts?: string[]; readonly secretName?: string }[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const [route = '', tls, ...more] = rule.split(',');
    const [host = ''] = route.split('/');
    if (tls === undefined || more.length > 0 || seen.has(host)) continue;
    seen.add(host);
    const secretName = tls.split('=')[1] ?? '';
    const known = entries.find((entry) => (entry.secretName ?? '') === secretName);
    if (known !== undefined) known.hosts = [...(known.hosts ?? []), host];
    else if (host !== '' || secretName !== '') {
      entries.push({ ...(host !== '' && { hosts: [host] }), ...(secretName !== '' && { secretName }) });
    }
  }
  return entries;
}
