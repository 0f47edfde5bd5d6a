/**
 * Registers the node and keeps its status: what it has, how it is, which images are on it.
 * Models pkg/kubelet/kubelet_node_status.go and nodestatus/setters.go (v1.36.3).
 * Left out: volumes in use, the attach-detach controller.
 */
import { isDeepEqual } from '../api/meta/equality';
import { ApiError } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import type { Node, NodeCondition, NodeSystemInfo } from '../api/core/node';
import { type Kubelet, firstGeneration, wake, wakeRoutine } from './context';
import { type Judgement, isShuttingDown, judgedConditions } from './nodeConditions';
import { watchDisk } from './eviction/evictionManager';
import { MANIFESTS_CHANGED } from './mirrorPods';
import { nodeEvent } from './nodeEvents';
import { DOWN, NODE, SHORT, because } from './reasons';
import { EPHEMERAL_STORAGE } from './runtime/machineResources';

const VERSION = 'v1.36.3';
const RETRY_MS = 1_000;
const MOST_IMAGES = 50;
/** The container garbage collector's minute: files may have filled the disk by then. */
const DISK_WATCH_MS = 60_000;

/** Creates the Node, or takes over the one that is there. Tried again until the API server answers. */
export async function registerNode(kl: Kubelet): Promise<void> {
  const { client } = kl.world;
  const { node } = kl;
  try {
    const { metadata } = await client.create('Node', {
      metadata: { name: node, labels: labelsOf(kl), annotations },
      spec: { podCIDR: podCIDR(kl), podCIDRs: [podCIDR(kl)] },
      status: nodeStatus(kl, []),
    });
    remember(kl, metadata.uid, true);
    // Its lister does not have the new node yet, so the kubelet makes it up once more, and tells of it again.
    await recordConditions(kl);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== 'AlreadyExists') {
      wake(kl, RETRY_MS, 'register', firstGeneration(kl));
      return;
    }
    await takeOver(kl);
  }
}

const annotations = {
  'node.alpha.kubernetes.io/ttl': '0',
  'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
};

async function takeOver(kl: Kubelet): Promise<void> {
  try {
    const node = await kl.world.client.get('Node', { name: kl.node });
    remember(kl, node.metadata.uid, false);
    await report(kl, node);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    wake(kl, RETRY_MS, 'register', firstGeneration(kl));
  }
}

function remember(kl: Kubelet, uid: string, reported: boolean): void {
  const reportedAt = reported ? kl.world.clock.now() : undefined;
  const unschedulable = kl.nodeMemory.get('node')?.unschedulable === true;
  kl.nodeMemory.set('node', {
    registered: true,
    uid,
    unschedulable,
    ...(reportedAt === undefined ? {} : { reportedAt }),
  });
}

/** Tells that the node has been cordoned or uncordoned since the last look. */
async function recordSchedulable(kl: Kubelet, { spec }: Node): Promise<void> {
  const memory = kl.nodeMemory.get('node');
  const unschedulable = spec.unschedulable === true;
  if (memory === undefined || (memory.unschedulable === true) === unschedulable) return;
  kl.nodeMemory.set('node', { ...memory, unschedulable });
  const event = unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
  await nodeEvent(kl, 'Normal', event, `Node ${kl.node} status is now: ${event}`);
}

/** Every ten seconds: looks at the node and tells what has changed. */
export function updateNodeStatus(kl: Kubelet): Promise<void> {
  wakeRoutine(kl, kl.world.profile.nodeStatusUpdateMs, 'nodeStatus', firstGeneration(kl));
  // A container may have written there; the real kubelet looks every twenty seconds, and when the folder changes.
  if (kl.statics.size > 0 || kl.runtime.files.manifests().length > 0) wake(kl, 0, MANIFESTS_CHANGED);
  return syncNodeStatus(kl);
}

/** Writes the status if it has changed, or if the last write is five minutes old. */
export async function syncNodeStatus(kl: Kubelet): Promise<void> {
  const { cache, clock, profile } = kl.world;
  const memory = kl.nodeMemory.get('node');
  const node = cache.get('Node', { name: kl.node });
  if (memory?.registered !== true || node === undefined) return;
  await recordSchedulable(kl, node);
  if ((clock.now() - (kl.process.get('process')?.startedAt ?? 0)) % DISK_WATCH_MS === 0) watchDisk(kl);
  const due = memory.reportedAt === undefined || clock.now() - memory.reportedAt >= profile.nodeStatusReportMs;
  if (!due && isCurrent(kl, node)) return;
  explainStatus(kl, node);
  try {
    await report(kl, node);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // Deleted or out of reach: the next round tries again.
  }
}

/** True if what the API server shows is what would be written, heartbeats aside. */
function isCurrent(kl: Kubelet, node: Node): boolean {
  const { conditions, images, nodeInfo } = node.status;
  const mine = judgedConditions(kl).every(({ type, status, reason }) => {
    const condition = conditions?.find((one) => one.type === type);
    return condition?.status === status && condition.reason === reason;
  });
  return mine && nodeInfo?.bootID === bootIDOf(kl) && isDeepEqual(images ?? [], imagesOf(kl));
}

/** A condition that has changed, and why; other news of the node are a matter of time. */
function explainStatus(kl: Kubelet, { status: { conditions } }: Node): void {
  const isTold = ({ type, status }: Judgement) =>
    conditions?.some((one) => one.type === type && one.status === status) === true;
  const news = judgedConditions(kl).filter((mine) => !isTold(mine));
  const first = news.find(({ type }) => type === 'Ready') ?? news[0];
  if (first === undefined) return;
  const { type, status } = first;
  const isBad = (status === 'True') !== (type === 'Ready');
  const bad = because(kl, NODE, isShuttingDown(kl) ? DOWN : SHORT);
  const { nodeStatusUpdateMs: everyMs } = kl.world.profile;
  const cause = isBad ? bad : type === 'Ready' ? { up: kl.name } : undefined;
  kl.world.explain.rule('nodeReported', { node: kl.node, condition: type, status, everyMs }, cause);
}

/** The largest images: nodeStatusMaxImages. */
function imagesOf(kl: Kubelet): NonNullable<Node['status']['images']> {
  const images = kl.runtime.images();
  return images.length > MOST_IMAGES ? images.slice(0, MOST_IMAGES) : images;
}

/** The machine boots only while the kubelet is down. */
function bootIDOf(kl: Kubelet): string {
  return kl.process.get('process')?.bootID ?? kl.runtime.bootID();
}

/** Writes the whole status; changes of conditions and a new boot id are told as Events. */
async function report(kl: Kubelet, node: Node): Promise<void> {
  const before = node.status.conditions ?? [];
  const bootID = node.status.nodeInfo?.bootID;
  if (bootID !== undefined && bootID !== bootIDOf(kl)) {
    const message = `Node ${kl.node} has been rebooted, boot id: ${bootIDOf(kl)}`;
    await nodeEvent(kl, 'Warning', 'Rebooted', message);
  }
  for (const { type, status, event } of judgedConditions(kl)) {
    const old = before.find((condition) => condition.type === type);
    if (old?.status !== status) await nodeEvent(kl, 'Normal', event, `Node ${kl.node} status is now: ${event}`);
  }
  await kl.world.client.patch(
    'Node',
    { name: kl.node },
    { type: 'merge', body: { status: nodeStatus(kl, before) } },
    'status',
  );
  remember(kl, node.metadata.uid, true);
}

/** The Events of a kubelet that begins. */
export async function recordStart(kl: Kubelet): Promise<void> {
  kl.world.explain.rule('kubeletStarted', { node: kl.node });
  await nodeEvent(kl, 'Normal', 'Starting', 'Starting kubelet.');
  await recordConditions(kl);
}

async function recordConditions(kl: Kubelet): Promise<void> {
  for (const { type, event } of judgedConditions(kl)) {
    if (type !== 'Ready') await nodeEvent(kl, 'Normal', event, `Node ${kl.node} status is now: ${event}`);
  }
}

function labelsOf(kl: Kubelet): Readonly<Record<string, string>> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': kl.node,
    'kubernetes.io/os': 'linux',
    ...kl.machine.spec.labels,
  };
}

/** The machine's part of the pod network. */
function podCIDR(kl: Kubelet): string {
  const { index } = kl.machine;
  return `10.${244 + Math.floor(index / 256)}.${index % 256}.0/24`;
}

function nodeStatus(kl: Kubelet, before: readonly NodeCondition[]): Node['status'] {
  const { spec, internalIP } = kl.machine;
  const amounts = {
    cpu: String(spec.cpu),
    'ephemeral-storage': EPHEMERAL_STORAGE,
    memory: spec.memory,
    pods: String(spec.pods),
  };
  const now = formatTime(kl.world.clock.now());
  const judged = judgedConditions(kl);
  const others = before.filter(({ type }) => !judged.some((mine) => mine.type === type));
  const conditions = judged.map(({ type, status, reason, message }: Judgement): NodeCondition => {
    const old = before.find((condition) => condition.type === type);
    const since = old?.status === status ? (old.lastTransitionTime ?? now) : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime: since, reason, message };
  });
  return {
    capacity: amounts,
    allocatable: amounts,
    conditions: [...others, ...conditions],
    addresses: [
      { type: 'InternalIP', address: internalIP },
      { type: 'Hostname', address: kl.node },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: systemInfo(kl),
    images: imagesOf(kl),
    features: { supplementalGroupsPolicy: true },
    declaredFeatures: [
      'ExtendWebSocketsToKubelet',
      'InPlacePodLevelResourcesVerticalScaling',
      'InPlacePodVerticalScalingInitContainers',
      'RestartAllContainersOnContainerExits',
    ],
    runtimeHandlers: ['', 'runc'].map((name) => ({
      features: { recursiveReadOnlyMounts: true, userNamespaces: true },
      name,
    })),
  };
}

function systemInfo(kl: Kubelet): NodeSystemInfo {
  return {
    machineID: `machine-${kl.node}`,
    systemUUID: `uuid-${kl.node}`,
    bootID: bootIDOf(kl),
    kernelVersion: '6.6.95',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    containerRuntimeVersion: kl.runtime.version(),
    kubeletVersion: VERSION,
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}
