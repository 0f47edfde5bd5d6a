import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Mapping } from './access';
import { readDiscovery } from './discovery';
import { createRestMapper } from './restMapper';

/** The kinds of a real 1.36.3, from its own documents. */
const [core, groups] = ['aggregated_api', 'aggregated_apis'].map((name) => {
  const file = new URL(`../../../tests/conformance/recordings/discovery/${name}.json`, import.meta.url);
  return readDiscovery(JSON.parse(readFileSync(file, 'utf8')));
});
const mapper = createRestMapper(
  [...(core?.mappings ?? []), ...(groups?.mappings ?? [])],
  [...(core?.groupVersions ?? []), ...(groups?.groupVersions ?? [])],
);
const text = ({ group, version, plural }: Mapping) => `${group}/${version} ${plural}`;
const found = (name: string): string => {
  try {
    return text(mapper.resource(name));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

// Each as kubectl v1.36.3 understands it on that server.
test.each([
  ['po', '/v1 pods'],
  ['Pods', '/v1 pods'],
  ['pod', '/v1 pods'],
  ['DEPLOYMENTS', 'apps/v1 deployments'],
  ['deploy.apps', 'apps/v1 deployments'],
  ['deployment.v1.apps', 'apps/v1 deployments'],
  ['Deployment.apps', 'apps/v1 deployments'],
  ['Deployment.v1.apps', 'apps/v1 deployments'],
  ['deploy.app', 'apps/v1 deployments'],
  ['pods.v1.', '/v1 pods'],
  ['Pod.v1.', '/v1 pods'],
  ['po.', '/v1 pods'],
  ['events', '/v1 events'],
  ['events.events', 'events.k8s.io/v1 events'],
  ['ev.events', 'events.k8s.io/v1 events'],
  ['hpa', 'autoscaling/v2 horizontalpodautoscalers'],
  ['hpa.v1.autoscaling', 'autoscaling/v2 horizontalpodautoscalers'],
  ['hpa.v2.', 'autoscaling/v2 horizontalpodautoscalers'],
  ['horizontalpodautoscalers.v1.autoscaling', 'autoscaling/v1 horizontalpodautoscalers'],
  ['sc.storage', 'storage.k8s.io/v1 storageclasses'],
  ['storageclass.storage', 'storage.k8s.io/v1 storageclasses'],
  ['csr.cert', 'certificates.k8s.io/v1 certificatesigningrequests'],
])('%s is %s', (name, resource) => {
  expect(found(name)).toBe(resource);
});

test.each(['PO', 'Deploy', 'pods.core', 'pods.v2.', 'Pod.v1', 'ns.v1', 'scale', '', '.apps'])(
  '%j is nothing',
  (name) => {
    expect(found(name)).toBe(`the server doesn't have a resource type "${name.split('.')[0]}"`);
  },
);

test('a short name of several resources tells of the others', () => {
  expect(mapper.others('ev').map(text)).toEqual(['events.k8s.io/v1 events']);
  expect(mapper.others('events')).toEqual([]);
  expect(mapper.others('po')).toEqual([]);
  expect(mapper.others('hpa')).toEqual([]);
});

test('a kind is found in exactly its version, also all in lower case', () => {
  expect(text(mapper.kind('v1', 'pod'))).toBe('/v1 pods');
  expect(text(mapper.kind('apps/v1', 'Deployment'))).toBe('apps/v1 deployments');
  expect(() => mapper.kind('v1', 'Deployment')).toThrow('no matches for kind "Deployment" in version "v1"');
  expect(() => mapper.kind('v1', 'POD')).toThrow('no matches for kind "POD" in version "v1"');
});

test('a mapping tells what discovery told', () => {
  expect(mapper.resource('deploy')).toMatchObject({
    kind: 'Deployment',
    singular: 'deployment',
    namespaced: true,
    categories: ['all'],
    subresources: ['scale', 'status'],
  });
  expect(mapper.resource('no').namespaced).toBe(false);
});

test('what is no discovery document is told apart', () => {
  expect(readDiscovery({ kind: 'APIGroupList' })).toBeUndefined();
  expect(readDiscovery('404 page not found')).toBeUndefined();
});
