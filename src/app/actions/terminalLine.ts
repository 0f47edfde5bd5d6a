/** What an action would be in the terminal: its kubectl line, or the `minikube node` line that says the same. */
import type { Action, ActionParams, ActionScene } from './action';
import type { Target } from './target';

/** What `minikube ssh` does of the actions on a machine. */
const ON_THE_MACHINE: Readonly<Record<string, string>> = {
  cutNetwork: 'ifconfig eth0 down',
  reboot: 'reboot',
  shutDown: 'poweroff',
  stopKubelet: 'systemctl stop kubelet',
  startKubelet: 'systemctl start kubelet',
};

/** The line for the prompt; undefined if no command does the same. `N` and `KEY=VALUE` are left to the person. */
export function terminalLine(
  action: Action,
  target: Target,
  params: ActionParams,
  { nodeFaults }: ActionScene,
): string | undefined {
  const line = action.line(target, params);
  if (line.type === 'kubectl') return line.text === '' ? undefined : line.text;
  if (action.id === 'addNode') return 'minikube node add';
  if (target.type !== 'node') return undefined;
  const { name } = target.object.metadata;
  const command = ON_THE_MACHINE[action.id];
  if (command !== undefined) return `minikube ssh -n ${name} -- sudo ${command}`;
  if (action.id === 'powerOff') return `minikube node stop ${name}`;
  if (action.id === 'removeNode') return `minikube node delete ${name}`;
  // Starting a machine does not plug its network in again.
  return action.id === 'bringBack' && nodeFaults[name] === 'poweredOff' ? `minikube node start ${name}` : undefined;
}
