/** Names that only the server knows, for Tab: kinds, objects, containers. */
import type { Invocation } from '../command';
import type { Mapping, Unstructured } from '../resource/access';

/** Types that can be got, as `pods` and `deployments.apps`. */
export async function typeNames(invocation: Invocation): Promise<readonly string[]> {
  const { mappings } = await (await invocation.access()).mapper();
  const gettable = mappings.filter(({ verbs }) => verbs.includes('get'));
  return [...new Set(gettable.map(({ plural, group }) => (group === '' ? plural : `${plural}.${group}`)))];
}

/** Names of all objects of the types, which may be several with commas between them, or `all`. */
export async function objectNames(invocation: Invocation, types: string): Promise<readonly string[]> {
  const access = await invocation.access();
  const mapper = await access.mapper();
  const names: string[] = [];
  for (const type of types.split(',')) {
    const members = mapper.mappings.filter(({ categories }) => categories.includes(type));
    for (const mapping of members.length > 0 ? members : [mapper.resource(type)]) {
      for (const { metadata } of await itemsOf(invocation, mapping)) names.push(metadata.name);
    }
  }
  return names;
}

async function itemsOf(invocation: Invocation, mapping: Mapping): Promise<readonly Unstructured[]> {
  const access = await invocation.access();
  return (await access.list(mapping, mapping.namespaced ? access.namespace : undefined)).items;
}

interface PodSpec {
  readonly containers?: readonly { readonly name: string }[];
  readonly initContainers?: readonly { readonly name: string }[];
}

/** Containers of `web` or `deploy/web`; of the pod template where the object is no pod. */
export async function containersOf(invocation: Invocation, name: string): Promise<readonly string[]> {
  const [type, object] = name.includes('/') ? name.split('/', 2) : ['pods', name];
  if (object === undefined || object === '') return [];
  const access = await invocation.access();
  const mapping = (await access.mapper()).resource(type ?? 'pods');
  const namespace = mapping.namespaced ? access.namespace : undefined;
  const { spec } = await access.get({ mapping, name: object, ...(namespace === undefined ? {} : { namespace }) });
  const { template, ...own } = (spec ?? {}) as PodSpec & { readonly template?: { readonly spec?: PodSpec } }; // As the API has it.
  const { initContainers = [], containers = [] } = template?.spec ?? own;
  return [...initContainers, ...containers].map((container) => container.name);
}
