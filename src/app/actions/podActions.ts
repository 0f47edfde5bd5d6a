/** Actions on pods, their containers, and on objects of which nothing more is known. */
import { type Kind, kinds } from '../../api/kinds';
import { keyOf } from '../../api/meta/objectMeta';
import type { Fault, Simulation } from '../../client/simulation';
import { type BreakMode, breakFault, isProbeBroken, mendFault, type ProbeName, probeTarget } from './endpoint';
import type { Action, ActionLine } from './action';
import { containerOf, kindOfTarget, kubectlObject, type Target } from './target';

// Keys of the table of kinds.
const ALL_KINDS = Object.keys(kinds) as Kind[];
/** What the cluster writes for itself; nobody edits it. */
const OWN_RECORDS: readonly Kind[] = ['Event', 'Lease'];
const EDITABLE = ALL_KINDS.filter((kind) => !OWN_RECORDS.includes(kind));
/** Pods and nodes go in ways of their own. */
const DELETABLE = EDITABLE.filter((kind) => kind !== 'Pod' && kind !== 'Node');

type PodTarget = Extract<Target, { type: 'pod' }>;

/** Runs `use` on a pod target; the registry never offers these to anything else. */
function onPod<T>(target: Target, use: (pod: PodTarget) => T, otherwise: T): T {
  return target.type === 'pod' ? use(target) : otherwise;
}

const nothing: ActionLine = { type: 'kubectl', text: '' };
const kubectl = (text: string): ActionLine => ({ type: 'kubectl', text });

export const deletePod: Action = {
  id: 'deletePod',
  kinds: ['Pod'],
  label: 'actions.deletePod',
  icon: 'trash',
  needsSimulation: false,
  tone: 'danger',
  key: 'Delete',
  isPossible: (target) => onPod(target, (pod) => pod.object.metadata.deletionTimestamp === undefined, false),
  line: (target) => onPod(target, (pod) => kubectl(`kubectl delete ${kubectlObject('Pod', pod.object)}`), nothing),
  run: async ({ client }, target) => {
    if (target.type === 'pod') await client.delete('Pod', keyOf(target.object));
  },
};

const forceDeletePod: Action = {
  ...deletePod,
  id: 'forceDeletePod',
  label: 'actions.forceDeletePod',
  menuOnly: true,
  key: undefined,
  isPossible: (target) => target.type === 'pod',
  line: (target) =>
    onPod(
      target,
      (pod) => kubectl(`kubectl delete ${kubectlObject('Pod', pod.object)} --force --grace-period=0`),
      nothing,
    ),
  run: async ({ client }, target) => {
    if (target.type === 'pod') await client.delete('Pod', keyOf(target.object), { gracePeriodSeconds: 0 });
  },
};

const killContainer: Action = {
  id: 'killContainer',
  kinds: ['Pod'],
  label: 'actions.killContainer',
  icon: 'x',
  needsSimulation: true,
  isPossible: (target) => onPod(target, isContainerRunning, false),
  line: (target) =>
    onPod<ActionLine>(
      target,
      (pod) => ({
        type: 'simulationOnly',
        key: 'actions.killContainer.what',
        params: { container: containerOf(pod)?.name ?? '' },
      }),
      nothing,
    ),
  run: async ({ simulation }, target) => {
    const place = placeOf(target);
    if (place === undefined) return;
    const { namespace, pod, container } = place;
    await sendFault(simulation, { type: 'killContainer', namespace, pod, container: container.name });
  },
};

type ProbeBreak = Extract<BreakMode, 'error' | 'hang' | 'refuse'>;

function breakProbe(probe: ProbeName, mode: ProbeBreak): Action {
  const first = mode === 'error';
  return {
    id: first ? `break-${probe}` : `break-${probe}-${mode}`,
    kinds: ['Pod'],
    label: probeLabel(probe, mode),
    icon: 'bulb',
    needsSimulation: true,
    ...(first ? {} : { menuOnly: true as const }),
    isPossible: (target, scene) => {
      const place = placeOf(target);
      if (place === undefined || breakFault(place, probe, mode) === undefined) return false;
      if (!first && probeTarget(place.container, probe)?.type !== 'http') return false;
      return !isProbeBroken(place, probe, scene.broken);
    },
    line: (target) => probeLine(target, probe, mode),
    run: async ({ simulation }, target) => {
      const place = placeOf(target);
      const fault = place === undefined ? undefined : breakFault(place, probe, mode);
      if (fault !== undefined) await sendFault(simulation, fault);
    },
  };
}

function probeLabel(probe: ProbeName, mode: ProbeBreak) {
  if (mode === 'error') return probe === 'liveness' ? 'actions.breakLiveness' : 'actions.breakReadiness';
  if (mode === 'hang') return probe === 'liveness' ? 'actions.hangLiveness' : 'actions.hangReadiness';
  return probe === 'liveness' ? 'actions.refuseLiveness' : 'actions.refuseReadiness';
}

function mendProbe(probe: ProbeName): Action {
  return {
    id: `mend-${probe}`,
    kinds: ['Pod'],
    label: probe === 'liveness' ? 'actions.mendLiveness' : 'actions.mendReadiness',
    icon: 'check',
    needsSimulation: true,
    isPossible: (target, scene) => {
      const place = placeOf(target);
      return place !== undefined && isProbeBroken(place, probe, scene.broken);
    },
    line: () => ({ type: 'simulationOnly', key: 'actions.mend.what' }),
    run: async ({ simulation }, target) => {
      const place = placeOf(target);
      const fault = place === undefined ? undefined : mendFault(place, probe);
      if (fault !== undefined) await sendFault(simulation, fault);
    },
  };
}

/** What breaking the probe's endpoint will look like from outside. */
function probeLine(target: Target, probe: ProbeName, mode: ProbeBreak): ActionLine {
  const place = placeOf(target);
  const asked = place === undefined ? undefined : probeTarget(place.container, probe);
  if (asked === undefined || asked.type === 'unknownPort') return nothing;
  if (asked.type === 'exec') {
    return { type: 'simulationOnly', key: 'actions.break.exec', params: { command: asked.command.join(' ') } };
  }
  if (asked.type === 'connection' || mode === 'refuse') {
    return { type: 'simulationOnly', key: 'actions.break.refuse', params: { port: asked.port } };
  }
  const endpoint = `GET :${asked.port}${asked.path}`;
  return {
    type: 'simulationOnly',
    key: mode === 'hang' ? 'actions.break.hang' : 'actions.break.error',
    params: { endpoint },
  };
}

const relabel: Action = {
  id: 'relabel',
  kinds: EDITABLE,
  label: 'actions.relabel',
  icon: 'flag',
  needsSimulation: false,
  input: 'labels',
  menuOnly: true,
  isPossible: (target) => target.type !== 'cluster',
  line: (target, { labels = {} }) => {
    const kind = kindOfTarget(target);
    if (kind === undefined || target.type === 'cluster') return nothing;
    const words = Object.entries(labels).map(([name, value]) => (value === null ? `${name}-` : `${name}=${value}`));
    const changes = words.length === 0 ? 'KEY=VALUE' : words.join(' ');
    return kubectl(`kubectl label ${kubectlObject(kind, target.object)} ${changes} --overwrite`);
  },
  run: async ({ client }, target, { labels = {} }) => {
    const kind = kindOfTarget(target);
    if (kind === undefined || target.type === 'cluster') return;
    await client.patch(kind, keyOf(target.object), { type: 'merge', body: { metadata: { labels } } });
  },
};

const editYaml: Action = {
  id: 'editYaml',
  kinds: EDITABLE,
  label: 'actions.editYaml',
  icon: 'file',
  needsSimulation: false,
  menuOnly: true,
  opensEditor: true,
  isPossible: (target) => target.type !== 'cluster',
  line: (target) => {
    const kind = kindOfTarget(target);
    if (kind === undefined || target.type === 'cluster') return nothing;
    return kubectl(`kubectl edit ${kubectlObject(kind, target.object)}`);
  },
  run: async () => {},
};

const deleteObject: Action = {
  id: 'delete',
  kinds: DELETABLE,
  label: 'actions.delete',
  icon: 'trash',
  needsSimulation: false,
  tone: 'danger',
  key: 'Delete',
  isPossible: (target) => target.type !== 'cluster' && target.object.metadata.deletionTimestamp === undefined,
  line: (target) => {
    const kind = kindOfTarget(target);
    if (kind === undefined || target.type === 'cluster') return nothing;
    return kubectl(`kubectl delete ${kubectlObject(kind, target.object)}`);
  },
  run: async ({ client }, target) => {
    const kind = kindOfTarget(target);
    if (kind === undefined || target.type === 'cluster') return;
    await client.delete(kind, keyOf(target.object), { propagationPolicy: 'Background' });
  },
};

export const podActions: readonly Action[] = [
  deletePod,
  killContainer,
  breakProbe('liveness', 'error'),
  mendProbe('liveness'),
  breakProbe('readiness', 'error'),
  mendProbe('readiness'),
  breakProbe('liveness', 'hang'),
  breakProbe('liveness', 'refuse'),
  breakProbe('readiness', 'hang'),
  breakProbe('readiness', 'refuse'),
  forceDeletePod,
];
export const otherActions: readonly Action[] = [deleteObject, relabel, editYaml];

/** The container that is meant, and where it is; undefined for what is no pod. */
export function placeOf(target: Target) {
  if (target.type !== 'pod') return undefined;
  const container = containerOf(target);
  const { namespace, name } = target.object.metadata;
  return container === undefined || namespace === undefined ? undefined : { namespace, pod: name, container };
}

/** Whether the container that is meant runs now. */
export function isContainerRunning(target: PodTarget): boolean {
  const container = containerOf(target);
  const { containerStatuses = [], initContainerStatuses = [] } = target.object.status;
  return [...containerStatuses, ...initContainerStatuses].some(
    ({ name, state }) => name === container?.name && state.running !== undefined,
  );
}

/** Breaks or mends something. Rejects with a readable message where it is not there. */
export async function sendFault(simulation: Simulation | undefined, fault: Fault): Promise<void> {
  if (simulation === undefined) throw new Error('a real cluster has no faults to inject');
  await simulation.fault(fault);
}
