/**
 * What a person breaks in containers and registries, and mends. What stays broken is remembered here, so that the page
 * can offer to mend it, until its pod is gone.
 */
import { storageKey, storagePrefix } from '../apiserver/storageKey';
import type { Pod } from '../api/core/pod';
import type { NodeSpec, Fault } from '../client/simulation';
import type { LoadFault } from '../network/loads';
import type { UpstreamFault } from './clusterTraffic';
import type { PauseFault } from './host';
import type { Registries } from '../kubelet/runtime/registries';
import type { SimulatedContainerRuntime } from '../kubelet/runtime/simulatedRuntime';
import type { StateMap } from '../sim/clock';
import type { Kernel } from '../sim/kernel';
import type { Store } from '../storage/store';

/** A fault that is not about a machine. */
export type ContainerFault = Exclude<
  Exclude<Fault, { readonly node: string | NodeSpec }>,
  LoadFault | PauseFault | UpstreamFault
>;
type RegistryFault = Extract<ContainerFault, { readonly host: string }>;
type PlacedFault = Exclude<ContainerFault, RegistryFault>;
type Break = Extract<Fault, { readonly type: 'breakEndpoint' | 'breakExec' | 'hangContainer' }>;

/** A leak fills up within this time, slowly enough to be watched. */
const LEAK_SECONDS = 30;
/** Loads that are not the program's own. */
const LEAK = 'leak';
const BURN = 'burn';

/** What a break or mend is aimed at: the same words for both. */
function targetOf(fault: PlacedFault): string {
  const { namespace, pod, container } = fault;
  const point = 'port' in fault ? `${fault.port}${fault.path ?? ''}` : 'probe' in fault ? fault.probe : '';
  return `${namespace}/${pod}/${container}/${point}`;
}

/** The faults of all containers, and of the registries that they come from. */
export class ContainerFaults {
  readonly #broken: StateMap<Break>;
  readonly #kernel: Kernel;
  readonly #store: Store;
  readonly #registries: Registries;
  readonly #runtimes: ReadonlyMap<string, SimulatedContainerRuntime>;

  constructor(
    kernel: Kernel,
    store: Store,
    registries: Registries,
    /** By node; the map lives on. */
    runtimes: ReadonlyMap<string, SimulatedContainerRuntime>,
  ) {
    this.#kernel = kernel;
    this.#broken = kernel.state.map('cluster/broken');
    this.#store = store;
    this.#registries = registries;
    this.#runtimes = runtimes;
    store.watch(storagePrefix('Pod'), store.revision, ({ type, value: { metadata } }) => {
      if (type === 'delete') this.#mendAfter(metadata.namespace ?? '', metadata.name);
    });
  }

  /** All that is in force, each as the fault that made it. */
  list(): readonly Fault[] {
    const registries = this.#registries.broken();
    if (this.#broken.size === 0 && registries.length === 0) return [];
    const breaks = [...this.#broken.values()].filter((fault) => fault.type !== 'hangContainer' || this.#isHung(fault));
    const hosts = registries.map(({ host, fault }) => ({ type: 'breakRegistry', host, how: fault }) as const);
    return [...breaks, ...hosts];
  }

  /** Does what the fault says. Throws an Error with a readable message if there is nothing to do it to. */
  apply(fault: ContainerFault): void {
    if (fault.type === 'breakRegistry') {
      return this.#registries.break(fault.host, fault.how, this.#kernel.cause());
    }
    if (fault.type === 'mendRegistry') return this.#registries.mend(fault.host);
    const runtime = this.#runtimeOf(fault);
    switch (fault.type) {
      case 'breakEndpoint':
        runtime.breakEndpoint(fault);
        break;
      case 'mendEndpoint':
        runtime.mendEndpoint(fault);
        break;
      case 'breakExec':
        runtime.breakExec(fault, fault.probe);
        break;
      case 'mendExec':
        runtime.mendExec(fault, fault.probe);
        break;
      case 'hangContainer':
      case 'resumeContainer':
        if (!runtime.hang(fault, fault.type === 'hangContainer')) throw notRunning(fault);
        break;
      default:
        return applyToProcess(runtime, fault);
    }
    if (fault.type === 'breakEndpoint' || fault.type === 'breakExec' || fault.type === 'hangContainer') {
      this.#broken.set(targetOf(fault), fault);
    } else this.#broken.delete(targetOf(fault));
  }

  #runtimeOf(fault: PlacedFault): SimulatedContainerRuntime {
    const { namespace, pod, container } = fault;
    const found = this.#store.get(storageKey('Pod', { namespace, name: pod }))?.value as Pod | undefined; // That key holds a Pod.
    const runtime = this.#runtimes.get(found?.spec.nodeName ?? '');
    if (found === undefined || runtime === undefined) throw new Error(`pods "${pod}" not found on any node`);
    const all = [...(found.spec.initContainers ?? []), ...found.spec.containers];
    if (!all.some(({ name }) => name === container)) {
      throw new Error(`container ${container} is not valid for pod ${pod}`);
    }
    return runtime;
  }

  #isHung(fault: PlacedFault): boolean {
    for (const runtime of this.#runtimes.values()) if (runtime.isHung(fault)) return true;
    return false;
  }

  /** A pod that is gone takes its faults with it: a later pod of the same name is whole. */
  #mendAfter(namespace: string, pod: string): void {
    for (const [target, fault] of [...this.#broken.entries()]) {
      if (fault.namespace !== namespace || fault.pod !== pod) continue;
      for (const runtime of this.#runtimes.values()) {
        if (fault.type === 'breakEndpoint') runtime.mendEndpoint(fault);
        else if (fault.type === 'breakExec') runtime.mendExec(fault, fault.probe);
      }
      this.#broken.delete(target);
    }
  }
}

type ProcessFault = Extract<
  Fault,
  { readonly type: 'killContainer' | 'exitContainer' | 'growMemory' | 'burnCpu' | 'removeContainerFile' }
>;

/** What happens to the main process and is over with it. */
function applyToProcess(runtime: SimulatedContainerRuntime, fault: ProcessFault): void {
  if (fault.type === 'killContainer' || fault.type === 'exitContainer') {
    if (!runtime.killByName(fault, 'code' in fault ? fault.code & 255 : undefined)) throw notRunning(fault);
    return;
  }
  const process = runtime.mainProcess(fault);
  if (process === undefined) throw notRunning(fault);
  switch (fault.type) {
    case 'burnCpu':
      runtime.tell(fault, fault.millis > 0 ? 'load' : 'mend');
      return fault.millis > 0 ? process.useCpu(fault.millis, BURN) : process.dropLoad(BURN);
    case 'growMemory': {
      process.dropLoad(LEAK);
      runtime.tell(fault, 'growth');
      const missing = fault.bytes - (runtime.meters.usage(process.id)?.memoryBytes ?? 0);
      if (missing > 0) process.useMemory(0, { bytesPerSecond: missing / LEAK_SECONDS, upToBytes: missing }, LEAK);
      return;
    }
    case 'removeContainerFile': {
      const { error, exitCode, output } = runtime.exec(process.id, ['rm', '-f', fault.path], { byPerson: true });
      if (error !== undefined || exitCode !== 0) throw new Error(error ?? output.trim());
      return;
    }
    default:
      fault satisfies never;
  }
}

function notRunning({ container, pod }: { readonly container: string; readonly pod: string }): Error {
  return new Error(`container ${container} in pod ${pod} is not running`);
}
