/** What was asked with "why?", and the chain that answers it: the inspector shows it, the graph and the lanes glow with it. */
import { createStore } from 'zustand/vanilla';
import type { Simulation } from '../../client/simulation';
import type { ObjectPlace, WhyChain, WhySubject } from '../../client/why';
import { panelStore } from '../stores/panelStore';
import { type ObjectRef, refKey, selectionStore } from '../stores/selectionStore';
import { tellError } from '../stores/toastStore';

export interface WhyState {
  /** Undefined: nothing is asked. */
  readonly subject: WhySubject | undefined;
  /** The answer; undefined while it is not there, and if nothing is known. */
  readonly chain: WhyChain | undefined;
  readonly isAnswered: boolean;
  /** Asked by a key: the keyboard goes to the answer once. */
  readonly isByKey: boolean;
  /** Asks; the inspector opens on the answer, with the object that is asked about selected. */
  ask(simulation: Simulation, subject: WhySubject): Promise<void>;
  /** The same question once more: the object has changed since. The old answer stands until the new one is there. */
  askAgain(simulation: Simulation): Promise<void>;
  clear(): void;
}

const NOTHING = { subject: undefined, chain: undefined, isAnswered: false, isByKey: false };

export const whyStore = createStore<WhyState>()((set, get) => {
  const answer = async (simulation: Simulation, subject: WhySubject) => {
    try {
      const chain = await simulation.insight({ type: 'why', subject });
      // A later question has its own answer.
      if (get().subject === subject) set({ chain, isAnswered: true });
    } catch (error) {
      if (get().subject === subject) set(NOTHING);
      tellError(error);
    }
  };
  return {
    ...NOTHING,
    ask: (simulation, subject) => {
      const object = objectOf(subject);
      if (object !== undefined && !isAbout(selectionStore.getState().selected, object))
        selectionStore.getState().select(refOf(object));
      set({ ...NOTHING, subject });
      panelStore.getState().setOpen('inspector', true);
      return answer(simulation, subject);
    },
    askAgain: async (simulation) => {
      const { subject } = get();
      if (subject !== undefined) await answer(simulation, subject);
    },
    clear: () => {
      if (get().subject !== undefined) set(NOTHING);
    },
  };
});

/** Asks why the selected object is as it is; nothing where none is selected. */
export function askAboutSelected(simulation: Simulation | undefined): void {
  const { selected } = selectionStore.getState();
  if (simulation === undefined || selected === undefined) return;
  const { kind, namespace, name } = selected;
  const object = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  void whyStore.getState().ask(simulation, { type: 'object', object });
  whyStore.setState({ isByKey: true });
}

// What is asked belongs to what is selected: with something else selected nothing is asked any more.
selectionStore.subscribe(({ selected, request, write }) => {
  const { subject, clear } = whyStore.getState();
  if (subject === undefined) return;
  const object = objectOf(subject);
  if (object === undefined || !isAbout(selected, object) || request !== undefined || write !== undefined) clear();
});

/** The object that a question is about; undefined for a write that is asked about by its number. */
function objectOf(subject: WhySubject): ObjectPlace | undefined {
  return subject.type === 'revision' ? undefined : subject.object;
}

function isAbout(selected: ObjectRef | undefined, object: ObjectPlace): boolean {
  return selected?.kind === object.kind && refKey(selected) === refKey(object);
}

function refOf({ kind, namespace, name }: ObjectPlace): ObjectRef {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
