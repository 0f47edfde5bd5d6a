/** The messages between the page and the engine's worker. Plain data both ways; at most one `frame` per animation frame. */
import type { Command, Fault, Run, SchedulingVerdict, SimulationStatus } from './simulation';
import type { ApiRequest, ApiResponse, WatchEvent } from './transport';

/** Questions to the worker; each is answered by one `answer` or `refusal` with its id. */
export type Question =
  | { readonly type: 'request'; readonly request: ApiRequest }
  | { readonly type: 'play' | 'pause' | 'step' | 'exportRun' | 'stateHash' }
  | { readonly type: 'setSpeed'; readonly speed: number }
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'verdict'; readonly podUid: string }
  | { readonly type: 'load'; readonly run: Run };

export type ToWorker =
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'watch'; readonly id: number; readonly request: ApiRequest }
  | { readonly type: 'unwatch'; readonly id: number };

export type Answer = ApiResponse | Run | SchedulingVerdict | string | undefined;

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string }
  | {
      readonly type: 'frame';
      readonly status: SimulationStatus;
      /** Watch id and its events since the last frame, coalesced per object. */
      readonly watches: readonly (readonly [number, readonly WatchEvent[]])[];
      /** Commands carried out since the last frame: the page can rebuild the run if the worker dies. */
      readonly commands: readonly Command[];
    };
