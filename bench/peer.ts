/** The peer, @ngrok/webernetes, doing the same work. Its clock can be stepped, so an hour need not take one. */
import { BaseImage, Cluster, type ProcessContext } from '@ngrok/webernetes';

class Kubia extends BaseImage {
  static readonly imageName = 'luksa/kubia';
  static readonly imageVersion = 'latest';
  readonly defaultCommand = ['server'];

  override async exec(ctx: ProcessContext): Promise<number> {
    ctx.listenHttp(8080, async () => ({ statusCode: 200, body: "You've hit kubia" }) as never); // Its README answers so.
    return ctx.waitUntilKilled();
  }
}

/** Its patch calls refuse a body without a content type, as client-node's do. */
export const mergePatch = { headers: { 'Content-Type': 'application/merge-patch+json' } };

/** Milliseconds of its clock per step: small enough that timers of one step do not pile up. */
const STEP_MS = 50;

export async function peerCluster(nodes = 3): Promise<Cluster> {
  const cluster = new Cluster({ nodes });
  cluster.registerImage(Kubia);
  await cluster.init();
  cluster.pause(); // From here on its clock is stepped.
  return cluster;
}

/** Steps the peer's own clock until `done`, at most `limitMs` of it. */
export async function stepUntil(cluster: Cluster, limitMs: number, done: () => Promise<boolean>): Promise<void> {
  for (let ms = 0; ms < limitMs; ms += STEP_MS) {
    cluster.clock.step(STEP_MS);
    await settle();
    if (ms % 500 === 0 && (await done())) return;
  }
  if (!(await done())) throw new Error('the peer did not get there');
}

/** Waits until `done`, while the peer's clock runs by itself. */
export async function deliverUntil(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000_000 && !done(); turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  if (!done()) throw new Error('the peer did not deliver');
}

/** Lets promises and immediates of the step run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

export function kubiaTemplate(probed: boolean) {
  const container = { name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] };
  const probe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 10 };
  return {
    metadata: { labels: { app: 'kubia' } },
    spec: { containers: [probed ? { ...container, livenessProbe: probe } : container] },
  };
}

export function kubiaDeployment(replicas: number, probed = false) {
  return {
    apiVersion: 'apps/v1' as const,
    kind: 'Deployment' as const,
    metadata: { name: 'kubia', namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app: 'kubia' } }, template: kubiaTemplate(probed) },
  };
}

export async function peerDeployment(cluster: Cluster, replicas: number, probed = false): Promise<void> {
  await cluster.apply([kubiaDeployment(replicas, probed)]);
  await stepUntil(cluster, 600_000, async () => {
    const found = await cluster.api.appsv1.readNamespacedDeployment({ namespace: 'default', name: 'kubia' });
    return found.status?.readyReplicas === replicas;
  });
}

export async function peerIdle(cluster: Cluster, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    cluster.clock.step(STEP_MS);
    await settle();
  }
}
