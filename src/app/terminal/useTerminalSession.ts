/** The terminal of the page's engine: made when it is first shown, kept while its panel is closed. */
import { useEffect, useMemo, useState } from 'react';
import type { Kind } from '../../api/kinds';
import { useStore } from 'zustand';
import type { RanAt } from '../../client/lesson';
import type { Run, SimulationStatus } from '../../client/simulation';
import type { Unsubscribe } from '../../client/transport';
import type { Backend } from '../cluster/backend';
import { useBackend, useObjects } from '../cluster/ClusterContext';
import type { ObjectStore } from '../cluster/objectStore';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { newBranch } from '../branches/branchTree';
import { panelStore } from '../stores/panelStore';
import { playbackStore } from '../stores/playbackStore';
import { remoteStore } from '../stores/remoteStore';
import { clusterName } from '../realCluster/remoteWords';
import { commandStore } from '../timeline/commandStore';
import { selectionStore } from '../stores/selectionStore';
import { reportLine } from '../lesson/reportLine';
import { hintText } from './hintText';
import type { RealCluster } from './messages';
import { TerminalSession } from './terminalSession';
import { fieldsOfCell } from '../../printers/cellFields';
import { subjectOf } from '../why/subjects';
import { whyStore } from '../why/whyStore';

interface Session {
  readonly terminal: TerminalSession;
  readonly backend: Backend;
  /** The page's language may change under a living session. */
  translate: Translate;
  announce(sentence: string): void;
  stop(): void;
}
let present: Session | undefined;

/** The session, and what the keyboard is on, as a sentence. Undefined where no engine can be reached. */
export function useSession(): { readonly terminal: TerminalSession | undefined; readonly news: string } {
  const backend = useBackend();
  const objects = useObjects();
  const t = useText();
  const [news, setNews] = useState('');
  const real = useStore(remoteStore, ({ status }) => status?.cluster);
  const isReached = backend.remote === undefined || real !== undefined;
  const session = useMemo(
    () => (isReached ? sessionOf(backend, objects, t) : undefined),
    [isReached, backend, objects, t],
  );
  useEffect(() => {
    if (session !== undefined) session.announce = setNews;
  }, [session]);
  return { terminal: session?.terminal, news };
}

/** Runs `line` in the session, as if it had been typed; made now if there is none. The panel need not be open. */
export function runInSession(backend: Backend, objects: ObjectStore, t: Translate, line: string): void {
  sessionOf(backend, objects, t)?.terminal.runLine(line);
}

/** A file of the learner's machine; undefined if there is none, or nobody has used the terminal yet. */
export async function readInSession(backend: Backend, path: string): Promise<string | undefined> {
  return present?.backend === backend ? present.terminal.readFile(path) : undefined;
}

function sessionOf(backend: Backend, objects: ObjectStore, t: Translate): Session | undefined {
  if (present?.backend === backend) {
    present.translate = t;
    return present;
  }
  present?.stop();
  present = undefined;
  if (backend.openPort === undefined) return undefined;
  present = createSession(backend, backend.openPort(), objects, t);
  return present;
}

function createSession(backend: Backend, engine: MessagePort, objects: ObjectStore, t: Translate): Session {
  const cluster = realCluster();
  const { simulation } = backend;
  const words = (kind: Kind, name: string) => ({ kind: kind.toLowerCase(), name });
  const terminal = new TerminalSession({
    engine,
    ...(cluster === undefined ? {} : { cluster }),
    prompt: cluster === undefined ? '$ ' : `(${shortContext(cluster.context)}) $ `,
    hintText: (hint) => hintText(hint, session.translate),
    lineChanged: () => void commandStore.getState().refresh(backend.simulation),
    lineRan: (line) => reportLine(backend.simulation, line),
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    greeting: t('terminal.greeting'),
    movedText: () => session.translate('terminal.rewound'),
    exists: (kind, key) => objects.get(kind, key) !== undefined,
    homeOf: (kind, name) => {
      const [only, another] = objects.list(kind).filter(({ metadata }) => metadata.name === name);
      return another === undefined ? only?.metadata.namespace : undefined;
    },
    select: (ref) => {
      selectionStore.getState().select(ref);
      session.announce(session.translate('terminal.selected', words(ref.kind, ref.name)));
    },
    ...(simulation === undefined
      ? {}
      : {
          why: (ref, column) => {
            const path = column === undefined ? undefined : fieldsOfCell(ref.kind, column);
            void whyStore.getState().ask(simulation, subjectOf(ref, path));
          },
        }),
    announce: (ref) =>
      session.announce(ref === undefined ? '' : session.translate('terminal.link', words(ref.kind, ref.name))),
  });
  const stops: (Unsubscribe | undefined)[] = [];
  const session: Session = {
    terminal,
    backend,
    translate: t,
    announce: () => {},
    stop: () => {
      for (const stop of stops) stop?.();
      terminal.close();
    },
  };
  // It may call back at once: with the run that a link holds.
  const onLoad = (run: Run) => {
    terminal.recall(typedIn(run), session.translate('terminal.recalled'));
    follow.again();
  };
  const follow = followMoment(terminal);
  stops.push(backend.onLoad?.(onLoad), follow.stop, followOutputs(terminal));
  return session;
}

/** The lines that were typed in a run, each with its instant and the branch that it was typed in. */
function typedIn(run: Run): readonly { readonly text: string; readonly at: number; readonly branch: string }[] {
  const { branches = [{ id: '1', name: '', untilMs: 0, commands: run.commands }] } = run;
  const startedAt = run.startedAt ?? playbackStore.getState().status?.startedAt ?? 0;
  return branches.flatMap(({ id, from, commands }) =>
    commands.flatMap((command) => {
      // What it has in common with the branch that it left is that one's, as long as it is there.
      const isOwn =
        from === undefined || command.atMs >= from.atMs || !branches.some((branch) => branch.id === from.id);
      return command.type === 'line' && isOwn ? [{ text: command.text, at: startedAt + command.atMs, branch: id }] : [];
    }),
  );
}

/** A run holds what was typed; what that printed is known of a solution that was opened. */
function followOutputs(terminal: TerminalSession): Unsubscribe {
  let stop: Unsubscribe | undefined;
  let isOver = false;
  const recall = (ran: readonly RanAt[], given: number | undefined) => {
    const { status } = playbackStore.getState();
    const startedAt = given ?? status?.startedAt ?? 0;
    const shown = status?.history?.branch ?? '1';
    // The next line may begin at the very instant at which this one ended.
    const end = (atMs: number) => startedAt + atMs - 1;
    terminal.recallOutputs(
      ran.map(({ line, atMs, branch = shown }) => ({ output: line.output, at: end(atMs), branch })),
    );
  };
  const follow = async () => {
    if (isOver || stop !== undefined || !panelStore.getState().hasLesson) return;
    const { followPlayedLines } = await import('../lesson/playedLines');
    if (!isOver) stop ??= followPlayedLines(recall);
  };
  const stopWaiting = panelStore.subscribe(() => void follow());
  void follow();
  return () => {
    isOver = true;
    stopWaiting();
    stop?.();
  };
}

/** So much wall time may lie between two words of the engine. */
const FRAME_MS = 1_000;

/** Tells the terminal where the clock stands, now and whenever it moves. */
function followMoment(terminal: TerminalSession): { readonly stop: Unsubscribe; again(): void } {
  let last: SimulationStatus | undefined;
  const tell = ({ status }: { readonly status: SimulationStatus | undefined }) => {
    if (status === last || status?.history === undefined) return;
    const { now, startedAt, speed, history } = status;
    const began =
      last?.history === undefined || last.history === history
        ? undefined
        : newBranch({ ...last.history, atMs: last.now - last.startedAt }, history, FRAME_MS * speed);
    last = status;
    terminal.moveTo({ at: now, startedAt, branch: history.branch, branches: history.branches }, began);
  };
  const again = () => {
    last = undefined;
    tell(playbackStore.getState());
  };
  again();
  return { stop: playbackStore.subscribe(tell), again };
}

/** How the shell names the real cluster behind the page; undefined of a simulated one. */
function realCluster(): RealCluster | undefined {
  const { status } = remoteStore.getState();
  if (status === undefined) return undefined;
  const { cluster } = status;
  return {
    server: (cluster?.server ?? window.location.origin).replace(/\/$/, ''),
    context: clusterName(cluster, window.location.host),
    namespace: cluster?.namespace ?? 'default',
  };
}

/** Names of cloud contexts are long, and their ends tell them apart. */
const LONGEST_CONTEXT = 24;
const shortContext = (name: string): string =>
  name.length > LONGEST_CONTEXT ? `…${name.slice(1 - LONGEST_CONTEXT)}` : name;
