/** The container runtime of a simulated machine, as an interface: what the CRI has, and what only a simulation can do. */
import type { ClusterView } from '../../client/clusterView';
import type { Profile } from '../../component/profile';
import type { Clock, StateSpace } from '../../sim/clock';
import type * as cri from './containerRuntime';
import type { Told } from './containerTable';
import type { StreamSink } from './containerStreams';
import type { EndpointFault, ProbeKind } from './endpointFaults';
import type { MachineFiles } from './machineFiles';
import type { MachineResources } from './machineResources';
import type { PodNetwork } from './podNetwork';
import type { Registries } from './registries';
import type { MemoryGrowth, Process } from './process';

/** Where a runtime stands and what it may use. */
export interface ContainerRuntimeOptions {
  readonly clock: Clock;
  readonly state: StateSpace;
  readonly profile: Profile;
  readonly node: string;
  /** Addresses of this machine's pods, e.g. `10.244.1.0/24`. */
  readonly podCIDR: string;
  /** Absent: registries of its own, with nothing but what is known. */
  readonly registries?: Registries;
  /** The machine's own address, for pods with hostNetwork. */
  readonly nodeIP: string;
  /** The cluster's network as pods see it. Absent: only this machine's pods are reachable, and no name resolves. */
  readonly network?: PodNetwork;
  /** What programs that follow the API server see. Absent: nothing. */
  readonly cluster?: ClusterView;
  /** Told when the main process of a container of this repository starts and, without a process, when it ends. */
  readonly onProgram?: (repository: string, started?: Process) => void;
  readonly clusterDns?: string;
  readonly clusterDomain?: string;
  /** Cores of the machine; absent: more than anybody asks for. */
  readonly cpu?: number;
  /** Absent: nobody hears what streams say. */
  readonly streams?: StreamSink;
  /** The machine's memory, a quantity; 8Gi when absent. */
  readonly memory?: string;
  /** Row of the trace of what is done now; absent: nobody asks why. */
  readonly row?: () => number;
}

/** A container by the names that people use. */
export interface ContainerName {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}
/** An endpoint of a container; without `path` all of the port. */
export interface EndpointName extends ContainerName {
  readonly port: number;
  readonly path?: string;
}

/** The runtime with what only a simulation can do to it. */
export interface SimulatedContainerRuntime extends cri.ContainerRuntime {
  /** All processes end at once; nothing answers until `powerOn`. */
  powerOff(): void;
  /** A new boot: the containers of before are exited with 255, their sandboxes not ready. */
  powerOn(): void;
  breakEndpoint(endpoint: EndpointName & Pick<EndpointFault, 'mode' | 'delayMs' | 'afterRequests'>): void;
  mendEndpoint(endpoint: EndpointName): void;
  breakExec(name: ContainerName, probe: ProbeKind): void;
  mendExec(name: ContainerName, probe: ProbeKind): void;
  /** Its main process ends, by name: of SIGKILL, or with `exitCode`; false if no such container runs. */
  killByName(name: ContainerName, exitCode?: number): boolean;
  /** Whether its servers answer nobody, until it ends; false if no such container runs. */
  hang(name: ContainerName, isHung: boolean): boolean;
  isHung(name: ContainerName): boolean;
  /** Its main process, for what only a simulation can make it do; valid during one call. */
  mainProcess(name: ContainerName): Process | undefined;
  /** What is done now is remembered as the reason why that process grows or is slow, or why its files are as they are. */
  tell(name: ContainerName, what: keyof Told): void;
  /** Memory of a container's main process from now on (a leak); may kill it. */
  setMemory(name: ContainerName, bytes: number, growth?: MemoryGrowth): void;
  /** The way out of the machine breaks: followed logs and streams end with `why`. */
  breakStreams(why: string): void;
  readonly machine: MachineResources;
  readonly files: MachineFiles;
  /** Drops what was derived from the state: another one was restored. */
  reset(): void;
}
