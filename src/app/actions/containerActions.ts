/** Faults of any container, and of the registry that its image comes from. They stand in the menu. */
import type { Container } from '../../api/core/pod';
import { parseReference } from '../../api/meta/imageReference';
import type { Fault } from '../../client/simulation';
import type { TextKey } from '../i18n/text';
import type { Action, ActionLine, ActionNumber, ActionParams, ActionScene } from './action';
import { breakFault, type Place, type ProbeName, probeOf, probeTarget } from './endpoint';
import { isContainerRunning, placeOf, sendFault } from './podActions';

const nothing: ActionLine = { type: 'kubectl', text: '' };
const MI = 1024 * 1024;

interface ContainerFaultAction {
  readonly id: string;
  readonly label: TextKey;
  readonly number?: ActionNumber;
  /** What it says and does; undefined hides it. `number` is what the person chose. */
  what(
    place: Place,
    scene: ActionScene,
    number: number,
  ): { readonly line: ActionLine; readonly fault: Fault } | undefined;
}

function containerFault({ id, label, number, what }: ContainerFaultAction): Action {
  const chosen = (params: ActionParams) => params.number ?? number?.first ?? 0;
  return {
    id,
    kinds: ['Pod'],
    label,
    icon: 'bulb',
    needsSimulation: true,
    menuOnly: true,
    ...(number === undefined ? {} : { input: 'number', number }),
    isPossible: (target, scene) => {
      const place = target.type === 'pod' && isContainerRunning(target) ? placeOf(target) : undefined;
      return place !== undefined && what(place, scene, number?.first ?? 0) !== undefined;
    },
    line: (target, params) => {
      const place = placeOf(target);
      return (place && what(place, ANYTHING_BROKEN, chosen(params))?.line) ?? nothing;
    },
    run: async ({ simulation }, target, params) => {
      const place = placeOf(target);
      const fault = place && what(place, ANYTHING_BROKEN, chosen(params))?.fault;
      if (fault !== undefined) await sendFault(simulation, fault);
    },
  };
}

/** What an action says of itself does not depend on what is broken already. */
const ANYTHING_BROKEN: ActionScene = { broken: [], nodeFaults: {} };

const named = ({ namespace, pod, container }: Place) => ({ namespace, pod, container: container.name });
const isHung = (place: Place, { broken }: ActionScene) =>
  broken.some(
    (fault) =>
      fault.type === 'hangContainer' &&
      fault.namespace === place.namespace &&
      fault.pod === place.pod &&
      fault.container === place.container.name,
  );

const processFaults: readonly ContainerFaultAction[] = [
  {
    id: 'exitContainer',
    label: 'actions.exitContainer',
    number: { label: 'actions.exitContainer.code', first: 1, least: 0, most: 255 },
    what: (place, _, code) => ({
      line: { type: 'simulationOnly', key: 'actions.exitContainer.what', params: { code } },
      fault: { type: 'exitContainer', ...named(place), code },
    }),
  },
  {
    id: 'hangContainer',
    label: 'actions.hangContainer',
    what: (place, scene) =>
      isHung(place, scene)
        ? undefined
        : {
            line: { type: 'simulationOnly', key: 'actions.hangContainer.what' },
            fault: { type: 'hangContainer', ...named(place) },
          },
  },
  {
    id: 'growMemory',
    label: 'actions.growMemory',
    number: { label: 'actions.growMemory.mi', first: 200, least: 1, most: 1_000_000 },
    what: (place, _, mi) => ({
      line: { type: 'simulationOnly', key: 'actions.growMemory.what', params: { mi } },
      fault: { type: 'growMemory', ...named(place), bytes: mi * MI },
    }),
  },
  {
    id: 'burnCpu',
    label: 'actions.burnCpu',
    number: { label: 'actions.burnCpu.millis', first: 500, least: 0, most: 1_000_000 },
    what: (place, _, millis) => ({
      line: { type: 'simulationOnly', key: 'actions.burnCpu.what', params: { millis } },
      fault: { type: 'burnCpu', ...named(place), millis },
    }),
  },
  {
    id: 'removeContainerFile',
    label: 'actions.removeContainerFile',
    what: (place) => {
      const path = probedFile(place.container);
      if (path === undefined) return undefined;
      const inNamespace = place.namespace === 'default' ? '' : ` -n ${place.namespace}`;
      const text = `kubectl exec ${place.pod}${inNamespace} -c ${place.container.name} -- rm -f ${path}`;
      return { line: { type: 'kubectl', text }, fault: { type: 'removeContainerFile', ...named(place), path } };
    },
  },
];

/** The file that an exec probe looks at: the last word of its command that is a path. */
function probedFile(container: Container): string | undefined {
  const words = [container.readinessProbe, container.livenessProbe].flatMap((probe) => probe?.exec?.command ?? []);
  return words.find((word, at) => at > 0 && /^\/[^\s;|&]+$/.test(word));
}

function endpointFault(probe: ProbeName, mode: 'unauthorized' | 'slow'): ContainerFaultAction {
  const isSlow = mode === 'slow';
  return {
    id: `break-${probe}-${mode}`,
    label: isSlow
      ? probe === 'liveness'
        ? 'actions.slowLiveness'
        : 'actions.slowReadiness'
      : probe === 'liveness'
        ? 'actions.unauthorizedLiveness'
        : 'actions.unauthorizedReadiness',
    ...(isSlow ? { number: { label: 'actions.slow.seconds', first: 2, least: 1, most: 600 } } : {}),
    what: (place, { broken }, seconds) => {
      const asked = probeOf(place.container, probe) && probeTarget(place.container, probe);
      const fault = breakFault(place, probe, mode);
      if (asked?.type !== 'http' || fault?.type !== 'breakEndpoint') return undefined;
      if (broken.some((other) => other.type === 'breakEndpoint' && sameEndpoint(other, fault))) return undefined;
      const params = { endpoint: `GET :${asked.port}${asked.path}`, seconds };
      return {
        line: { type: 'simulationOnly', key: isSlow ? 'actions.break.slow' : 'actions.break.unauthorized', params },
        fault: isSlow ? { ...fault, delayMs: seconds * 1000 } : fault,
      };
    },
  };
}

type EndpointFault = Extract<Fault, { type: 'breakEndpoint' }>;
const sameEndpoint = (a: EndpointFault, b: EndpointFault) =>
  a.namespace === b.namespace &&
  a.pod === b.pod &&
  a.container === b.container &&
  a.port === b.port &&
  a.path === b.path;

const closePort: ContainerFaultAction = {
  id: 'closePort',
  label: 'actions.closePort',
  number: { label: 'actions.closePort.port', first: 80, least: 1, most: 65_535, of: firstPort },
  what: (place, _, port) =>
    firstPort(place.container) === undefined
      ? undefined
      : {
          line: { type: 'simulationOnly', key: 'actions.break.refuse', params: { port } },
          fault: { type: 'breakEndpoint', mode: 'refuse', ...named(place), port },
        },
};

function firstPort({ ports }: Container): number | undefined {
  return ports?.[0]?.containerPort;
}

const openPorts: ContainerFaultAction = {
  id: 'openPort',
  label: 'actions.openPort',
  number: { label: 'actions.closePort.port', first: 80, least: 1, most: 65_535, of: firstPort },
  what: (place, _, port) => ({
    line: { type: 'simulationOnly', key: 'actions.mend.what' },
    fault: { type: 'mendEndpoint', ...named(place), port },
  }),
};

/** A way back from `what`, offered while something of `place` is broken so. */
function onlyWhile(action: Action, isBroken: (place: Place, scene: ActionScene) => boolean): Action {
  return {
    ...action,
    icon: 'check',
    isPossible: (target, scene) => {
      const place = placeOf(target);
      return place !== undefined && isBroken(place, scene);
    },
  };
}

const resume = containerFault({
  id: 'resumeContainer',
  label: 'actions.resumeContainer',
  what: (place) => ({
    line: { type: 'simulationOnly', key: 'actions.mend.what' },
    fault: { type: 'resumeContainer', ...named(place) },
  }),
});

const isPortClosed = (place: Place, { broken }: ActionScene) =>
  broken.some(
    (fault) =>
      fault.type === 'breakEndpoint' &&
      fault.mode === 'refuse' &&
      fault.path === undefined &&
      fault.pod === place.pod &&
      fault.namespace === place.namespace &&
      fault.container === place.container.name,
  );

/** `docker.io` for `nginx`. */
function hostOf({ image }: Pick<Container, 'image'>): string | undefined {
  const reference = parseReference(image);
  return 'cause' in reference ? undefined : reference.domain;
}

function registryAction(how: 'down' | 'credentialsExpired' | undefined): Action {
  const isBroken = (host: string | undefined, { broken }: ActionScene) =>
    broken.some((fault) => fault.type === 'breakRegistry' && fault.host === host);
  return {
    id: how === undefined ? 'mendRegistry' : `breakRegistry-${how}`,
    kinds: ['Pod'],
    label:
      how === undefined
        ? 'actions.mendRegistry'
        : how === 'down'
          ? 'actions.breakRegistry'
          : 'actions.expireCredentials',
    icon: how === undefined ? 'check' : 'plug',
    needsSimulation: true,
    menuOnly: true,
    isPossible: (target, scene) => {
      const place = placeOf(target);
      if (place === undefined || target.type !== 'pod' || hostOf(place.container) === undefined) return false;
      if (how === undefined) return isBroken(hostOf(place.container), scene);
      if (how === 'credentialsExpired' && target.object.spec.imagePullSecrets === undefined) return false;
      return !isBroken(hostOf(place.container), scene);
    },
    line: (target) => {
      const place = placeOf(target);
      const host = (place && hostOf(place.container)) ?? '';
      const key =
        how === undefined
          ? 'actions.mendRegistry.what'
          : how === 'down'
            ? 'actions.breakRegistry.what'
            : 'actions.expireCredentials.what';
      return { type: 'simulationOnly', key, params: { host } };
    },
    run: async ({ simulation }, target) => {
      const place = placeOf(target);
      const host = place && hostOf(place.container);
      if (host === undefined) return;
      await sendFault(
        simulation,
        how === undefined ? { type: 'mendRegistry', host } : { type: 'breakRegistry', host, how },
      );
    },
  };
}

export const containerActions: readonly Action[] = [
  ...processFaults.map(containerFault),
  onlyWhile(resume, isHung),
  ...(['liveness', 'readiness'] as const).flatMap((probe) => [
    containerFault(endpointFault(probe, 'unauthorized')),
    containerFault(endpointFault(probe, 'slow')),
  ]),
  containerFault(closePort),
  onlyWhile(containerFault(openPorts), isPortClosed),
  registryAction('down'),
  registryAction('credentialsExpired'),
  registryAction(undefined),
];
