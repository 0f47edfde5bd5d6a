/** Programs that people look for and that are not here: a sentence instead of a wrong answer. */
import type { Program } from '../shell';

/** Most who type it here mean a node. */
const OWN_MACHINE =
  'this is your own machine; kubectl get nodes -o wide shows addresses, and gcloud compute ssh NODE logs into a node';

const REASONS: Readonly<Record<string, string>> = {
  gawk: 'not simulated here; use cut, grep, sed, or kubectl -o custom-columns and -o jsonpath',
  jq: 'not simulated here; use kubectl -o jsonpath or -o go-template',
  yq: 'not simulated here; use kubectl -o jsonpath or -o go-template',
  helm: 'not simulated here; use kubectl apply -f',
  ssh: 'not simulated here: gcloud compute ssh NODE and minikube ssh -n NODE are',
  apt: 'not simulated here: nothing can be installed',
  'apt-get': 'not simulated here: nothing can be installed',
  brew: 'not simulated here: nothing can be installed',
  less: 'not simulated here; the terminal scrolls, and head, tail and grep cut',
  more: 'not simulated here; the terminal scrolls, and head, tail and grep cut',
  ifconfig: OWN_MACHINE,
  ip: OWN_MACHINE,
};

/** What a program of the network says in a page that looks at a real cluster. */
export const noNetwork = (name: string): string =>
  `kubeloop: ${name}: this page reaches the API server and forwarded ports only; use kubectl port-forward, or kubectl exec\n`;

export const refused: readonly Program[] = Object.entries(REASONS).map(([name, reason]) => ({
  name,
  run: async (_args, io) => {
    await io.err(`kubeloop: ${name}: ${reason}\n`);
    return 127;
  },
}));
