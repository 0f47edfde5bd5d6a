/**
 * Which controllers run, as `--controllers` of kube-controller-manager says it.
 * Models cmd/kube-controller-manager/names and staging/src/k8s.io/controller-manager/app/helper.go (v1.36.3).
 * Left out: names of controllers that are not simulated.
 */
import type { Controller } from './controller';

/** What the flag calls a controller, where that is not the name of our loop. */
const FLAG_NAMES: Readonly<Record<string, string>> = {
  'replication-controller': 'replicationcontroller-controller',
  'endpoint-controller': 'endpoints-controller',
  'endpointslicemirroring-controller': 'endpointslice-mirroring-controller',
  'horizontal-pod-autoscaling': 'horizontal-pod-autoscaler-controller',
  'job-orphan-pods': 'job-controller',
};
/** Names from before v1.28 that are still understood, where they are not the name without `-controller`. */
const ALIASES: Readonly<Record<string, string>> = {
  endpoint: 'endpoints-controller',
  endpointslicemirroring: 'endpointslice-mirroring-controller',
  horizontalpodautoscaling: 'horizontal-pod-autoscaler-controller',
  nodeipam: 'node-ipam-controller',
  nodelifecycle: 'node-lifecycle-controller',
  garbagecollector: 'garbage-collector-controller',
  podgc: 'pod-garbage-collector-controller',
  'pv-protection': 'persistentvolume-protection-controller',
  'pvc-protection': 'persistentvolumeclaim-protection-controller',
  'root-ca-cert-publisher': 'root-ca-certificate-publisher-controller',
};
/** Loops of other programs (API server with its aggregator, storage driver, cloud, ingress controllers) that ours runs beside its own. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'service-ipaddresses': 'kube-apiserver',
  'apiservice-remote-availability': 'kube-apiserver',
  'volume-provisioner': 'storage-provisioner',
  'volume-deleter': 'storage-provisioner',
  'cloud-service-controller': 'cloud-controller-manager',
  'ingress-status': 'ingress-controller',
  'ingress-events': 'ingress-controller',
  'admission-secret': 'ingress-controller',
};
const NOT_ITS_OWN = Object.keys(PROGRAMS);

/** The program whose loop `name` really is; undefined: the controller manager's own. */
export function programOf(name: string): string | undefined {
  return PROGRAMS[name];
}

/** One controller may be several loops: `garbage-collector-controller/Pod`. */
export function ownName(controller: string): string {
  return controller.split('/')[0] ?? controller;
}

/** The flag's name of a loop: several loops may be one controller there. */
function flagName({ name }: Controller): string {
  const own = ownName(name);
  return FLAG_NAMES[own] ?? own;
}

/** Every name that the flag knows, in order. */
export function controllerNames(all: readonly Controller[]): readonly string[] {
  const names = all.filter(({ name }) => !NOT_ITS_OWN.includes(name)).map(flagName);
  return [...new Set(names)].sort();
}

/**
 * The loops of `all` that `selectors` leave running: `*` is all, `NAME` one, `-NAME` not that one; the first that names a
 * controller decides, and whom nobody names does not run. Throws an Error for a name that there is not.
 */
export function selectControllers(all: readonly Controller[], selectors: readonly string[]): readonly Controller[] {
  const known = controllerNames(all);
  const wanted = selectors.map((selector) => {
    const isOff = selector.startsWith('-');
    const written = isOff ? selector.slice(1) : selector;
    const name = ALIASES[written] ?? (known.includes(`${written}-controller`) ? `${written}-controller` : written);
    if (name !== '*' && !known.includes(name)) {
      throw new Error(`"${written}" is not in the list of known controllers: ${known.join(', ')}`);
    }
    return { name, isOff };
  });
  const runs = (name: string): boolean => {
    const own = wanted.find((selector) => selector.name === name);
    return own === undefined ? wanted.some((selector) => selector.name === '*' && !selector.isOff) : !own.isOff;
  };
  return all.filter((controller) => NOT_ITS_OWN.includes(controller.name) || runs(flagName(controller)));
}
