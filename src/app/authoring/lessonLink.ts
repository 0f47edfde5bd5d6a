/**
 * Lessons of one's own as links: `#l1:` and the packed folder. Its dictionary is a part of version 1: changing a letter
 * breaks every link in the world.
 */
import { type EnvelopeProblem, type LinkKind, type Sealed, seal, unseal } from '../share/envelope';
import { type FolderProblem, folderText, type LessonFolder, readFolderText } from '../../lessons/ownLesson';

const DICTIONARY = `{"kubeloopLesson":1,"name":"","files":{"lesson.yaml":"part: pods\\nminutes: 10\\nstart:\\n  nodes: three\\n  files:\\n    web.yaml: |\\n      apiVersion: apps/v1\\n      kind: Deployment\\n      apiVersion: v1\\n      kind: Pod\\n      metadata:\\n        name: web\\n        labels:\\n          app: web\\n      spec:\\n        replicas: 3\\n        selector:\\n          matchLabels:\\n            app: web\\n        template:\\n          spec:\\n            containers:\\n            - name: web\\n              image: nginx\\n              livenessProbe:\\n                httpGet:\\n                  path: /\\n                  port: 80\\n  apply: [web.yaml]\\n  after: 60s\\nsteps:\\n  - id: \\n    done: ever('Pod', 'web-.*', p, ready(p))\\ngoal:\\n  - id: \\n    that: one('ReplicaSet', 'web').status.readyReplicas == 3\\n    always: ready >= 2\\n    from: ran('kubectl delete')\\n    until: ev({'reason': 'Killing'}).size() > 0\\nquestions:\\n  - { id: when, at: , choices: [now, later, never], answer: later }\\n","ko.md":"# \\n\\n## step : \\n\`\`\`sh\\nkubectl get pods -o wide\\nkubectl apply -f \\nkubectl describe pod \\n\`\`\`\\n### hint\\n파드를 보자. 노드(Node) 컨테이너 레플리카셋(ReplicaSet) 디플로이먼트(Deployment) 아직 없다.\\n\\n## goal : \\n### broke\\n\\n## question : \\n- \\n### answer\\n\\n## book\\n\\n## end\\n","en.md":"# \\n\\nThe pod is not there yet. \\n\\n## step : \\n### hint\\n\\n## goal : \\n### broke\\n\\n## question : \\n### answer\\n\\n## end\\n","solution.session":"$ kubectl \\n~ wait 5s\\n~ until ready == 3\\n","wrong-.session":"# fails: \\n$ kubectl delete pod "}}`;

const LESSON: LinkKind = { letter: 'l', version: 1, dictionary: new TextEncoder().encode(DICTIONARY) };

/** Why a link opens no lesson. */
export type LessonLinkProblem = EnvelopeProblem | FolderProblem;

export type LessonLink =
  | { readonly type: 'none' }
  | { readonly type: 'folder'; readonly folder: LessonFolder }
  | { readonly type: 'problem'; readonly problem: LessonLinkProblem };

/** The fragment, `#` included, that opens the lesson; or its size if it is too big for one. */
export function sealLesson(folder: LessonFolder): Sealed {
  return seal(LESSON, folderText(folder));
}

/** Reads a fragment, with or without its `#`. Never throws. */
export function openLessonLink(fragment: string): LessonLink {
  const opened = unseal(LESSON, fragment);
  switch (opened.type) {
    case 'none':
      return opened;
    case 'bad':
      return { type: 'problem', problem: opened.problem };
    case 'text':
      return readFolderText(opened.text);
    default:
      return opened satisfies never;
  }
}
