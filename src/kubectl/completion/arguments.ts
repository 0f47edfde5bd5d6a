/**
 * Which words each command takes, for Tab.
 * Models the ValidArgsFunctions of staging/src/k8s.io/kubectl/pkg/cmd and pkg/util/completion (v1.36.3). Beyond them,
 * `explain`, `wait` and all `set` commands complete types too.
 */
import type { Invocation } from '../command';
import { openConfig } from '../config/configStore';
import { containersOf, objectNames, typeNames } from './objects';

type Completer = (invocation: Invocation, word: string) => Promise<readonly string[]>;

const scalable = ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'];
const rollable = ['deployment', 'daemonset', 'statefulset'];
const withTemplate = [
  'daemonsets',
  'deployments',
  'pods',
  'cronjobs',
  'replicasets',
  'replicationcontrollers',
  'statefulsets',
];
const withPods = [
  'daemonsets',
  'deployments',
  'pods',
  'jobs',
  'replicasets',
  'replicationcontrollers',
  'services',
  'statefulsets',
];

const completers: Readonly<Record<string, Completer>> = {
  annotate: typesAndNames(),
  'apply edit-last-applied': typesAndNames(),
  'apply view-last-applied': typesAndNames(),
  attach: pods(),
  autoscale: typesAndNames(scalable),
  completion: once(['bash', 'zsh', 'fish', 'powershell']),
  'config delete-cluster': stanzas('clusters'),
  'config delete-context': stanzas('contexts'),
  'config delete-user': stanzas('users'),
  'config rename-context': stanzas('contexts'),
  'config set-context': stanzas('contexts'),
  'config use-context': stanzas('contexts'),
  cordon: names('nodes'),
  cp: copySources,
  'create token': names('serviceaccounts'),
  debug: typesAndNames(),
  delete: typesAndNames(),
  describe: typesAndNames(),
  drain: names('nodes'),
  edit: typesAndNames(),
  exec: pods(),
  explain: (invocation) => (invocation.args.length === 0 ? typeNames(invocation) : none()),
  expose: typesAndNames(['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset']),
  get: typesAndNames(),
  label: typesAndNames(),
  logs: podAndContainer,
  patch: typesAndNames(),
  'port-forward': pods(),
  'rollout history': typesAndNames(rollable),
  'rollout pause': typesAndNames(['deployment']),
  'rollout restart': typesAndNames(rollable),
  'rollout resume': typesAndNames(['deployment']),
  'rollout status': typesAndNames(rollable, true),
  'rollout undo': typesAndNames(rollable),
  scale: typesAndNames(scalable),
  'set env': typesAndNames(withTemplate, true),
  'set image': typesAndNames(withTemplate, true),
  'set resources': typesAndNames(withTemplate, true),
  'set serviceaccount': typesAndNames(withTemplate, true),
  taint: typesAndNames(['node']),
  'top node': names('nodes'),
  'top pod': names('pods'),
  uncordon: names('nodes'),
  wait: typesAndNames(),
};

/** Words that may stand at the end of the command's arguments. */
export function argumentsOf(path: readonly string[], invocation: Invocation, word: string): Promise<readonly string[]> {
  const command = path.join(' ');
  const completer = Object.hasOwn(completers, command) ? completers[command] : undefined;
  return completer?.(invocation, word) ?? none();
}

function none(): Promise<readonly string[]> {
  return Promise.resolve([]);
}

/** `TYPE NAME...` or `TYPE/NAME...`; without `types` any type. */
function typesAndNames(types?: readonly string[], isOnce = false): Completer {
  return async (invocation, word) => {
    const { args } = invocation;
    const [first] = args;
    if (first !== undefined && !first.includes('/')) {
      if (isOnce && args.length > 1) return [];
      return without(await objectNames(invocation, first), args.slice(1));
    }
    if (isOnce && first !== undefined) return [];
    if (word.includes('/')) return without(await slashedNames(invocation, word), args);
    const known = types ?? (await typeNames(invocation));
    if (first !== undefined) return known.map((type) => `${type}/`);
    if (types !== undefined) return types;
    const written = word.slice(0, word.lastIndexOf(',') + 1);
    return known.map((type) => `${written}${type}`);
  };
}

async function slashedNames(invocation: Invocation, word: string): Promise<readonly string[]> {
  const type = word.slice(0, word.indexOf('/'));
  return (await objectNames(invocation, type)).map((name) => `${type}/${name}`);
}

function without(found: readonly string[], written: readonly string[]): readonly string[] {
  return found.filter((name) => !written.includes(name));
}

/** One object of one type. */
function names(type: string): Completer {
  return (invocation) => (invocation.args.length === 0 ? objectNames(invocation, type) : none());
}

/** A pod, or something that has pods. */
function pods(): Completer {
  return async (invocation, word) => {
    if (invocation.args.length > 0) return [];
    if (word.includes('/')) return slashedNames(invocation, word);
    return [...(await objectNames(invocation, 'pods')), ...withPods.map((type) => `${type}/`)];
  };
}

async function podAndContainer(invocation: Invocation, word: string): Promise<readonly string[]> {
  const [first, second] = invocation.args;
  if (first === undefined) return pods()(invocation, word);
  return second === undefined ? containersOf(invocation, first) : [];
}

/** `POD:` of a pod, `NAMESPACE/` of another namespace; files are the shell's. */
async function copySources(invocation: Invocation, word: string): Promise<readonly string[]> {
  if (word.includes(':') || invocation.args.length > 0) return [];
  const own = (await objectNames(invocation, 'pods')).map((name) => `${name}:`);
  return [...own, ...(await objectNames(invocation, 'namespaces')).map((name) => `${name}/`)];
}

function once(words: readonly string[]): Completer {
  return ({ args }) => Promise.resolve(args.length === 0 ? words : []);
}

function stanzas(section: 'clusters' | 'contexts' | 'users'): Completer {
  return async (invocation) => {
    if (invocation.args.length > 0) return [];
    return [...(await openConfig(invocation)).config[section].keys()].sort();
  };
}
