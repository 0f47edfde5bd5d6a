/** One suite over every carrier: a request, a refusal, a watch are the same wherever the API server is. */
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/meta/status';
import { createClient } from '../../src/client/client';
import type { Run } from '../../src/client/simulation';
import type { ApiResponse, WatchEvent } from '../../src/client/transport';
import { inDefault, pod, replicas } from '../testCluster';
import { type Carrier, carriers, twoClients } from './carriers';

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

  test('a command in a container streams what it prints and how it ended', async () => {
    const client = await connect();
    await client.create('Pod', inNamespace('web', pod({ image: 'nginx' })));
    await carrier.pass(20_000);
    const heard: string[] = [];
    let end: ApiResponse | undefined;
    const stream = carrier.transport.stream(
      {
        method: 'POST',
        path: '/api/v1/namespaces/default/pods/web/exec',
        query: { command: ['sh', '-c', 'read x; echo "$x"; exit 5'], stdin: 'true', stdout: 'true' },
      },
      {
        onMessage: ({ channel, data }) => heard.push(`${channel} ${data}`),
        onEnd: (response) => {
          end = response;
        },
      },
    );
    await carrier.settle();
    stream.send({ channel: 0, data: 'hello\n' });
    await carrier.settle();
    expect(heard[0]).toBe('1 hello\n');
    expect(heard[1]).toContain('"reason":"NonZeroExitCode"');
    expect(end?.code).toBe(200);
  });

  test('a followed log comes as it is written, until the listener hangs up', async () => {
    const client = await connect();
    const script = { image: 'busybox', command: ['sh', '-c', 'while true; do echo tick; sleep 1; done'] };
    await client.create('Pod', inNamespace('ticks', pod(script)));
    await carrier.pass(20_000);
    let text = '';
    const stream = carrier.transport.stream(
      { method: 'GET', path: '/api/v1/namespaces/default/pods/ticks/log', query: { follow: 'true', tailLines: '0' } },
      {
        onMessage: ({ data }) => {
          text += data;
        },
        onEnd: () => {},
      },
    );
    await carrier.settle();
    await carrier.pass(3_000);
    await carrier.settle();
    expect(text).toBe('tick\ntick\ntick\n');
    stream.close();
    await carrier.settle();
    await carrier.pass(3_000);
    await carrier.settle();
    expect(text).toBe('tick\ntick\ntick\n');
  });

  test('a stream to nowhere ends with the Status of the server', async () => {
    await connect();
    const end = await new Promise<ApiResponse>((resolve) => {
      const request = {
        method: 'POST',
        path: '/api/v1/namespaces/default/pods/nosuch/exec',
        query: { command: 'ls' },
      } as const;
      carrier.transport.stream(request, { onMessage: () => {}, onEnd: resolve });
    });
    expect(end).toMatchObject({ code: 404, body: { message: 'pods "nosuch" not found' } });
  });
});

test('two clients of one session see each other, and only the first may load a run', async () => {
  const { carrier, page, terminal } = await twoClients();
  const typed = await terminal.line('kubectl run web --image=nginx');
  await createClient(typed, 'kubectl').create('Pod', inNamespace('web', pod({ image: 'nginx' })));
  const names: string[] = [];
  createClient(page.transport, 'kubeloop').watch('Pod', { namespace: 'default' }, ({ object }) => {
    if ('name' in object.metadata) names.push(object.metadata.name);
  });
  await carrier.settle();
  expect(names).toEqual(['web']);
  const run = await page.simulation.exportRun();
  expect(run.commands).toMatchObject([
    { type: 'line', text: 'kubectl run web --image=nginx' },
    { type: 'request', line: 1 },
  ]);
  await expect(terminal.simulation.load(run)).rejects.toThrow('only the page itself may load a run');
  let crashed: Run | undefined;
  terminal.onCrash((_why, lost) => {
    crashed = lost;
  });
  await page.simulation.load(run);
  await carrier.settle();
  carrier.session.cluster.onFailure(new Error('a bug'));
  await carrier.settle();
  expect(crashed?.commands).toEqual(run.commands);
  carrier.close();
});
