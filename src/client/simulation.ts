/**
 * What a simulated cluster can do and a real one cannot: time, faults, runs. Travels beside KubeClient.
 * Everything here is plain data; the worker implements it, the page and lessons use it.
 */
import type { Kind } from '../api/kinds';
import type { ActivityNews, PausableComponent } from './activity';
import type { HistoryAsk, HistoryStatus, RunBranch } from './history';
import type { LessonAnswers, LessonAsk, LessonStatus, RanAt } from './lesson';
import type { Connection, Dialled, Echoed, Exchanged, HttpAsk } from './network';
import type { BreakpointStatus, SteppingAnswers, SteppingAsk, Stop } from './stepping';
import type { Address, Load, RequestRecord, TrafficNews } from './traffic';
import type { ApiRequest, StreamMessage, Unsubscribe } from './transport';
import type { InsightAnswers, InsightAsk } from './why';

/** One machine of the cluster. */
export interface NodeSpec {
  readonly name: string;
  /** Cores. */
  readonly cpu: number;
  /** A quantity, e.g. `8Gi`. */
  readonly memory: string;
  readonly pods: number;
  readonly labels?: Readonly<Record<string, string>>;
}

interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

interface Endpoint extends ContainerPlace {
  readonly port: number;
  /** Absent: every path. */
  readonly path?: string;
}

interface ExecProbe extends ContainerPlace {
  readonly probe: 'liveness' | 'readiness' | 'startup';
}

/** What a person can do to the machines and processes. */
export type Fault =
  | ({ readonly type: 'killContainer' } & ContainerPlace)
  /** The main process ends by itself. */
  | ({ readonly type: 'exitContainer'; readonly code: number } & ContainerPlace)
  /** Servers of the container take connections and never answer, until they are resumed or restarted. */
  | ({ readonly type: 'hangContainer' } & ContainerPlace)
  | ({ readonly type: 'resumeContainer' } & ContainerPlace)
  /** All its memory grows to so many bytes within half a minute. */
  | ({ readonly type: 'growMemory'; readonly bytes: number } & ContainerPlace)
  /** It uses so many thousandths of a core beside what its program uses; 0: no more. */
  | ({ readonly type: 'burnCpu'; readonly millis: number } & ContainerPlace)
  | ({ readonly type: 'removeContainerFile'; readonly path: string } & ContainerPlace)
  | ({
      readonly type: 'breakEndpoint';
      /** `error` answers 500, `unauthorized` 401, `slow` after `delayMs` what the program answers. */
      readonly mode: 'error' | 'unauthorized' | 'slow' | 'hang' | 'refuse';
      readonly delayMs?: number;
      readonly afterRequests?: number;
    } & Endpoint)
  | ({ readonly type: 'mendEndpoint' } & Endpoint)
  /** For exec probes: the command ends with 1 until mended. */
  | ({ readonly type: 'breakExec' } & ExecProbe)
  | ({ readonly type: 'mendExec' } & ExecProbe)
  /** `host` as in names of images: `docker.io`, `mydomain:5000`. */
  | { readonly type: 'breakRegistry'; readonly host: string; readonly how: 'down' | 'credentialsExpired' }
  | { readonly type: 'mendRegistry'; readonly host: string }
  /** The DNS server outside of the cluster that the nodes have in their resolv.conf, and to which CoreDNS forwards. */
  | { readonly type: 'stopUpstreamDns' }
  | { readonly type: 'startUpstreamDns' }
  | {
      readonly type: 'cutNetwork' | 'powerOff' | 'bringBack' | 'stopKubelet' | 'startKubelet' | 'removeNode';
      readonly node: string;
    }
  | { readonly type: 'addNode'; readonly node: NodeSpec }
  /** The operating system is asked to shut down, or to shut down and come up again by itself. */
  | {
      readonly type: 'shutDown' | 'reboot';
      readonly node: string;
      /** The kubelet's shutdownGracePeriod and shutdownGracePeriodCriticalPods; absent: 0, Kubernetes' default. */
      readonly graceSeconds?: number;
      readonly criticalSeconds?: number;
    }
  /** A file of the machine, as `minikube cp` puts it there; `manifest` is what a YAML text says, for static pods. */
  | {
      readonly type: 'writeNodeFile';
      readonly node: string;
      readonly path: string;
      readonly text: string;
      readonly manifest?: unknown;
    }
  | { readonly type: 'removeNodeFile'; readonly node: string; readonly path: string }
  /** Processes or files of the machine beside its pods take all but so many bytes; absent: they give back what they have. */
  | { readonly type: 'takeMemory' | 'fillDisk'; readonly node: string; readonly leavesBytes?: number }
  /** A process of the control plane stops, or starts again; while it is away nobody does its work. */
  | { readonly type: 'pauseComponent' | 'resumeComponent'; readonly component: PausableComponent }
  /** A load generator starts, or goes on with other values; it stops by its name. */
  | { readonly type: 'startLoad'; readonly load: Load }
  | { readonly type: 'stopLoad'; readonly name: string };

/** What the learner's own machine, outside of the cluster, sends into its network. */
export type OutsideAsk =
  /** One connection and the requests over it; with none it is only opened. Told as requests with `url`s. */
  | {
      readonly type: 'http';
      readonly tool: string;
      readonly to: Address;
      readonly protocol?: 'TCP' | 'UDP';
      /** It is open already: an answer has told of it. */
      readonly over?: Connection;
      readonly requests: readonly (HttpAsk & { readonly url: string })[];
      /** How long the client waits for the connection, and for all of it. */
      readonly connectMs?: number;
      readonly limitMs?: number;
    }
  /** It finds no address for the name in `url`, and so nothing is sent. */
  | {
      readonly type: 'unresolved';
      readonly tool: string;
      readonly method: string;
      readonly url: string;
      readonly name: string;
    }
  | { readonly type: 'ping'; readonly ip: string };
/** What came of it. */
export interface OutsideAnswer {
  readonly dialled?: Dialled;
  readonly exchanged?: readonly Exchanged[];
  readonly echoed?: Echoed;
}

/**
 * One thing a person did, with its instant in virtual milliseconds since the start of the run. `line` is the number,
 * from 1, of the terminal line that caused it; `stream` the number, from 1, of the command that opened the stream.
 */
export type Command =
  | { readonly atMs: number; readonly type: 'request'; readonly request: ApiRequest; readonly line?: number }
  | { readonly atMs: number; readonly type: 'fault'; readonly fault: Fault }
  | { readonly atMs: number; readonly type: 'send'; readonly ask: OutsideAsk; readonly line?: number }
  /** A line typed in the terminal. It moves nothing by itself: its requests are commands of their own. */
  | { readonly atMs: number; readonly type: 'line'; readonly text: string }
  /** An exec, attach or port-forward is opened, fed and hung up. */
  | { readonly atMs: number; readonly type: 'stream'; readonly request: ApiRequest; readonly line?: number }
  | { readonly atMs: number; readonly type: 'streamInput'; readonly stream: number; readonly message: StreamMessage }
  | { readonly atMs: number; readonly type: 'unstream'; readonly stream: number };

/** A whole run as input: what a link, a file, a bug report and a lesson's solution are. */
export interface Run {
  readonly version: 1;
  readonly profile: string;
  readonly seed: number;
  /** Virtual milliseconds since the epoch at which it starts; absent: 2026-01-01T00:00:00Z, so that equal input is an equal run. */
  readonly startedAt?: number;
  /** Which controllers run, as in `--controllers` of kube-controller-manager; absent: all. */
  readonly controllers?: readonly string[];
  readonly nodes: readonly NodeSpec[];
  /** Add-ons that the cluster comes up with, by name; absent: none. */
  readonly addons?: readonly string[];
  /** Name to text: what stands in the editor. */
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
  /** How far the run has come, in virtual milliseconds since its start. */
  readonly untilMs: number;
  /** All its futures, that of `commands` included; absent: there is that one alone, and it is called `main`. */
  readonly branches?: readonly RunBranch[];
  /** Id of the branch that is shown, whose `commands` and `untilMs` stand above. With `branches` only. */
  readonly branch?: string;
  /** Where the clock stands; absent: at `untilMs`. */
  readonly atMs?: number;
  /** Name of the lesson of the course that it was done in: the page shows it beside the run, the engine knows nothing of it. */
  readonly lesson?: string;
  /** With `lesson` only: what was done is its solution, played for whoever looks, and does not count as done. */
  readonly isSolution?: true;
  /** With `lesson` only: what its lines printed, which goals may ask for. In files alone: a link would be too long. */
  readonly ran?: readonly RanAt[];
}

/** A countdown for the views; see `Wait` in src/component. */
export interface WaitRow {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
  readonly what: string;
  readonly since: number;
  readonly until: number;
  readonly last?: 'success' | 'failure';
  readonly failures?: number;
  readonly graceMs?: number;
}

/** How one scheduling attempt judged one node. */
export interface NodeVerdict {
  readonly node: string;
  /** Filter plugins in their order; the first refusal ends the row, as in the real framework. */
  readonly filters: readonly {
    readonly plugin: string;
    readonly status: 'pass' | 'refuse' | 'skip';
    readonly reason?: string;
    /** In few words what is in the way now, for a pod that waits: `cpu 2.6` is free; keys of taints. */
    readonly detail?: { readonly type: 'free' | 'taints'; readonly text: string };
  }[];
  /** Weighted scores of the plugins, if the node was feasible. */
  readonly scores?: readonly { readonly plugin: string; readonly score: number }[];
}
export interface SchedulingVerdict {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly atMs: number;
  readonly chosen?: string;
  /** The text of the FailedScheduling event, if nothing fitted. */
  readonly message?: string;
  readonly nodes: readonly NodeVerdict[];
  /** If nothing fitted: what would make it fit now, the smallest change first; at most four. */
  readonly remedies?: readonly SchedulingRemedy[];
}

/** Changes that together give a waiting pod a place: the filters were run again with them. */
export interface SchedulingRemedy {
  readonly changes: readonly SchedulingChange[];
  /** Nodes that would take the pod then. */
  readonly nodes: readonly string[];
}

/** One change to the pod, a node or other pods. */
export interface SchedulingChange {
  readonly type:
    | 'lowerRequests'
    | 'uncordon'
    | 'nodeBack'
    | 'pressureEnds'
    | 'tolerate'
    | 'removeTaints'
    | 'addLabels'
    | 'dropNodeSelector'
    | 'removePods'
    | 'scaleDown'
    | 'dropHostPorts'
    | 'addPartner'
    | 'dropAffinity'
    | 'dropAntiAffinity'
    | 'dropSpread'
    | 'addNode';
  /** Of its sentence: `{ asks: 'cpu 2.9' }`, `{ node: 'worker-1' }`, `{ taints: 'gpu=true:NoSchedule' }`. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The kubectl line that does it, where there is one. */
  readonly command?: string;
}

/** How the engine is. */
export type Health =
  | { readonly type: 'starting' }
  | { readonly type: 'paused' }
  | { readonly type: 'running' }
  | { readonly type: 'failed'; readonly why: string };

/** What the worker tells at most once a frame. */
export interface SimulationStatus {
  readonly health: Health;
  /** Name of the profile whose constants act. */
  readonly profile: string;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
  /** How many runs were loaded before this one; absent: none. With another number it is another run, whatever it looks like. */
  readonly run?: number;
  /** When the run began: `atMs` of its commands counts from there. */
  readonly startedAt: number;
  /** Virtual seconds per second: 1, 2, 5, 10, 60, 300. */
  readonly speed: number;
  readonly waits: readonly WaitRow[];
  /** Nodes whose machine is cut off, off, or whose kubelet is stopped. */
  readonly nodeFaults: Readonly<Record<string, 'networkCut' | 'poweredOff' | 'kubeletStopped'>>;
  /** What other processes and files hold of nodes, see `takeMemory`; absent: nothing. */
  readonly filled?: Readonly<Record<string, readonly ('memory' | 'disk')[]>>;
  /** Components that are paused; absent: none. */
  readonly pausedComponents?: readonly PausableComponent[];
  /** Load generators that run. */
  readonly loads?: readonly Load[];
  /** Broken endpoints, so that the buttons can offer to mend them. */
  readonly broken: readonly Fault[];
  /** Absent on a real cluster. */
  readonly history?: HistoryStatus;
  /** Absent: none. */
  readonly breakpoints?: readonly BreakpointStatus[];
  /** Why the clock was stopped, until it goes on; absent: somebody stopped it. */
  readonly stopped?: Stop;
  /** How the lesson stands that is looked at; absent: there is none. */
  readonly lesson?: LessonStatus;
}

/** A write of a run that the API server refused when it was played. */
export interface RefusedCommand {
  readonly request: ApiRequest;
  /** The server's own words. */
  readonly message: string;
}

export interface Simulation {
  onStatus(listener: (status: SimulationStatus) => void): Unsubscribe;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Runs to the next change of an API object that a person would see (no heartbeats). */
  step(): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  fault(fault: Fault): Promise<void>;
  /** Sends from the learner's own machine; `line` is the number of the terminal line that does it. */
  send(ask: OutsideAsk, line?: number): Promise<OutsideAnswer>;
  /** Hears of requests that end from now on, until the returned function is called. */
  onTraffic(listener: (news: TrafficNews) => void): Unsubscribe;
  /** Hears of writes and watch deliveries from now on, until the returned function is called. */
  onActivity(listener: (news: ActivityNews) => void): Unsubscribe;
  /** The last requests of the run, at most `limit`, oldest first. */
  requests(limit: number): Promise<readonly RequestRecord[]>;
  verdict(podUid: string): Promise<SchedulingVerdict | undefined>;
  /** Moves in time and between futures. Watches of the page go on from what is there then; those of others end with 410. */
  history(ask: HistoryAsk): Promise<void>;
  /** Runs on until something happens. */
  stepping<A extends SteppingAsk>(ask: A): Promise<SteppingAnswers[A['type']]>;
  /** Asks for reasons; changes nothing. */
  insight<A extends InsightAsk>(ask: A): Promise<InsightAnswers[A['type']]>;
  /** Looks at what a lesson asks for; changes nothing. */
  lesson<A extends LessonAsk>(ask: A): Promise<LessonAnswers[A['type']]>;
  /** Whether it is told here what the image does, in some tag: false for one that only a real cluster may have. */
  knowsImage(image: string): Promise<boolean>;
  /** Those of `images` that could not be pulled, because nobody has told what they do, or not in that tag. */
  unknownImages(images: readonly string[]): Promise<readonly string[]>;
  /** The run so far; `files` are the page's own and come back empty. */
  exportRun(): Promise<Run>;
  /** Starts over with `run` and goes to its end; resolves with what was refused on the way. Watches end with 410. Rejects with a readable message and keeps the present run on bad input. */
  load(run: Run): Promise<readonly RefusedCommand[]>;
  stateHash(): Promise<string>;
}
