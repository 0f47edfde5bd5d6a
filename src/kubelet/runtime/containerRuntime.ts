/**
 * What a kubelet asks of the container runtime of its machine, as an interface. Calls are instantaneous and take effect
 * at once; how long a step takes in virtual time is in the answer, and the kubelet waits for it.
 * Models staging/src/k8s.io/cri-api/pkg/apis/runtime/v1/api.proto (v1.36.3), as containerd answers it.
 */
import type { Certificate, ClientHello, DnsQuery, DnsServed, Headers } from '../../client/network';
import type { Address, Hop } from '../../client/traffic';
import type { BoundToken } from '../../api/core/serviceAccountToken';
import type { HTTPGetAction, ResourceRequirements } from '../../api/core/pod';
import type { StreamMessage } from '../../client/transport';
import type { Actor, Instant, Json } from '../../sim/clock';
import type { Doings } from './doings';
import type { HttpHead } from './process';
import type { ContainerUsage, UsageSample } from './usage';
import type { MachineStats } from './machineResources';
import type { HostPort, Listening, PodName } from './ports';

/** The runtime of one machine. An actor of its own, `runtime/<node>`: it goes on while the kubelet is stopped. */
export interface ContainerRuntime extends Actor {
  /** Changes when the machine boots; all containers and sandboxes are gone then (exited with 255). */
  bootID(): string;
  /** For `nodeInfo.containerRuntimeVersion`, e.g. `containerd://2.1.4`. */
  version(): string;

  /** Images on this machine, for the Node's status; largest first. */
  images(): readonly { readonly names: readonly string[]; readonly sizeBytes: number }[];
  /** Expands a reference (`kubia` -> `docker.io/library/kubia:latest`), or tells why it cannot be parsed. */
  parseImage(image: string): ParsedImage;
  /** The image if it is on the machine. `image` as in the spec, parseable. */
  imageStatus(image: string): ImageStatus | undefined;
  /** The number of the user that the image's processes run as; 0 is root. */
  imageUser(image: string): number;
  /** Contacts the registry, with each of `logins` in turn, or with none. On success the image is present at once. */
  pullImage(image: string, logins: readonly RegistryLogin[]): PullResult;

  /** Creates the pod's sandbox with a new address from the node's podCIDR (the host's with hostNetwork). */
  runPodSandbox(config: SandboxConfig): Sandbox;
  /** The pod's newest sandbox; `ready` false after a reboot or a stop. */
  podSandbox(podUid: string): Sandbox | undefined;
  /** Kills what still runs in it and takes the network away. The exited containers stay readable. */
  stopPodSandbox(podUid: string): void;
  /** Forgets the pod: sandboxes, containers, logs. */
  removePod(podUid: string): void;
  /** UIDs of pods with a sandbox or container on this machine, oldest first. */
  podUids(): readonly string[];

  createContainer(config: ContainerConfig): CreateResult;
  /** Runs the created container. On refusal the container is left exited with 128, `StartError`, startedAt 0. */
  startContainer(id: string): StartResult;
  /** All containers of a pod that were not removed, oldest first. */
  containers(podUid: string): readonly ContainerRecord[];
  container(id: string): ContainerRecord | undefined;
  /** SIGTERM (or the stop signal) now; the runtime itself sends SIGKILL after `graceMs` (at least 2 s). Again with less: shortens. */
  stopContainer(id: string, graceMs: number): void;
  /** SIGKILL at once. */
  killContainer(id: string): void;
  /** Other requests and limits for a container that may be running; a lower memory limit may kill it at once. */
  updateContainerResources(id: string, resources: ResourceRequirements): void;
  /** Forgets an exited container and its log. */
  removeContainer(id: string): void;

  /** One HTTP request to an address on this machine. */
  http(ip: string, port: number, request: HttpProbeRequest): HttpProbeResult;
  tcp(ip: string, port: number): 'connected' | 'refused' | 'timeout';
  /** Who takes connections there; `timeout`: nobody has the address. */
  listenerAt(ip: string, port: number, protocol: HostPort['protocol']): Listening | 'refused' | 'timeout';
  /** The pod's address and port that a port of the machine leads to. */
  hostPort(port: number, protocol: HostPort['protocol']): Address | undefined;
  /** One query to port 53 over UDP. */
  dns(ip: string, query: DnsQuery): DnsResult;
  /** The pod that has this address now; undefined for the machine's own and for nobody's. */
  podAt(ip: string): PodName | undefined;
  /** Asks grpc.health.v1.Health of what listens there. */
  grpcHealth(ip: string, port: number, service: string): GrpcHealth;
  /** Whether what listens there speaks TLS. */
  tls(ip: string, port: number): boolean;
  /** Runs a command inside a running container. */
  exec(id: string, argv: readonly string[], options?: ExecOptions): ExecResult;
  /** The log of a container, running or exited. */
  logs(id: string, options?: LogOptions): string;
  /** The log, and what is added to it until the container ends. Hands back what stops it sooner. */
  follow(id: string, options: LogOptions, follower: LogFollower): () => void;

  readonly streams: StreamServer;

  readonly meters: Meters;
  /** What people have done. */
  readonly doings: Doings;
  /** The machine's disk. */
  readonly files: HostFiles;
  /** Memory and disk of the machine. */
  readonly machine: MachineStats;
}

/** What a kubelet does to the disk of its machine. */
export interface HostFiles {
  /** Files in the folder of static pods, by path. */
  manifests(): readonly ManifestFile[];
  /** What is at that path of the machine's own tree. */
  kindOf(path: string): 'file' | 'dir' | 'socket' | undefined;
  /** With all folders above it. */
  makeDirectory(path: string): void;
  /** An empty file, unless there is one; why it cannot be made. */
  makeFile(path: string): string | undefined;
  /** Gives a volume of a pod its content, new or changed: who has it mounted sees it at once. */
  setVolume(podUid: string, volume: string, content: VolumeContent): void;
  volume(podUid: string, volume: string): VolumeContent | undefined;
  /** Text of a file that a container has written to an emptyDir. */
  readFile(podUid: string, volume: string, path: string): string | undefined;
  /** The volume's content is gone: what the kubelet put there, and what containers wrote. */
  removeVolume(podUid: string, volume: string): void;
}

/** A file in /etc/kubernetes/manifests. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
  /** What the text says; absent: it is neither JSON nor a YAML that was read when it was put there. */
  readonly manifest?: Json;
}

/** A file that the kubelet writes. */
export interface VolumeFile {
  readonly text: string;
  /** A ServiceAccount's token stands here instead of the text. */
  readonly token?: BoundToken;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
}
/** Content that the kubelet keeps up to date: of ConfigMaps, Secrets, the downward API, projected volumes. */
export interface VolumeContent {
  /** By path inside the volume. */
  readonly files: Readonly<Record<string, VolumeFile>>;
  readonly at: Instant;
  /** `fsGroup` of the pod. */
  readonly gid?: number;
}

/** What containers use. Computed when asked: costs nothing otherwise. */
export interface Meters {
  /** At the moment; undefined unless the container runs. */
  usage(id: string): ContainerUsage | undefined;
  /** What the kubelet noted of it at its last two instants (see STATS_PERIOD_MS), older first; fewer for a young one. */
  samples(id: string): readonly UsageSample[];
  /** The same of the machine with all that runs on it. Linear in its containers. */
  machineUsage(): ContainerUsage;
  machineSamples(): readonly UsageSample[];
}

/** Streams under an id of the caller's choice; what they say goes to the runtime's sink. */
export interface StreamServer {
  /** Runs a command beside the main process of a running container. */
  exec(id: number, exec: ExecStream): void;
  /** Joins the main process of a running container. */
  attach(id: number, containerId: string, stdin: boolean): void;
  /** One connection to a port of a pod. */
  portForward(id: number, podUid: string, port: number): void;
  /** Standard input (0), bytes for the port (0), end of input (255). Ids that are not known here are past. */
  input(id: number, message: StreamMessage): void;
  /** The person hangs up. */
  close(id: number): void;
}

/** Hears a followed log. */
export interface LogFollower {
  onText(text: string): void;
  /** Once, last; `why` if it was not the container that ended. */
  onEnd(why?: string): void;
}

export interface ExecStream {
  readonly containerId: string;
  readonly argv: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** `cause` as containerd words it, e.g. `invalid reference format: repository name (library/X) must be lowercase`. */
export type ParsedImage =
  | { readonly type: 'ok'; readonly reference: string; readonly familiarName: string }
  | { readonly type: 'invalid'; readonly cause: string };

export interface ImageStatus {
  /** What `status.image` shows: `docker.io/luksa/kubia:latest`. */
  readonly image: string;
  /** What `status.imageID` shows: `docker.io/luksa/kubia@sha256:<64 hex>`. */
  readonly imageID: string;
  readonly sizeBytes: number;
}

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

export type PullResult =
  /** `with`: which login opened the registry; -1 for none. */
  | { readonly type: 'ok'; readonly status: ImageStatus; readonly durationMs: number; readonly with: number }
  /** `message` is complete, as events show it (`rpc error: code = NotFound desc = ...` where gRPC says NotFound). */
  | { readonly type: 'error'; readonly message: string; readonly durationMs: number };

export interface SandboxConfig {
  readonly podUid: string;
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
  readonly attempt: number;
  readonly hostNetwork: boolean;
  /** Ports of the machine that lead to ports of the pod; absent: none. */
  readonly hostPorts?: readonly HostPort[];
  readonly labels: Readonly<Record<string, string>>;
}
export interface Sandbox {
  readonly id: string;
  readonly podUid: string;
  readonly attempt: number;
  readonly ip: string;
  readonly ready: boolean;
  readonly createdAt: Instant;
}

export interface ContainerConfig {
  readonly podUid: string;
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly name: string;
  /** The container's restartCount. */
  readonly attempt: number;
  /** As in the spec. */
  readonly image: string;
  /** Entrypoint; absent: the image's. */
  readonly command?: readonly string[];
  /** Absent: the image's, unless `command` is set. */
  readonly args?: readonly string[];
  readonly workingDir?: string;
  /** Resolved and expanded, in order. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly mounts: readonly Mount[];
  readonly resources: ResourceRequirements;
  /** What the kernel adds to the process's badness when memory is gone; 0 when absent. */
  readonly oomScoreAdj?: number;
  readonly hostname: string;
  readonly stdin: boolean;
  /** Standard input ends with the first who attaches. */
  readonly stdinOnce?: boolean;
  readonly tty: boolean;
  readonly stopSignal?: string;
  readonly terminationMessagePath: string;
  /** Hash of the spec, to see that the definition changed. */
  readonly specHash: string;
  /** Numbers from securityContext: `runAsUser`, `runAsGroup`, `fsGroup` and `supplementalGroups`. */
  readonly user?: { readonly uid?: number; readonly gid?: number; readonly groups?: readonly number[] };
  /** Whose processes it sees; absent: its own. `target`: a container's id. */
  readonly processes?: 'container' | 'pod' | 'host' | { readonly target: string };
  /** `readOnlyRootFilesystem`. */
  readonly readOnlyRoot?: boolean;
  /** Content of /etc/hosts and /etc/resolv.conf where they are not the usual ones. */
  readonly hostsFile?: string;
  readonly resolvConf?: string;
}
/** A volume as the container sees it. `volume` names the pod's volume: containers of one pod share an emptyDir. */
export interface Mount {
  readonly volume: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly: boolean;
  /** Where its content lies; absent: an emptyDir. */
  readonly source?: MountSource;
}
export type MountSource =
  | { readonly type: 'emptyDir'; readonly inMemory?: boolean; readonly gid?: number }
  /** A folder or file of the machine. */
  | { readonly type: 'host'; readonly path: string }
  /** A disk that every machine reaches. */
  | { readonly type: 'disk'; readonly name: string; readonly gid?: number }
  /** Written by the kubelet, see HostFiles.setVolume. */
  | { readonly type: 'kubelet'; readonly inMemory?: boolean; readonly gid?: number }
  /** The like, as it was when the container was created: a subPath is never refreshed. */
  | { readonly type: 'copy'; readonly files: Readonly<Record<string, VolumeFile | string>> };
export type CreateResult =
  | { readonly type: 'ok'; readonly id: string }
  | { readonly type: 'error'; readonly message: string };
export type StartResult =
  | { readonly type: 'ok' }
  | { readonly type: 'error'; readonly message: string; readonly exitCode: number };

export interface ContainerRecord {
  /** 64 hex digits. */
  readonly id: string;
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageRef: string;
  readonly imageID: string;
  readonly specHash: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly createdAt: Instant;
  /** Absent while created, and after a StartError (shown as 1970). */
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  readonly exitCode?: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, `Unknown` (255, after a reboot). */
  readonly reason?: string;
  /** What is in the termination message file, or the start error. */
  readonly message?: string;
  /** What it has been given. */
  readonly resources?: ResourceRequirements;
  /** `status.user.linux`. */
  readonly user?: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  /** Row of the trace of what ended it. */
  readonly endedBy?: number;
}

/** How a health service answers. `noGrpc`: nobody there, or nobody who speaks gRPC. */
export type GrpcHealth =
  | 'SERVING'
  | 'NOT_SERVING'
  | 'UNKNOWN'
  /** It serves no service of that name. */
  | 'notFound'
  /** It speaks gRPC and has no health service. */
  | 'unimplemented'
  /** It takes the call and never answers. */
  | 'hang'
  | 'noGrpc';

/** How a DNS query ended: `refused` if nobody listens there. */
export type DnsResult = DnsServed | 'refused' | 'unreachable';

export interface HttpProbeRequest {
  readonly method: string;
  readonly path: string;
  readonly scheme?: HTTPGetAction['scheme'];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As they were sent, in their order. */
  readonly sentHeaders?: Headers;
  readonly tls?: ClientHello;
  readonly body?: string;
  /** Absent: HTTP/1.1. */
  readonly version?: 'HTTP/1.0';
  /** Address of the client; absent: the machine itself, seen as the pod network's first address. */
  readonly from?: string;
  /** It is one of so many like it in so much time, as far as processor time is concerned; absent: it is alone. */
  readonly stands?: { readonly times: number; readonly forMs: number };
}
export type HttpProbeResult =
  | {
      readonly type: 'response';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** See HttpResponse. */
      readonly head?: HttpHead;
      readonly certificate?: Certificate;
      /** Of the way on to others who helped with the answer. */
      readonly hops?: readonly Hop[];
      /** Until the answer; 0 when absent. The caller compares it with its time-out. */
      readonly durationMs?: number;
    }
  | { readonly type: 'refused' }
  /** Accepts the connection and never answers. */
  | { readonly type: 'hang' }
  /** Takes the connection, and ends it without an answer. */
  | { readonly type: 'closed' | 'reset' }
  /** Nobody has this address. */
  | { readonly type: 'unreachable' };

export interface ExecOptions {
  /** Which probe asks, for the exec faults. */
  readonly probe?: 'liveness' | 'readiness' | 'startup';
  readonly byPerson?: true;
}
export interface ExecResult {
  readonly exitCode: number;
  /** stdout and stderr in the order written. */
  readonly output: string;
  readonly stdout?: string;
  readonly stderr?: string;
  /** How long the command runs; 0 when absent. */
  readonly durationMs?: number;
  /** The command could not be run at all (not found): the runtime's error text. */
  readonly error?: string;
}

export interface LogOptions {
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly timestamps?: boolean;
  /** Lines written at or after this instant. */
  readonly since?: Instant;
}
