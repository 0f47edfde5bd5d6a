/** Actions on nodes and on the cluster as a whole. */
import { keyOf } from '../../api/meta/objectMeta';
import type { PausableComponent } from '../../client/activity';
import { defaultNode } from '../../client/defaultNodes';
import type { Fault } from '../../client/simulation';
import type { TextKey } from '../i18n/text';
import type { IconName } from '../icons/Icon';
import { terminalStore } from '../terminal/terminalStore';
import type { Action, ActionLine, ActionScene } from './action';

const nothing: ActionLine = { type: 'kubectl', text: '' };
const kubectl = (text: string): ActionLine => ({ type: 'kubectl', text });

type NodeFaultType = Extract<Fault, { node: string }>['type'];

interface NodeFaultAction {
  readonly type: NodeFaultType;
  readonly label: TextKey;
  readonly what: TextKey;
  readonly icon: IconName;
  readonly menuOnly?: true;
  readonly tone?: 'danger';
  isPossible(fault: ActionScene['nodeFaults'][string] | undefined, held: Held): boolean;
  /** What the fault says beside its type and node. */
  readonly more?: Partial<Extract<Fault, { node: string }>>;
  /** Where several actions have one type of fault. */
  readonly id?: string;
}

type Held = readonly ('memory' | 'disk')[];
const isUp = (fault: ActionScene['nodeFaults'][string] | undefined) => fault !== 'poweredOff';

const faultsOfNodes: readonly NodeFaultAction[] = [
  {
    type: 'cutNetwork',
    label: 'actions.cutNetwork',
    what: 'actions.cutNetwork.what',
    icon: 'plug',
    isPossible: (fault) => fault === undefined || fault === 'kubeletStopped',
  },
  {
    type: 'powerOff',
    label: 'actions.powerOff',
    what: 'actions.powerOff.what',
    icon: 'power',
    isPossible: (fault) => fault !== 'poweredOff',
  },
  {
    type: 'bringBack',
    label: 'actions.bringBack',
    what: 'actions.bringBack.what',
    icon: 'restart',
    isPossible: (fault) => fault === 'networkCut' || fault === 'poweredOff',
  },
  {
    type: 'stopKubelet',
    label: 'actions.stopKubelet',
    what: 'actions.stopKubelet.what',
    icon: 'pause',
    isPossible: (fault) => fault === undefined,
  },
  {
    type: 'startKubelet',
    label: 'actions.startKubelet',
    what: 'actions.startKubelet.what',
    icon: 'play',
    isPossible: (fault) => fault === 'kubeletStopped',
  },
  {
    type: 'removeNode',
    label: 'actions.removeNode',
    what: 'actions.removeNode.what',
    icon: 'trash',
    menuOnly: true,
    tone: 'danger',
    isPossible: () => true,
  },
];

/** What real machines go through beside being cut off; in the menu only. */
const machineTroubles: readonly NodeFaultAction[] = [
  {
    type: 'reboot',
    label: 'actions.reboot',
    what: 'actions.reboot.what',
    icon: 'restart',
    isPossible: isUp,
  },
  {
    type: 'shutDown',
    label: 'actions.shutDown',
    what: 'actions.shutDown.what',
    icon: 'power',
    isPossible: isUp,
  },
  {
    type: 'shutDown',
    id: 'shutDownGracefully',
    label: 'actions.shutDownGracefully',
    what: 'actions.shutDownGracefully.what',
    icon: 'power',
    more: { graceSeconds: 30, criticalSeconds: 10 },
    isPossible: (fault) => fault === undefined || fault === 'networkCut',
  },
  {
    type: 'takeMemory',
    label: 'actions.takeMemory',
    what: 'actions.takeMemory.what',
    icon: 'plus',
    more: { leavesBytes: 50 * 2 ** 20 },
    isPossible: (fault, held) => isUp(fault) && !held.includes('memory'),
  },
  {
    type: 'takeMemory',
    id: 'giveMemory',
    label: 'actions.giveMemory',
    what: 'actions.giveMemory.what',
    icon: 'x',
    isPossible: (fault, held) => isUp(fault) && held.includes('memory'),
  },
  {
    type: 'fillDisk',
    label: 'actions.fillDisk',
    what: 'actions.fillDisk.what',
    icon: 'plus',
    more: { leavesBytes: 5 * 2 ** 30 },
    isPossible: (fault, held) => isUp(fault) && !held.includes('disk'),
  },
  {
    type: 'fillDisk',
    id: 'freeDisk',
    label: 'actions.freeDisk',
    what: 'actions.freeDisk.what',
    icon: 'x',
    isPossible: (fault, held) => isUp(fault) && held.includes('disk'),
  },
];

function nodeFaultAction(action: NodeFaultAction): Action {
  const { type, id = type, label, what, icon, menuOnly, tone, more, isPossible } = action;
  return {
    id,
    kinds: ['Node'],
    label,
    icon,
    needsSimulation: true,
    ...(menuOnly === undefined ? {} : { menuOnly }),
    ...(tone === undefined ? {} : { tone }),
    isPossible: (target, { nodeFaults, filled }) => {
      if (target.type !== 'node') return false;
      const { name } = target.object.metadata;
      return isPossible(nodeFaults[name], filled?.[name] ?? []);
    },
    line: () => ({ type: 'simulationOnly', key: what }),
    run: async ({ simulation }, target) => {
      if (target.type !== 'node') return;
      const fault = { type, node: target.object.metadata.name, ...more } as Fault; // The table's own fields.
      await simulation?.fault(fault);
    },
  };
}

/** `wanted` is what spec.unschedulable becomes; kubectl takes the field away on uncordon. */
function cordonAction(id: 'cordon' | 'uncordon', label: TextKey, wanted: true | null): Action {
  return {
    id,
    kinds: ['Node'],
    label,
    icon: 'lock',
    needsSimulation: false,
    isPossible: (target) => target.type === 'node' && (target.object.spec.unschedulable === true) === (wanted === null),
    line: (target) => (target.type === 'node' ? kubectl(`kubectl ${id} ${target.object.metadata.name}`) : nothing),
    run: async ({ client }, target) => {
      if (target.type !== 'node') return;
      const body = { spec: { unschedulable: wanted } };
      await client.patch('Node', keyOf(target.object), { type: 'strategic', body });
    },
  };
}

/** What takes its time and has much to say is put into the terminal: there one sees how it goes, and Enter starts it. */
function terminalAction(id: 'drain' | 'taint', label: TextKey, lineOf: (node: string) => string): Action {
  const line = (target: Parameters<Action['line']>[0]): ActionLine =>
    target.type === 'node' ? kubectl(lineOf(target.object.metadata.name)) : nothing;
  return {
    id,
    kinds: ['Node'],
    label,
    icon: 'term',
    needsSimulation: false,
    menuOnly: true,
    isPossible: (target) => target.type === 'node',
    line,
    run: async (_, target) => {
      const command = line(target);
      if (command.type === 'kubectl') terminalStore.getState().put(command.text);
    },
  };
}

export const nodeActions: readonly Action[] = [
  ...faultsOfNodes.slice(0, 5).map(nodeFaultAction),
  cordonAction('cordon', 'actions.cordon', true),
  cordonAction('uncordon', 'actions.uncordon', null),
  terminalAction(
    'drain',
    'actions.drain',
    (node) => `kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`,
  ),
  terminalAction('taint', 'actions.taint', (node) => `kubectl taint node ${node} KEY=VALUE:NoSchedule`),
  ...machineTroubles.map((trouble) => nodeFaultAction({ ...trouble, menuOnly: true })),
  ...faultsOfNodes.slice(5).map(nodeFaultAction),
];

const addNode: Action = {
  id: 'addNode',
  kinds: ['Cluster'],
  label: 'actions.addNode',
  icon: 'node',
  needsSimulation: true,
  input: 'nodeName',
  isPossible: (target) => target.type === 'cluster',
  line: () => ({ type: 'simulationOnly', key: 'actions.addNode.what' }),
  run: async ({ simulation }, _, { nodeName }) => {
    if (nodeName === undefined) return;
    await simulation?.fault({ type: 'addNode', node: defaultNode(nodeName) });
  },
};

/** Starts over with the constants of another Kubernetes, on the same machines. */
function profileAction(profile: 'book' | 'v1.36'): Action {
  const isBook = profile === 'book';
  return {
    id: isBook ? 'bookProfile' : 'currentProfile',
    kinds: ['Cluster'],
    label: isBook ? 'actions.bookProfile' : 'actions.currentProfile',
    icon: 'restart',
    needsSimulation: true,
    menuOnly: true,
    isPossible: (target, scene) => target.type === 'cluster' && scene.profile !== profile,
    line: () => ({
      type: 'simulationOnly',
      key: isBook ? 'actions.bookProfile.what' : 'actions.currentProfile.what',
    }),
    run: async ({ simulation }) => {
      const run = await simulation?.exportRun();
      if (simulation === undefined || run === undefined) return;
      await simulation.load({ ...run, profile, commands: [], untilMs: 0 });
      await simulation.play();
    },
  };
}

/** As when the static pod of a process of the control plane is taken away, and given back. */
function pauseActions(component: PausableComponent, name: 'Scheduler' | 'Manager'): readonly Action[] {
  return (['pause', 'resume'] as const).map((verb) => ({
    id: `${verb}${name}`,
    kinds: ['Cluster'],
    label: `actions.${verb}${name}`,
    icon: verb === 'pause' ? 'pause' : 'play',
    needsSimulation: true,
    isPossible: (_, { pausedComponents = [] }) => pausedComponents.includes(component) === (verb === 'resume'),
    line: () => ({ type: 'simulationOnly', key: `actions.${verb}Component.what`, params: { component } }),
    run: async ({ simulation }) => simulation?.fault({ type: `${verb}Component`, component }),
  }));
}

export const clusterActions: readonly Action[] = [
  addNode,
  ...pauseActions('kube-scheduler', 'Scheduler'),
  ...pauseActions('kube-controller-manager', 'Manager'),
  profileAction('book'),
  profileAction('v1.36'),
];

/** The first of `worker-1`, `worker-2`, ... that is free. */
export function nextNodeName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = `worker-${number}`;
    if (!taken.includes(name)) return name;
  }
}
