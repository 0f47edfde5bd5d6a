/**
 * A lesson that begins with what runs in the page now: as manifests where objects were only created, so that its start can
 * be read and changed; else as the run itself, with every command and fault up to the moment at which the clock stands.
 */
import { stringify } from 'yaml';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import type { Command, Run, Simulation } from '../../client/simulation';
import { exportManifests } from '../../manifests/exportManifests';
import { liveObjects } from '../../manifests/liveObjects';
import { machines } from '../../lessons/machines';
import { isFileName, type LessonFolder } from '../../lessons/ownLesson';
import type { LessonFiles } from '../../lessons/parseLesson';
import type { Backend } from '../cluster/backend';
import { filesOfRun } from '../editor/draftStore';
import { runUpTo, withoutOthers } from '../share/presentRun';
import { answerOf } from '../twin/answerOf';

interface Source {
  readonly client: Backend['client'];
  readonly simulation?: Pick<Simulation, 'exportRun'> | undefined;
}

/** Rejects with readable words where there is no simulated cluster. */
export async function folderFromRun({ simulation, client }: Source): Promise<LessonFolder> {
  if (simulation === undefined) throw new Error('only a simulated cluster can begin a lesson');
  const run = await simulation.exportRun();
  const present = upToNow(run);
  const own = ownFiles(filesOfRun());
  const beginning = present.commands.every(isCreation)
    ? await manifestStart(present, client)
    : { start: { run: RUN_FILE }, files: { [RUN_FILE]: runText(present) } };
  const start = { ...beginning.start, files: { ...beginning.named, ...own.named } };
  const rest = {
    steps: [{ id: 'look', done: "ran('get pods')" }],
    goal: [{ id: 'allReady', that: "pods.all(p, ready(p)) && ran('get pods')" }],
  };
  return {
    name: 'my-lesson',
    files: {
      'lesson.yaml': stringify({ minutes: 5, start, ...rest }),
      'ko.md': KO,
      'en.md': EN,
      'solution.session': '$ kubectl get pods\n~ until pods.all(p, ready(p))\n',
      'wrong-1.session': '# fails: allReady\n~ wait 10s\n',
      'wrong-2.session': '# fails: allReady\n$ kubectl get nodes\n',
      ...beginning.files,
      ...own.files,
    },
  };
}

const RUN_FILE = 'start.run.json';
const MANIFEST_FILE = 'start.yaml';
const RESERVED = /^(lesson\.yaml|start\.yaml|start\.run\.json|(ko|en)\.md|.*\.session)$/;

/** What has been done on the shown branch until the moment at which the clock stands. */
function upToNow({ atMs, ...run }: Run): Run {
  return { ...runUpTo(withoutOthers(run), atMs ?? run.untilMs), files: {} };
}

/** Commands after which the same objects can be had by applying them. Machines and evictions cannot. */
function isCreation(command: Command): boolean {
  if (command.type === 'line') return true;
  if (command.type !== 'request') return false;
  const { method, path } = command.request;
  return method === 'GET' || (method === 'POST' && !/\/nodes$|\/(pods|serviceaccounts)\/[^/]+\//.test(path));
}

/** One command in a line, so that a person can find their way. */
function runText({ commands, ...run }: Run): string {
  const lines = commands.map((command) => JSON.stringify(command)).join(',\n');
  return `${JSON.stringify(run).slice(0, -1)},"commands":[\n${lines}\n]}\n`;
}

interface Beginning {
  readonly start: object;
  /** Files of the editor, by their names in the folder. */
  readonly named?: Readonly<Record<string, string>>;
  readonly files: LessonFiles;
}

async function manifestStart(run: Run, client: Backend['client']): Promise<Beginning> {
  const { objects } = await liveObjects(answerOf(client), { withNodes: false, withSecretValues: true });
  const exported = exportManifests(objects, { withSecretValues: true });
  const manifest = exported.files.map(({ text }) => text).join('---\n');
  const start = machinesOf(run);
  if (manifest.trim() === '') return { start, files: {} };
  return {
    start: { ...start, apply: [MANIFEST_FILE] },
    named: { [MANIFEST_FILE]: MANIFEST_FILE },
    files: { [MANIFEST_FILE]: manifest },
  };
}

/** What lessons begin with if nothing is said is not said; machines that have a word are called by it. */
function machinesOf({ nodes, addons = [], profile, seed }: Run): object {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const [word] = Object.entries(machines).find(([, each]) => isSame(each, nodes)) ?? [];
  return {
    nodes: word ?? nodes,
    ...(isSame(addons, USUAL_ADDONS) ? {} : { addons }),
    ...(profile === 'v1.36' ? {} : { profile }),
    ...(seed === 1 ? {} : { seed }),
  };
}

/** The files of the editor; names that no folder may have become numbered ones. */
function ownFiles(texts: LessonFiles): { readonly named: LessonFiles; readonly files: LessonFiles } {
  const named: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const [index, [name, text]] of Object.entries(texts).entries()) {
    const isTaken = RESERVED.test(name);
    const file = isFileName(name) && !isTaken ? name : `file-${index + 1}.yaml`;
    named[isTaken ? file : name] = file;
    files[file] = text;
  }
  return { named, files };
}

const KO = `# 제목
무엇을 보게 될지, 왜 중요한지 두세 문장으로 적는다.

## step look: 파드 보기
\`\`\`sh
kubectl get pods
\`\`\`

## goal allReady: 파드가 모두 Ready다
아직 \`kubectl get pods\`를 실행하지 않았거나 Ready가 아닌 파드가 있다.
`;
const EN = `# Title
What will be seen, and why it matters, in two or three sentences.

## step look: Look at the pods
\`\`\`sh
kubectl get pods
\`\`\`

## goal allReady: All pods are Ready
\`kubectl get pods\` has not been run yet, or some pod is not Ready.
`;
