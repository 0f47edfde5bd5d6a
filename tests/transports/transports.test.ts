/** One suite over every carrier: a request, a refusal, a watch are the same wherever the API server is. */
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/meta/status';
import { createClient } from '../../src/client/client';
import type { WatchEvent } from '../../src/client/transport';
import { inDefault, pod, replicas } from '../testCluster';
import { type Carrier, carriers } from './carriers';

/** A builder's manifest under a name in namespace default. Builders make manifests, not typed drafts. */
const inNamespace = (name: string, manifest: object) =>
  ({ ...manifest, metadata: { name, namespace: 'default' } }) as never;

describe.each(Object.keys(carriers))('over %s', (name) => {
  let carrier: Carrier;
  afterEach(() => carrier.close());
  const connect = async () => {
    const open = carriers[name];
    if (open === undefined) throw new Error(`no carrier ${name}`);
    carrier = await open();
    return createClient(carrier.transport, 'kubectl');
  };

  test('an object is created, read, listed, patched and deleted', async () => {
    const client = await connect();
    const created = await client.create('Pod', inNamespace('web', pod({ image: 'nginx' })));
    expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    await client.create('Pod', inNamespace('other', pod()));
    expect((await client.list('Pod', { namespace: 'default' })).items.map(({ metadata }) => metadata.name)).toEqual([
      'other',
      'web',
    ]);
    const patched = await client.patch('Pod', inDefault('web'), {
      type: 'merge',
      body: { metadata: { labels: { tier: 'front' } } },
    });
    expect(patched.metadata.labels).toEqual({ tier: 'front' });
    expect((await client.list('Pod', { namespace: 'default', labelSelector: 'tier=front' })).items).toHaveLength(1);
    await client.delete('Pod', inDefault('web'), { gracePeriodSeconds: 0 });
    await expect(client.get('Pod', inDefault('web'))).rejects.toThrow('pods "web" not found');
  });

  test('a refusal arrives as an ApiError with the Status of the server', async () => {
    const client = await connect();
    const refused = client.create('Pod', {
      metadata: { name: 'Bad_Name', namespace: 'default' },
      spec: { containers: [] },
    } as never);
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await refused.catch((error: ApiError) => {
      expect(error.code).toBe(422);
      expect(error.status.details?.causes?.length).toBeGreaterThan(0);
      expect(error.message).toContain('spec.containers: Required value');
    });
  });

  test('a watch tells of what is there and of what changes, until it is ended', async () => {
    const client = await connect();
    await client.create('ReplicationController', inNamespace('kubia', replicas('ReplicationController', 0)));
    const seen: WatchEvent[] = [];
    const stop = client.watch('ReplicationController', { namespace: 'default' }, (event) => seen.push(event));
    await carrier.settle();
    await client.patch('ReplicationController', inDefault('kubia'), {
      type: 'merge',
      body: { metadata: { labels: { a: 'b' } } },
    });
    await carrier.settle();
    stop();
    await carrier.settle();
    const before = seen.length;
    await client.delete('ReplicationController', inDefault('kubia'));
    await carrier.settle();
    expect(seen[0]?.type).toBe('ADDED');
    expect(seen.some(({ type }) => type === 'MODIFIED')).toBe(true);
    expect(seen).toHaveLength(before);
  });
});
