/**
 * The constants that learners meet, in one typed place. `v1.36` is what the oracle measured.
 * Durations in milliseconds unless the name says seconds.
 */

/** One set of the constants. */
export interface Profile {
  readonly name: string;
  /** kube-controller-manager --node-monitor-grace-period. 50 s since 1.32. */
  readonly nodeMonitorGracePeriodMs: number;
  /** --node-monitor-period. */
  readonly nodeMonitorPeriodMs: number;
  /** Lease renewal: nodeLeaseDurationSeconds 40 x 0.25. */
  readonly nodeLeaseRenewMs: number;
  readonly nodeLeaseDurationSeconds: number;
  /** nodeStatusUpdateFrequency: how often the kubelet computes the status. */
  readonly nodeStatusUpdateMs: number;
  /** nodeStatusReportFrequency: an unchanged status is written this often. */
  readonly nodeStatusReportMs: number;
  /** Crash-loop back-off: first wait, and its cap. */
  readonly crashBackOffMs: number;
  readonly crashBackOffMaxMs: number;
  /** A back-off is forgotten after this long. */
  readonly backOffResetMs: number;
  readonly imageBackOffMs: number;
  readonly imageBackOffMaxMs: number;
  /** PLEG relist: an exit is seen at the next tick. */
  readonly relistMs: number;
  /** A watch event reaches a cache after this. */
  readonly watchLatencyMs: number;
  /** One scheduling cycle, from the queue to the binding. */
  readonly schedulingMs: number;
  readonly sandboxMs: number;
  readonly createContainerMs: number;
  readonly startContainerMs: number;
  readonly firstPullMs: number;
  readonly laterPullMs: number;
  readonly failingPullMs: number;
  /** Where set, a first pull takes as long as the image's bytes need at this rate, at least 500 ms; absent: `firstPullMs`. */
  readonly imagePullBytesPerSecond?: number;
  /**
   * --pod-eviction-timeout: where set, the node controller itself deletes the pods of a node that has been ill for so
   * long, with reason NodeLost. Absent: NoExecute taints do it, as since 1.13.
   */
  readonly podEvictionTimeoutMs?: number;
  readonly podGcPeriodMs: number;
  /** Tolerations that admission adds for not-ready and unreachable. */
  readonly defaultTolerationSeconds: number;
}

const current: Profile = {
  name: 'v1.36',
  nodeMonitorGracePeriodMs: 50_000,
  nodeMonitorPeriodMs: 5_000,
  nodeLeaseRenewMs: 10_000,
  nodeLeaseDurationSeconds: 40,
  nodeStatusUpdateMs: 10_000,
  nodeStatusReportMs: 300_000,
  crashBackOffMs: 10_000,
  crashBackOffMaxMs: 300_000,
  backOffResetMs: 600_000,
  imageBackOffMs: 10_000,
  imageBackOffMaxMs: 300_000,
  relistMs: 1_000,
  watchLatencyMs: 2,
  schedulingMs: 2,
  sandboxMs: 400,
  createContainerMs: 60,
  startContainerMs: 80,
  firstPullMs: 1_500,
  laterPullMs: 750,
  failingPullMs: 1_200,
  podGcPeriodMs: 20_000,
  defaultTolerationSeconds: 300,
};

/**
 * Kubernetes in Action, first edition (written for 1.8), where it differs in chapter 4: --node-monitor-grace-period was 40 s
 * until 1.31, --pod-eviction-timeout 5 min, and pods on a lost node were shown as Unknown.
 */
const book: Profile = {
  ...current,
  name: 'book',
  nodeMonitorGracePeriodMs: 40_000,
  podEvictionTimeoutMs: 300_000,
};

/** By name: `v1.36`, `book`. */
export const profiles: Readonly<Record<string, Profile>> = { 'v1.36': current, book };
