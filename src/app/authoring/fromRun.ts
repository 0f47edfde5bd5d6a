/** A lesson that begins with what runs in the page now: its machines, its objects as one manifest, the files of the editor. */
import { stringify } from 'yaml';
import { exportManifests } from '../../manifests/exportManifests';
import { liveObjects } from '../../manifests/liveObjects';
import type { LessonFolder } from '../../lessons/ownLesson';
import type { Backend } from '../cluster/backend';
import { filesOfRun } from '../editor/draftStore';
import { answerOf } from '../twin/answerOf';

/** Rejects with readable words where there is no simulated cluster. What cannot be exported stays behind. */
export async function folderFromRun({ simulation, client }: Backend): Promise<LessonFolder> {
  if (simulation === undefined) throw new Error('only a simulated cluster can begin a lesson');
  const { nodes, addons, profile, seed } = await simulation.exportRun();
  const { objects } = await liveObjects(answerOf(client), { withNodes: false, withSecretValues: true });
  const exported = exportManifests(objects, { withSecretValues: true });
  const manifest = exported.files.map(({ text }) => text).join('---\n');
  const own = filesOfRun();
  const named = Object.keys(own).map((name) => [name, fileName(name)] as const);
  const hasObjects = manifest.trim() !== '';
  const start = {
    nodes,
    addons: addons ?? [],
    profile,
    seed,
    files: { ...Object.fromEntries(named), ...(hasObjects ? { 'start.yaml': 'start.yaml' } : {}) },
    apply: hasObjects ? ['start.yaml'] : [],
    after: '60s',
  };
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
      ...Object.fromEntries(named.map(([name, file]) => [file, own[name] ?? ''])),
      ...(hasObjects ? { 'start.yaml': manifest } : {}),
    },
  };
}

/** Folders of lessons are one level deep. */
const fileName = (name: string): string => name.replaceAll(/[^\w./-]/g, '-');

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
