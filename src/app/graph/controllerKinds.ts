/**
 * The controllers that the graph draws as pills, and what each pill says. A new kind is one line in the table below:
 * pills, owner trees, text tree and layout all read it.
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { CronJob } from '../../api/batch/cronJob';
import type { Job } from '../../api/batch/job';
import { finishedConditionOf } from '../../api/batch/jobStatus';
import type { Kind, Kinds } from '../../api/kinds';
import type { TextKey } from '../i18n/text';

/** One number or word at the right end of a pill; a low one turns amber and bold. */
export interface PillValue {
  /** What it tells; no two of a pill tell the same. */
  readonly name: string;
  readonly text: string;
  readonly low: boolean;
}

/** What a pill says beside kind and name. */
export interface PillFace {
  /** From left to right, with slashes between them. */
  readonly values: readonly PillValue[];
  /** Names the values: the tooltip. */
  readonly meaning: TextKey;
  /** What a screen reader hears after kind and name: `2/3`. */
  readonly said: string;
  /** It wants nothing and has nothing, or is done: drawn faint. */
  readonly idle: boolean;
  /** Room that the values take, in characters. Stays while they change, so that the picture does not move. */
  readonly room: number;
}

interface ControllerKindInfo<K extends Kind> {
  readonly monogram: string;
  /** Those that own controllers stand left of them. */
  readonly owns: 'controllers' | 'pods';
  readonly face: (controller: Kinds[K]) => PillFace;
}
const info = <K extends Kind>(
  monogram: string,
  owns: ControllerKindInfo<K>['owns'],
  face: ControllerKindInfo<K>['face'],
): ControllerKindInfo<K> => ({ monogram, owns, face });

/** Kinds that own pods, or owners of pods. */
export const CONTROLLER_KINDS = {
  Deployment: info<'Deployment'>('DEP', 'controllers', replicasFace),
  ReplicaSet: info<'ReplicaSet'>('RS', 'pods', replicasFace),
  ReplicationController: info<'ReplicationController'>('RC', 'pods', replicasFace),
  StatefulSet: info<'StatefulSet'>('STS', 'pods', replicasFace),
  DaemonSet: info<'DaemonSet'>('DS', 'pods', daemonSetFace),
  Job: info<'Job'>('JOB', 'pods', jobFace),
  CronJob: info<'CronJob'>('CJ', 'controllers', cronJobFace),
} as const;
export type ControllerKind = keyof typeof CONTROLLER_KINDS;
export type Controller = Kinds[ControllerKind];

// The table has a line for each of its keys.
export const controllerKinds = Object.keys(CONTROLLER_KINDS) as readonly ControllerKind[];

/** True for kinds that stand in the table. */
export function isControllerKind(kind: string): kind is ControllerKind {
  return Object.hasOwn(CONTROLLER_KINDS, kind);
}

/** What the pill of `controller` says. */
export function faceOf(kind: ControllerKind, controller: Controller): PillFace {
  const { face } = CONTROLLER_KINDS[kind] as ControllerKindInfo<ControllerKind>; // `kind` names the type of `controller`.
  return face(controller);
}

/** Numbers in their order; those below `enough` are low. */
function counts(numbers: Readonly<Record<string, number>>, enough: number): readonly PillValue[] {
  return Object.entries(numbers).map(([name, value]) => ({ name, text: String(value), low: value < enough }));
}

/** Three numbers of which the first is wanted. */
function countsFace(desired: number, current: number, ready: number): PillFace {
  return {
    values: counts({ desired, current, ready }, desired),
    meaning: 'graph.controllers.columns',
    said: `${ready}/${desired}`,
    idle: desired === 0 && current === 0,
    room: roomFor(desired),
  };
}

function replicasFace({
  spec,
  status,
}: {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}): PillFace {
  return countsFace(spec.replicas ?? 1, status?.replicas ?? 0, status?.readyReplicas ?? 0);
}

/** As many as there are nodes that fit: the controller counts them, nobody asks for a number. */
function daemonSetFace({ status }: DaemonSet): PillFace {
  return countsFace(status.desiredNumberScheduled, status.currentNumberScheduled, status.numberReady);
}

/** A Job wants successes, not pods that run: how many it wants, how many pods work on it, how many have succeeded. */
function jobFace(job: Job): PillFace {
  const { spec, status } = job;
  const wanted = spec.completions ?? spec.parallelism ?? 1;
  const succeeded = status.succeeded ?? 0;
  const finished = finishedConditionOf(job)?.type;
  const stopped = finished === 'Failed' ? finished : spec.suspend === true ? 'Suspended' : undefined;
  return {
    values:
      stopped === undefined
        ? counts({ wanted, active: status.active ?? 0, succeeded }, 0)
        : [{ name: 'state', text: stopped, low: true }],
    meaning: 'graph.controllers.job',
    said: `${succeeded}/${wanted}${stopped === undefined ? '' : `, ${stopped}`}`,
    idle: finished === 'Complete',
    room: roomFor(wanted),
  };
}

/** When it makes its next Job is what a CronJob is about; the Jobs have pills of their own. */
function cronJobFace({ spec, status }: CronJob): PillFace {
  const suspended = spec.suspend === true;
  return {
    values: [{ name: 'schedule', text: suspended ? 'Suspended' : spec.schedule, low: suspended }],
    meaning: 'graph.controllers.cronJob',
    said: `${spec.schedule}, ${suspended ? 'Suspended' : `${status.active?.length ?? 0} active`}`,
    idle: false,
    room: spec.schedule.length,
  };
}

/** Three numbers as long as the wanted one. */
const roomFor = (wanted: number) => 3 * String(wanted).length;
