/**
 * @kubernetes/client-node over HTTPS: logs, exec, attach and port-forward over WebSocket, copies, and what `top` asks.
 * The real cluster of the other suites runs no containers: against it these are left out.
 */
import { PassThrough, Readable, Writable } from 'node:stream';
import { Attach, Exec, Log, Metrics, PortForward, type V1Status, topNodes, topPods } from 'client-node-1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metricsServer } from '../../../src/addons/metricsServer';
import { type ServedClient, podOf, refusal, servedClient } from '../servedClient';

/** Collects what is written, and tells when something has come. */
class Sink extends Writable {
  text = '';
  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.text += piece.toString();
    done();
  }
  async until(holds: (text: string) => boolean): Promise<string> {
    while (!holds(this.text)) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.text;
  }
}

describe.skipIf(process.env.CLIENTS_KUBECONFIG !== undefined)('streams', () => {
  let client: ServedClient;
  beforeAll(async () => {
    client = await servedClient();
    const { core, namespace } = client;
    await core.createNamespacedPod({ namespace, body: podOf('web', 'luksa/kubia') });
    await core.createNamespacedPod({ namespace, body: podOf('shell', 'busybox', sleeping) });
    await client.running('web');
    await client.running('shell');
  });
  afterAll(() => client.close());

  const sleeping = { spec: { containers: [{ name: 'web', image: 'busybox', command: ['sleep', '3600'] }] } };

  /** Runs a command in pod `shell`; its output and how it ended. */
  const run = async (command: string[], input: string | null = null) => {
    const out = new Sink();
    const errors = new Sink();
    const stdin = input === null ? null : Readable.from([input]);
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(client.config)
        .exec(client.namespace, 'shell', 'web', command, out, errors, stdin, false, resolve)
        .catch(reject);
    });
    return { out: out.text, errors: errors.text, status };
  };

  test('a command prints, and ends well', async () => {
    expect(await run(['echo', 'hello'])).toMatchObject({ out: 'hello\n', errors: '', status: { status: 'Success' } });
  });

  test('a command that fails tells its exit code', async () => {
    const { status } = await run(['sh', '-c', 'exit 3']);
    expect(status).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  test('standard input reaches the command', async () => {
    const out = new Sink();
    const input = new PassThrough();
    const socket = await new Exec(client.config).exec(
      client.namespace,
      'shell',
      'web',
      ['cat'],
      out,
      null,
      input,
      false,
    );
    input.write('one\n');
    await out.until((text) => text === 'one\n');
    input.write('zwei ä 三\n');
    expect(await out.until((text) => text.endsWith('三\n'))).toBe('one\nzwei ä 三\n');
    socket.close();
  });

  test('a command of a pod that is not there is refused', async () => {
    const exec = new Exec(client.config).exec(
      client.namespace,
      'nowhere',
      'web',
      ['true'],
      new Sink(),
      null,
      null,
      false,
    );
    await expect(exec).rejects.toBeDefined();
  });

  test('the log is read whole, by its tail, with times, and followed', async () => {
    const { core, namespace } = client;
    const web = { name: 'web', namespace };
    const whole = await core.readNamespacedPodLog(web);
    expect(whole).toContain('Kubia server starting');
    expect((await core.readNamespacedPodLog({ ...web, tailLines: 1 })).split('\n')).toHaveLength(2);
    expect(await core.readNamespacedPodLog({ ...web, timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\S+Z Kubia/);
    const previous = await refusal(core.readNamespacedPodLog({ ...web, previous: true }));
    expect(previous).toMatchObject({ code: 400, message: expect.stringContaining('previous terminated container') });
    const followed = new Sink();
    const abort = await new Log(client.config).log(namespace, 'web', 'web', followed, { follow: true });
    await followed.until((text) => text.includes('Kubia server starting'));
    expect(await forward('web', 8080)).toContain("You've hit web");
    await followed.until((text) => text.includes('Received request'));
    abort.abort();
  });

  /** What an HTTP server of the pod answers through a forwarded port. */
  const forward = async (pod: string, port: number): Promise<string> => {
    const out = new Sink();
    const input = new PassThrough();
    const errors = new Sink();
    const socket = await new PortForward(client.config).portForward(client.namespace, pod, [port], out, errors, input);
    input.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const answer = await Promise.race([
      out.until((text) => /\r\n\r\n[\s\S]+/.test(text)),
      errors.until((text) => text !== ''),
    ]);
    if (typeof socket !== 'function') socket.close();
    return answer;
  };

  test('a port is forwarded, and an unused one tells why not', async () => {
    const answer = await forward('web', 8080);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await forward('web', 9)).toContain('connection refused');
  });

  test('one attaches to what is running and hears what it prints', async () => {
    const out = new Sink();
    const socket = await new Attach(client.config).attach(client.namespace, 'web', 'web', out, null, null, false);
    await forward('web', 8080);
    await out.until((text) => text.includes('Received request'));
    socket.close();
  });

  test('a restarted container has a previous log', async () => {
    const { core, namespace } = client;
    const containers = [{ name: 'web', image: 'busybox', command: ['sh', '-c', 'echo once; exit 1'] }];
    await core.createNamespacedPod({ namespace, body: podOf('crash', 'busybox', { spec: { containers } }) });
    await client.until(async () => {
      const { status } = await core.readNamespacedPod({ name: 'crash', namespace });
      return status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff';
    });
    expect(await core.readNamespacedPodLog({ name: 'crash', namespace, previous: true })).toBe('once\n');
  });

  test('without a metrics server there are no metrics; with one, `top` adds up what pods and nodes use', async () => {
    const metrics = new Metrics(client.config);
    await expect(metrics.getNodeMetrics()).rejects.toThrow('Error occurred in metrics request');
    for (const { path, object } of metricsServer.objects) {
      await client.raw(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(object),
      });
    }
    const isMeasured = () =>
      metrics.getPodMetrics(client.namespace).then(
        ({ items }) => items.length > 1,
        () => false,
      );
    await client.until(isMeasured);
    await client.until(async () => (await metrics.getNodeMetrics()).items.length === 3);
    const pods = await topPods(client.core, metrics, client.namespace);
    const web = pods.find(({ Pod }) => Pod.metadata?.name === 'web');
    expect(Number(web?.Memory.CurrentUsage)).toBeGreaterThan(0);
    const [node] = await topNodes(client.core);
    expect(Number(node?.CPU.Capacity)).toBeGreaterThan(0);
  });
});
