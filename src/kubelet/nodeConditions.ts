/**
 * What the kubelet says of its node: pressure and readiness, in the order in which it writes them.
 * Models pkg/kubelet/nodestatus/setters.go (v1.36.3). PIDPressure has no threshold by default and is never true.
 */
import type { Kubelet } from './context';
import { pressuresOf } from './eviction/evictionManager';

/** One condition without its times, and the Event that tells of a change to it. */
export interface Judgement {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly event: string;
}

function judgement(type: string, status: 'True' | 'False', reason: string, message: string, event: string): Judgement {
  return { type, status, reason, message, event };
}

const enoughMemory = judgement(
  'MemoryPressure',
  'False',
  'KubeletHasSufficientMemory',
  'kubelet has sufficient memory available',
  'NodeHasSufficientMemory',
);
const littleMemory = judgement(
  'MemoryPressure',
  'True',
  'KubeletHasInsufficientMemory',
  'kubelet has insufficient memory available',
  'NodeHasInsufficientMemory',
);
const noDiskPressure = judgement(
  'DiskPressure',
  'False',
  'KubeletHasNoDiskPressure',
  'kubelet has no disk pressure',
  'NodeHasNoDiskPressure',
);
const diskPressure = judgement(
  'DiskPressure',
  'True',
  'KubeletHasDiskPressure',
  'kubelet has disk pressure',
  'NodeHasDiskPressure',
);
const enoughPids = judgement(
  'PIDPressure',
  'False',
  'KubeletHasSufficientPID',
  'kubelet has sufficient PID available',
  'NodeHasSufficientPID',
);
const ready = judgement('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', 'NodeReady');
const shuttingDown = judgement('Ready', 'False', 'KubeletNotReady', 'node is shutting down', 'NodeNotReady');
const healthy: readonly Judgement[] = [enoughMemory, noDiskPressure, enoughPids, ready];

/** True from the moment the operating system has announced that it goes down. */
export function isShuttingDown(kl: Kubelet): boolean {
  return kl.shutdown.has('manager');
}

/** The four conditions as they are now. */
export function judgedConditions(kl: Kubelet): readonly Judgement[] {
  const pressures = pressuresOf(kl);
  const isDown = isShuttingDown(kl);
  if (pressures.length === 0 && !isDown) return healthy;
  return [
    pressures.includes('MemoryPressure') ? littleMemory : enoughMemory,
    pressures.includes('DiskPressure') ? diskPressure : noDiskPressure,
    enoughPids,
    isDown ? shuttingDown : ready,
  ];
}
