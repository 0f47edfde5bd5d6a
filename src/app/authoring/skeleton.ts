/** What a new lesson begins with: small, whole and good, so that every change of it can be tried at once. */
import type { LessonFolder } from '../../lessons/ownLesson';

const LESSON = `minutes: 5
start:
  nodes: three
  files:
    web.yaml: web.yaml
  apply: [web.yaml]
steps:
  - id: delete
    done: ever('Pod', 'web-.*', p, term(p))
goal:
  - id: replaced
    that: ever('Pod', 'web-.*', p, term(p)) && ready == 3
  - id: neverBelowTwo
    always: ready >= 2
`;

const WEB = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx
`;

const KO = `# 지워도 돌아오는 파드
레플리카셋(ReplicaSet)이 맡은 파드를 지우면 어떻게 될까? 하나만 지워서 확인하자.

## step delete: 파드 하나 지우기
\`kubectl get pods\`로 이름을 보고 하나를 지운다.
\`\`\`sh
kubectl get pods
\`\`\`
### hint
그래프에서 파드를 누르고 **파드 삭제**를 눌러도 된다.

## goal replaced: 지운 파드가 채워졌다
아직 지운 파드가 없거나, \`web\`의 준비된 파드가 셋이 아니다.

## goal neverBelowTwo: 준비된 파드는 늘 둘 이상이었다
한꺼번에 둘 이상을 지웠다. 처음부터 다시 하나만 지우자.

## end
레플리카셋은 이름이 아니라 수를 지킨다.
`;

const EN = `# Pods that come back
What happens if you delete a pod of a ReplicaSet? Delete just one and see.

## step delete: Delete one pod
Read the names with \`kubectl get pods\` and delete one of them.
\`\`\`sh
kubectl get pods
\`\`\`
### hint
Selecting the pod in the graph and pressing **Delete pod** does the same.

## goal replaced: The deleted pod was replaced
No pod has been deleted yet, or \`web\` does not have three ready pods.

## goal neverBelowTwo: There were always two ready pods
Two or more were deleted at once. Begin again and delete only one.

## end
A ReplicaSet keeps a number, not names.
`;

const SOLUTION = `~ set POD = kubectl get pods -o jsonpath={.items[0].metadata.name}
$ kubectl delete pod \${POD}
~ until ready == 3
`;
const WRONG_ALL = `# fails: neverBelowTwo
$ kubectl delete pods --all
~ until ready == 3
`;
const WRONG_SCALE = `# fails: replaced
$ kubectl scale rs web --replicas=2
~ wait 60s
`;

/** The files of a new lesson called `name`. */
export function skeleton(name: string): LessonFolder {
  return {
    name,
    files: {
      'lesson.yaml': LESSON,
      'ko.md': KO,
      'en.md': EN,
      'web.yaml': WEB,
      'solution.session': SOLUTION,
      'wrong-all.session': WRONG_ALL,
      'wrong-scale.session': WRONG_SCALE,
    },
  };
}
