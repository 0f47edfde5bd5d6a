/** Whether people are asked what will happen before they break something, and what they have guessed in this run. */
import { createStore } from 'zustand/vanilla';
import type { Outcome, OutcomeAsk } from '../../client/predict';
import type { Action, ActionParams } from '../actions/action';
import type { Target } from '../actions/target';
import type { TextKey } from '../i18n/text';

/** What was guessed; what is absent was left open. */
export interface Guess {
  /** The name of a node, or another fate. */
  readonly where?: string;
  readonly restarts?: number;
  readonly afterMs?: number;
  readonly ready?: number;
}

/** A guess and what it is about. */
export interface Prediction {
  readonly id: number;
  readonly label: TextKey;
  /** The name of what was acted on. */
  readonly name: string;
  readonly ask: OutcomeAsk;
  readonly guess: Guess;
  /** Then its time is up, in virtual milliseconds since the deed. */
  readonly limitMs: number;
  /** The branch that the deed belongs to; undefined until that is known. */
  readonly branch?: string;
  /** How it came, or how far; undefined before the first look. */
  readonly outcome?: Outcome;
  /** Guess and run are shown side by side: it is over, its time is up, or somebody wanted to see. */
  readonly isShown: boolean;
}

/** An action that waits for its prediction. */
export interface Asking {
  readonly action: Action;
  readonly target: Target;
  readonly params: ActionParams | undefined;
}

export interface PredictState {
  readonly isOn: boolean;
  readonly asking: Asking | undefined;
  readonly predictions: readonly Prediction[];
  turn(isOn: boolean): void;
  ask(asking: Asking | undefined): void;
  add(prediction: Omit<Prediction, 'id' | 'isShown'>): void;
  change(id: number, part: Partial<Prediction>): void;
  remove(id: number): void;
}

export const predictStore = createStore<PredictState>()((set, get) => ({
  isOn: false,
  asking: undefined,
  predictions: [],
  turn: (isOn) => set({ isOn }),
  ask: (asking) => set({ asking }),
  add: (prediction) => {
    const id = (get().predictions.at(-1)?.id ?? 0) + 1;
    set((state) => ({ predictions: [...state.predictions, { ...prediction, id, isShown: false }] }));
  },
  change: (id, part) =>
    set((state) => ({ predictions: state.predictions.map((each) => (each.id === id ? { ...each, ...part } : each)) })),
  remove: (id) => set((state) => ({ predictions: state.predictions.filter((each) => each.id !== id) })),
}));

/** What is asked before an action; undefined: nothing can be guessed of it. */
export function questionOf({ id }: Pick<Action, 'id'>): 'pod' | 'node' | 'scale' | undefined {
  if (id === 'scale') return 'scale';
  if (/^((forceD|d)eletePod|(kill|exit)Container|break-.*)$/.test(id)) return 'pod';
  return /^(cutNetwork|powerOff|stopKubelet|drain)$/.test(id) ? 'node' : undefined;
}
