/** Types of embed.js: a kubeloop frame and its controller. Times are seconds since the start of the run, as the frame's clock shows them. */

export interface EmbedOptions {
  /** What to open: a fragment (`#/s/first-pod`, `#/s/node-failure@12m`, `#/s/node-failure/solution`, `#z1:...`) or a whole kubeloop link. Absent: an empty cluster. */
  readonly link?: string;
  /** Where kubeloop lies, with a slash at its end; absent: where embed.js lies. */
  readonly base?: string;
  /** What screen readers call the frame. */
  readonly title?: string;
  /** Of the frame, in pixels; 480 unless given. */
  readonly height?: number;
  /** The frame's sandbox attribute; `false`: none. `allow-scripts` alone is enough where the server lets strangers read its scripts. */
  readonly sandbox?: string | false;
  readonly lang?: 'ko' | 'en';
  readonly theme?: 'auto' | 'light' | 'dark';
  readonly view?:
    | 'graph'
    | 'nodes'
    | 'owners'
    | 'traffic'
    | 'controlPlane'
    | 'timeline'
    | 'terminal'
    | 'yaml'
    | 'split';
  readonly panels?: readonly ('files' | 'timeline' | 'terminal' | 'inspector' | 'lesson')[];
  readonly speed?: Speed;
  /** Plays at once; a frame stands still otherwise. */
  readonly play?: boolean;
  /** Click to load: nothing of the engine is fetched before. Commands other than `pause`, `setLang` and `setTheme` count as a click. */
  readonly ctl?: boolean;
  /** Nothing can be changed. */
  readonly ro?: boolean;
  readonly hide?: readonly ('header' | 'share' | 'dock')[];
  readonly k8s?: 'book';
}

/** Virtual seconds per second. */
export type Speed = 1 | 2 | 5 | 10 | 60 | 300;

export interface Time {
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
}

/** How the open lesson stands. */
export interface Lesson {
  readonly name: string;
  readonly title: string;
  /** All goals hold, and not by the solution of the lesson. */
  readonly passed: boolean;
  /** Its solution was opened (`#/s/NAME/solution`): what holds, holds by that. */
  readonly solution?: true;
  readonly steps: readonly { readonly id: string; readonly title: string; readonly done: boolean }[];
  readonly goals: readonly {
    readonly id: string;
    readonly title: string;
    readonly holds: boolean;
    /** What is missing, or that it broke; absent while it holds. */
    readonly feedback?: string;
    readonly brokeAt?: number;
  }[];
}

export type Action =
  /** Anything that the page can break or mend, e.g. `{ type: 'cutNetwork', node: 'worker-2' }`, `{ type: 'killContainer', namespace: 'default', pod: 'kubia', container: 'kubia' }`. */
  | { readonly type: 'fault'; readonly fault: { readonly type: string; readonly [field: string]: unknown } }
  /** A line that begins with `kubectl`. It runs in a shell of its own. */
  | { readonly type: 'kubectl'; readonly line: string };

export interface LineAnswer {
  readonly exitCode: number;
  /** Both streams together. */
  readonly output: string;
}

export interface Events {
  /** The frame stands as its address asks, and takes commands. Told again after it was loaded anew. */
  readonly ready: Time & { readonly version: string; readonly lang: string };
  /** At most four times a second, and whenever it plays, stands or changes its speed. */
  readonly time: Time;
  /** Somebody did something, by whatever way: the text is what the time bar says of it. */
  readonly action: { readonly at: number; readonly text: string };
  /** The lesson stands otherwise than before; null: none is open any more. */
  readonly check: { readonly lesson: Lesson | null };
  /** For a person: a link that does not open, an engine that stopped. */
  readonly error: { readonly message: string };
  /** The height in pixels at which all of the graph is seen. */
  readonly resize: { readonly height: number };
  /** PageUp, PageDown, ArrowLeft, ArrowRight or Escape, pressed in the frame while nobody typed there. */
  readonly key: { readonly key: string; readonly shiftKey: boolean };
  /** Twenty questions in ten seconds found no answer. */
  readonly lost: Record<string, never>;
}

/** Promises reject with an Error for a person: a command that is refused, or a connection that ended. */
export interface Kubeloop {
  readonly frame: HTMLIFrameElement;
  readonly ready: Promise<Events['ready']>;
  /** Hands back the function that ends it. */
  on<Name extends keyof Events>(name: Name, listener: (news: Events[Name]) => void): () => void;
  /** Opens a link or fragment in the frame; its clock stands. */
  load(link: string): Promise<Time & { readonly lesson: Lesson | null }>;
  play(): Promise<null>;
  pause(): Promise<null>;
  /** To the next change of an object. */
  step(): Promise<Time>;
  /** Back or forth: seconds, or `12m`, `90s`, `1:30`. Beyond what has been lived the run is lived on. The clock stands. */
  seek(to: number | string): Promise<Time>;
  speed(speed: Speed): Promise<null>;
  /** A fault answers with the time, a line with what it printed. */
  action(action: Action): Promise<Time | LineAnswer>;
  /** The same for one kubectl line. */
  kubectl(line: string): Promise<LineAnswer>;
  /** Null: no lesson is open. */
  check(): Promise<Lesson | null>;
  setLang(lang: 'ko' | 'en'): Promise<null>;
  setTheme(theme: 'auto' | 'light' | 'dark'): Promise<null>;
  /** This moment as a link to a page of its own, and as the address of a frame. */
  getLink(): Promise<{ readonly link: string; readonly embed: string; readonly length: number }>;
  /** Ends the connection; the frame stays. */
  destroy(): void;
}

/** Puts a frame into `place`, an element or a selector. Throws if there is none. */
export function embed(place: Element | string, options?: EmbedOptions): Kubeloop;
/** Speaks with a frame that is there already. */
export function attach(frame: HTMLIFrameElement): Kubeloop;
/** The address of a frame with these options. */
export function addressOf(options?: EmbedOptions): string;
