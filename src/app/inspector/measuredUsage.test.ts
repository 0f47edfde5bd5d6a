import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import { createClient } from '../../client/client';
import type { ApiRequest, Transport } from '../../client/transport';
import { measuredUsage } from './measuredUsage';

const pod = { kind: 'Pod', metadata: { name: 'kubia', namespace: 'team', uid: 'u' } } as Pod; // What is looked at.

function clusterWith(groups: readonly string[], items: readonly unknown[]) {
  const asked: ApiRequest[] = [];
  const transport: Pick<Transport, 'request'> = {
    request: async (request) => {
      asked.push(request);
      return { code: 200, body: request.path === '/apis' ? { groups: groups.map((name) => ({ name })) } : { items } };
    },
  };
  return { client: createClient(transport as Transport, 'test'), asked }; // Nothing else is asked of it.
}

test('a metrics server tells what the containers of a pod use', async () => {
  const containers = [{ name: 'main', usage: { cpu: '1500000n', memory: '2Mi' } }];
  const { client, asked } = clusterWith(['metrics.k8s.io'], [{ metadata: { name: 'kubia' }, containers }]);
  expect(await measuredUsage(client, pod)).toEqual({
    pods: [
      {
        podRef: { uid: 'u' },
        containers: [{ name: 'main', cpu: { usageNanoCores: 2_000_000 }, memory: { workingSetBytes: 2_097_152 } }],
      },
    ],
  });
  await measuredUsage(client, pod);
  expect(asked.map(({ path }) => path)).toEqual([
    '/apis',
    '/apis/metrics.k8s.io/v1beta1/namespaces/team/pods',
    '/apis/metrics.k8s.io/v1beta1/namespaces/team/pods',
  ]);
});

test('where there is no metrics server nobody asks it', async () => {
  const { client, asked } = clusterWith(['apps'], []);
  expect(await measuredUsage(client, pod)).toEqual({});
  expect(asked).toHaveLength(1);
});
