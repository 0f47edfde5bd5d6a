/**
 * Services: addresses and ports that the API server hands out belong to the cluster they come from.
 * A twin keeps those that lie in its own ranges, so that people find what they know; an export lets the server choose.
 */
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import type { Cleaned, CopyContext } from './copyContext';
import { listAt, type Manifest, objectAt, subjectOf, textAt, withAt, without } from './manifest';
import type { Note } from './note';

/** 10.96.0.0/12, without its first address and that of the Service `kubernetes`. */
const SERVICE_RANGE = /^10\.(9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}$/;
const TAKEN = new Set(['10.96.0.0', '10.96.0.1', '10.111.255.255']);
const NODE_PORTS = { first: 30_000, last: 32_767 };
/** Drawn by the server as addresses are. */
const DRAWN = ['clusterIP', 'clusterIPs', 'healthCheckNodePort'];

export function cleanService(service: Manifest, { purpose }: CopyContext): Cleaned {
  const spec = objectAt(service, 'spec');
  return purpose === 'export'
    ? { object: { ...service, spec: forAnyCluster(spec) }, notes: [] }
    : forTwin(service, spec);
}

/** Node ports stay: people choose them, and an address with a port may be written down somewhere. */
function forAnyCluster(spec: JsonObject): JsonObject {
  const bare = spec.clusterIP === 'None' ? without(spec, 'clusterIPs', 'healthCheckNodePort') : without(spec, ...DRAWN);
  return spec.ipFamilyPolicy === 'SingleStack' ? without(bare, 'ipFamilies', 'ipFamilyPolicy') : bare;
}

function forTwin(service: Manifest, given: JsonObject): Cleaned {
  const about = subjectOf(service);
  const notes: Note[] = [];
  let spec = without(given, 'healthCheckNodePort');
  const address = textAt(given, 'clusterIP') ?? '';
  if (address !== '' && address !== 'None') {
    const isKept = SERVICE_RANGE.test(address) && !TAKEN.has(address);
    spec = isKept ? { ...spec, clusterIPs: [address] } : without(spec, 'clusterIP', 'clusterIPs');
    if (!isKept) notes.push({ tone: 'changed', key: 'clusterIP', about, params: { address } });
  }
  const isForeign = (Array.isArray(given.ipFamilies) ? given.ipFamilies : []).includes('IPv6');
  if (isForeign || given.ipFamilyPolicy === 'RequireDualStack') {
    spec = without(spec, 'ipFamilies', 'ipFamilyPolicy');
    notes.push({ tone: 'changed', key: 'ipFamilies', about });
  }
  const ports = listAt(spec, 'ports').map((port) => {
    const { nodePort } = port;
    if (typeof nodePort !== 'number' || nodePort === 0) return port;
    if (nodePort >= NODE_PORTS.first && nodePort <= NODE_PORTS.last) return port;
    notes.push({ tone: 'changed', key: 'nodePort', about, params: { port: nodePort } });
    return without(port, 'nodePort');
  });
  return {
    object: { ...service, spec: Array.isArray(spec.ports) ? withAt(spec, ['ports'], ports) : spec },
    notes,
  };
}

/** Of several Services that ask for one address or node port the first keeps it, as on a server. */
export function withoutClashes(services: readonly Manifest[]): readonly Cleaned[] {
  const taken = new Set<string>();
  return services.map((service) => {
    const about = subjectOf(service);
    const notes: Note[] = [];
    let spec = objectAt(service, 'spec');
    const address = textAt(spec, 'clusterIP');
    if (address !== undefined && address !== '' && address !== 'None') {
      if (taken.has(address)) {
        spec = without(spec, 'clusterIP', 'clusterIPs');
        notes.push({ tone: 'changed', key: 'clusterIP', about, params: { address } });
      }
      taken.add(address);
    }
    if (!Array.isArray(spec.ports)) return { object: { ...service, spec }, notes };
    const ports = spec.ports.map((port: unknown) => {
      if (!isJsonObject(port) || typeof port.nodePort !== 'number') return port;
      const key = `${String(port.protocol ?? 'TCP')} ${port.nodePort}`;
      if (!taken.has(key)) {
        taken.add(key);
        return port;
      }
      notes.push({ tone: 'changed', key: 'nodePort', about, params: { port: port.nodePort } });
      return without(port, 'nodePort');
    });
    return { object: { ...service, spec: { ...spec, ports } }, notes };
  });
}
