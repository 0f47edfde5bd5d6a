/**
 * The messages between the page (or the terminal's worker) and the worker of an engine or of a real cluster. Plain data both ways; at most one
 * `frame` per animation frame.
 */
import type { ActivityNews } from './activity';
import type { HistoryAsk, RunBranch } from './history';
import type { LessonAnswers, LessonAsk } from './lesson';
import type { RemoteStatus } from './remote';
import type {
  Command,
  Fault,
  OutsideAnswer,
  OutsideAsk,
  RefusedCommand,
  Run,
  SchedulingVerdict,
  SimulationStatus,
} from './simulation';
import type { SteppingAnswers, SteppingAsk } from './stepping';
import type { RequestRecord, TrafficNews } from './traffic';
import type { ApiRequest, ApiResponse, StreamMessage, WatchEvent } from './transport';
import type { InsightAnswers, InsightAsk } from './why';

/** Questions to the worker; each is answered by one `answer` or `refusal` with its id. */
export type Question =
  /** `line`: number of the terminal line that causes the request. */
  | { readonly type: 'request'; readonly request: ApiRequest; readonly line?: number }
  | { readonly type: 'play' | 'pause' | 'step' | 'exportRun' | 'stateHash' }
  /** Answered at once, whatever the session is busy with between its turns: is anybody there? */
  | { readonly type: 'ping' }
  | { readonly type: 'setSpeed'; readonly speed: number }
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'send'; readonly ask: OutsideAsk; readonly line?: number }
  /** Whether frames tell this client of requests. */
  | { readonly type: 'traffic'; readonly isHeard: boolean }
  /** Whether frames tell this client of writes and watch deliveries. */
  | { readonly type: 'activity'; readonly isHeard: boolean }
  | { readonly type: 'requests'; readonly limit: number }
  | { readonly type: 'verdict'; readonly podUid: string }
  | { readonly type: 'history'; readonly ask: HistoryAsk }
  | { readonly type: 'stepping'; readonly ask: SteppingAsk }
  | { readonly type: 'insight'; readonly ask: InsightAsk }
  | { readonly type: 'lesson'; readonly ask: LessonAsk }
  | { readonly type: 'knowsImage'; readonly image: string }
  | { readonly type: 'unknownImages'; readonly images: readonly string[] }
  /** A line was typed in the terminal. Answered with its number in the run. */
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'load'; readonly run: Run }
  /** To the worker of a real cluster: try again now, whatever the waiting time. */
  | { readonly type: 'reconnect' };

/** One end of a message channel, as far as the engine uses it. */
export interface ChannelEnd {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
  start(): void;
  close(): void;
}

export type ToWorker =
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'watch'; readonly id: number; readonly request: ApiRequest }
  | { readonly type: 'unwatch'; readonly id: number }
  | { readonly type: 'stream'; readonly id: number; readonly request: ApiRequest; readonly line?: number }
  | { readonly type: 'streamInput'; readonly id: number; readonly message: StreamMessage }
  | { readonly type: 'unstream'; readonly id: number }
  /** A further client of the same session speaks over `port`, which is transferred. */
  | { readonly type: 'connect'; readonly port: ChannelEnd };

export type Answer =
  | ApiResponse
  | SteppingAnswers[SteppingAsk['type']]
  | InsightAnswers[InsightAsk['type']]
  | LessonAnswers[LessonAsk['type']]
  | Run
  | SchedulingVerdict
  | readonly string[]
  | readonly RefusedCommand[]
  | OutsideAnswer
  | readonly RequestRecord[]
  | string
  | number
  | boolean
  | undefined;

/** What came on one stream since the last frame; `end` is its last word. */
export interface StreamNews {
  readonly id: number;
  readonly messages: readonly StreamMessage[];
  readonly end?: ApiResponse;
}

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string }
  | {
      readonly type: 'frame';
      /** Absent on a real cluster. */
      readonly status?: SimulationStatus;
      /** How the way to a real cluster is, if that has changed. */
      readonly remote?: RemoteStatus;
      /** Watch id and its events since the last frame, coalesced per object. */
      readonly watches: readonly (readonly [number, readonly WatchEvent[]])[];
      readonly streams: readonly StreamNews[];
      /** Requests that ended since the last frame, if the client listens. */
      readonly traffic?: TrafficNews;
      /** What happened at the API server since the last frame, if the client listens. */
      readonly activity?: ActivityNews;
      /** Commands carried out since the last frame: the page can rebuild the run if the worker dies. */
      readonly commands: readonly Command[];
      /** The run was replaced, or is another of its branches: `commands` are all of it. */
      readonly isNewRun?: true;
      /** With `isNewRun`: all branches of the run, if there are several. */
      readonly branches?: readonly RunBranch[];
    };
