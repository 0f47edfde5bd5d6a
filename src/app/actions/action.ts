/** What an action is: a button, the kubectl line behind it, and what it sends. */
import type { TextKey } from '../i18n/text';
import type { IconName } from '../icons/Icon';
import type { Container } from '../../api/core/pod';
import type { Kind } from '../../api/kinds';
import type { SimulationStatus } from '../../client/simulation';
import type { Backend } from '../cluster/backend';
import type { Target } from './target';

/** What an action needs to be told; asked for in a dialog before it runs. */
export type ActionInput = 'replicas' | 'labels' | 'nodeName' | 'number';
/** A whole number that is asked for: what it is, and what stands there at first. */
export interface ActionNumber {
  readonly label: TextKey;
  readonly first: number;
  readonly least: number;
  readonly most: number;
  /** A better first number of the container; undefined: `first`. */
  of?(container: Container): number | undefined;
}
export interface ActionParams {
  readonly replicas?: number;
  /** Label to its new value; null takes the label away. */
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly nodeName?: string;
  readonly number?: number;
}

/** What the person sees of the simulation while choosing. */
export type ActionScene = Pick<SimulationStatus, 'broken' | 'nodeFaults' | 'filled'> &
  Partial<Pick<SimulationStatus, 'profile' | 'pausedComponents'>>;
export const CALM: ActionScene = { broken: [], nodeFaults: {}, profile: 'v1.36' };

/** The command behind an action, or a sentence of ours where kubectl has none. */
export type ActionLine =
  | { readonly type: 'kubectl'; readonly text: string }
  | {
      readonly type: 'simulationOnly';
      readonly key: TextKey;
      readonly params?: Readonly<Record<string, string | number>>;
    };

export interface Action {
  readonly id: string;
  readonly kinds: readonly (Kind | 'Cluster')[];
  readonly label: TextKey;
  readonly icon: IconName;
  /** Hidden against a real cluster. */
  readonly needsSimulation: boolean;
  readonly tone?: 'danger';
  readonly input?: ActionInput;
  /** Of the input `number`. */
  readonly number?: ActionNumber;
  /** Stands in the menu only, not in the row of buttons. */
  readonly menuOnly?: true;
  /** The page opens the object as a file instead of calling `run`. */
  readonly opensEditor?: true;
  /** A key that does it while the object is selected. */
  readonly key?: string;
  /** False hides it for this target as things stand. */
  isPossible(target: Target, scene: ActionScene): boolean;
  line(target: Target, params: ActionParams): ActionLine;
  /** Does it. Rejects with ApiError, or with the simulation's readable message. */
  run(backend: Pick<Backend, 'client' | 'simulation'>, target: Target, params: ActionParams): Promise<void>;
}
