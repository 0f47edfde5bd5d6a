/**
 * Gives containers the requests and limits that a LimitRange says, and refuses pods outside of its bounds.
 * Models plugin/pkg/admission/limitranger/admission.go (v1.36.3).
 */
import type { LimitRange, LimitRangeItem } from '../../api/core/limitRange';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Container, Pod, ResourceList } from '../../api/core/pod';
import { podResources } from '../../api/core/podResources';
import type { Kind } from '../../api/kinds';
import type { KubeObject, Quantity } from '../../api/meta/objectMeta';
import { compareQuantities, parseQuantity } from '../../api/meta/quantity';
import type { AdmissionPlugin, Attributes, ValidatingPlugin } from './admission';
import { admitsPods } from './podPlugin';
import { refusal } from './refusal';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Fills in what containers leave open. */
export const limitRanger: AdmissionPlugin = admitsPods(
  'LimitRanger',
  (pod, { operation, subresource, namespace, reader }) => {
    if (operation !== 'CREATE' && subresource !== 'resize') return pod;
    let filled = pod;
    for (const range of reader.list('LimitRange', namespace)) filled = withDefaults(filled, range);
    return filled;
  },
  'resize',
);

/** Looks at the bounds once everybody has filled in. */
export const limitRangerBounds: ValidatingPlugin = {
  name: 'LimitRanger',
  validate({ operation, kind, subresource, namespace, name, object, reader }: Attributes) {
    if (subresource !== '' && subresource !== 'resize') return;
    // Pods keep what they ask for unless they are resized; claims may come to ask for more.
    const isNew = operation === 'CREATE' || subresource === 'resize';
    if (kind !== 'PersistentVolumeClaim' && (kind !== 'Pod' || !isNew)) return;
    for (const { spec } of reader.list('LimitRange', namespace)) {
      // Each complaint is told once, however many containers give reason for it.
      const complaints = [...new Set((spec.limits ?? []).flatMap((item) => complaintsOf(kind, object, item)))];
      const [only = ''] = complaints;
      if (complaints.length > 0) {
        throw refusal(kind, name, complaints.length === 1 ? only : `[${complaints.join(', ')}]`);
      }
    }
  },
};

function withDefaults(pod: Pod, { spec: { limits } }: LimitRange): Pod {
  const ofContainers = (limits ?? []).filter(({ type }) => type === 'Container');
  const defaults: Defaults = {
    requests: Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest)),
    limits: Object.assign({}, ...ofContainers.map((item) => item.default)),
  };
  const notes: string[] = [];
  const containers = pod.spec.containers.map((each) => withResources(each, 'container', defaults, notes));
  const initContainers = pod.spec.initContainers?.map((each) => withResources(each, 'init container', defaults, notes));
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
  const spec = { ...pod.spec, containers, ...(initContainers === undefined ? {} : { initContainers }) };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

interface Defaults {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

function withResources(container: Container, noun: string, defaults: Defaults, notes: string[]): Container {
  const given = container.resources ?? {};
  const filled: { requests?: ResourceList; limits?: ResourceList } = {};
  for (const part of ['requests', 'limits'] as const) {
    const missing = Object.keys(defaults[part]).filter((name) => given[part]?.[name] === undefined);
    if (missing.length === 0) continue;
    filled[part] = { ...defaults[part], ...given[part] };
    notes.push(
      `${missing.sort().join(', ')} ${part === 'requests' ? 'request' : 'limit'} for ${noun} ${container.name}`,
    );
  }
  return Object.keys(filled).length === 0 ? container : { ...container, resources: { ...given, ...filled } };
}

function complaintsOf(kind: Kind, object: KubeObject, item: LimitRangeItem): readonly string[] {
  if (kind === 'Pod') return complaintsAbout(object as Pod, item); // By kind.
  if (item.type !== 'PersistentVolumeClaim') return [];
  const { requests = {} } = (object as PersistentVolumeClaim).spec.resources ?? {}; // By kind: no other comes here.
  const { min, max } = item;
  return complaints({ type: item.type, ...(min && { min }), ...(max && { max }) }, requests, requests).map((text) =>
    text.replace('limit is', 'request is'),
  );
}

function complaintsAbout(pod: Pod, item: LimitRangeItem): readonly string[] {
  if (item.type === 'Pod') return complaints(item, podResources(pod, 'requests'), podResources(pod, 'limits'));
  if (item.type !== 'Container') return [];
  const { containers, initContainers = [] } = pod.spec;
  return [...containers, ...initContainers].flatMap(({ resources }) =>
    complaints(item, resources?.requests ?? {}, resources?.limits ?? {}),
  );
}

function complaints(item: LimitRangeItem, requests: ResourceList, limits: ResourceList): readonly string[] {
  const { type, min, max, maxLimitRequestRatio } = item;
  return [
    ...entries(min).map(([name, bound]) =>
      tooLittle(`minimum ${name} usage per ${type} is ${bound}`, bound, requests[name], limits[name]),
    ),
    ...entries(max).map(([name, bound]) =>
      tooMuch(`maximum ${name} usage per ${type} is ${bound}`, bound, requests[name], limits[name]),
    ),
    ...entries(maxLimitRequestRatio).map(([name, bound]) =>
      tooFarApart(`${name} max limit to request ratio per ${type} is ${bound}`, bound, requests[name], limits[name]),
    ),
  ].filter((complaint) => complaint !== undefined);
}

function entries(list: ResourceList = {}): readonly (readonly [string, Quantity])[] {
  return Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1));
}

type Amount = Quantity | undefined;

function tooLittle(rule: string, bound: Quantity, request: Amount, limit: Amount): string | undefined {
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${request}`;
  if (limit !== undefined && compareQuantities(limit, bound) < 0) return `${rule}, but limit is ${limit}`;
  return undefined;
}

function tooMuch(rule: string, bound: Quantity, request: Amount, limit: Amount): string | undefined {
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${limit}`;
  if (request !== undefined && compareQuantities(request, bound) > 0) return `${rule}, but request is ${request}`;
  return undefined;
}

function tooFarApart(rule: string, bound: Quantity, request: Amount, limit: Amount): string | undefined {
  const [asked, allowed, most] = [request, limit, bound].map((amount) =>
    amount === undefined ? 0 : Number(parseQuantity(amount).nano) / 1e9,
  ) as [number, number, number]; // Three in, three out.
  if (asked === 0) return `${rule}, but no request is specified or request is 0`;
  if (allowed === 0) return `${rule}, but no limit is specified or limit is 0`;
  return allowed / asked > most ? `${rule}, but provided ratio is ${(allowed / asked).toFixed(6)}` : undefined;
}
