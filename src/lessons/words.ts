/** The words of goals for people who write lessons: each with what it comes to. A test holds them and the language in step. */
import type { Language } from './lesson';

/** One word as it is written, and what it is. */
export interface Word {
  /** As `src/conditions` knows it. */
  readonly name: string;
  /** As one writes it. */
  readonly form: string;
  readonly texts: Readonly<Record<Language, string>>;
}

const word = (form: string, en: string, ko: string): Word => ({
  name: /^\w+/.exec(form)?.[0] ?? form,
  form,
  texts: { en, ko },
});

/** All of them, those about the present first. */
export const words: readonly Word[] = [
  word('ready', 'How many pods are Ready and not being deleted', 'Ready이고 삭제 중이 아닌 파드의 수'),
  word('pods', 'All pods outside the namespaces of the system', '시스템 네임스페이스 밖의 모든 파드'),
  word('nodes', 'All nodes', '모든 노드'),
  word('events', 'All events that have not expired', '아직 만료되지 않은 모든 이벤트'),
  word(
    "one('Pod', 'web')",
    'The object, or null; a third argument is its namespace',
    '그 오브젝트, 없으면 null. 셋째 인수는 네임스페이스',
  ),
  word("object('Pod', 'web')", 'The same as one', 'one과 같다'),
  word(
    "objs('Pod', {'app': 'web'})",
    'Objects of a kind in all namespaces, with these labels',
    '모든 네임스페이스에서 그 레이블이 붙은 오브젝트',
  ),
  word('restarts(pod)', 'Restarts of its containers together', '컨테이너 재시작 횟수의 합'),
  word(
    'waiting(pod)',
    'The first reason that a container waits for: ImagePullBackOff',
    '컨테이너가 기다리는 첫 이유: ImagePullBackOff',
  ),
  word(
    'lastTerm(pod)',
    'How its first container ended last: exitCode, reason',
    '첫 컨테이너가 마지막으로 끝난 모습: exitCode, reason',
  ),
  word('term(object)', 'It is being deleted', '삭제 중인지'),
  word('owner(object)', "Its controller: 'ReplicaSet/web', or ''", "컨트롤러: 'ReplicaSet/web', 없으면 ''"),
  word("cond(object, 'Complete')", 'That condition is True', '그 컨디션이 True인지'),
  word('nodeReady(node)', 'The node is Ready', '노드가 Ready인지'),
  word(
    "sumReq('worker-1', 'cpu')",
    'What the pods of a node request: millicores, bytes',
    '노드의 파드가 요청한 양: 밀리코어, 바이트',
  ),
  word('between(x, 3, 5)', 'x is at least 3 and at most 5', 'x가 3 이상 5 이하인지'),
  word('distinct(list)', 'The list without doubles', '겹치는 것을 뺀 목록'),
  word(
    "ever('Pod', 'web-.*', p, ready(p))",
    'It was true for some version of such an object since the lesson began',
    '레슨이 시작된 뒤 그런 오브젝트의 어느 버전에서 참이었는지',
  ),
  word("ever1('Pod', 'web-.*', p, ready(p))", 'The first such version, or null', '그런 첫 버전, 없으면 null'),
  word("versions('Pod', 'web-.*')", 'All versions since the lesson began', '레슨이 시작된 뒤의 모든 버전'),
  word("start('Pod', 'web')", 'The object as the lesson began, or null', '레슨이 시작될 때의 오브젝트, 없으면 null'),
  word(
    "ev({'reason': 'Killing', 'msg': 'liveness'})",
    'Events since the lesson began, by reason, kind, name, and a pattern of the message',
    '레슨이 시작된 뒤의 이벤트. reason, kind, name과 메시지의 패턴으로 찾는다',
  ),
  word("times(ev({'reason': 'Unhealthy'}))", 'How often they happened together', '모두 합해 몇 번 일어났는지'),
  word(
    "reached('web-.*', 2)",
    "Seconds from the pod's creation to its second restart, or -1",
    '파드가 생기고 두 번째 재시작까지의 초, 없으면 -1',
  ),
  word(
    "duration('Job', 'pi')",
    'Seconds from the start of a Job to its completion, or -1',
    '잡의 시작부터 완료까지의 초, 없으면 -1',
  ),
  word("maxActive('Job', 'pi')", 'The most pods that a Job had at once', '잡이 한꺼번에 가진 파드의 최댓값'),
  word(
    "jobAt('hello', '12:03')",
    'There was a Job of that CronJob for that time',
    '그 크론잡이 그 시각에 만든 잡이 있었는지',
  ),
  word('labStart()', 'When the lesson began: 2026-01-01T00:01:00Z', '레슨이 시작된 시각: 2026-01-01T00:01:00Z'),
  word(
    "ran('get pods', 'Running')",
    'A line like this was run and ended well; a second pattern is about what it printed',
    '그런 명령이 실행되어 잘 끝났는지. 둘째 패턴은 출력에 대한 것',
  ),
  word(
    "ranFailed('AlreadyExists')",
    'A line failed and printed this; a second pattern is about the line',
    '명령이 실패하며 그렇게 출력했는지. 둘째 패턴은 명령에 대한 것',
  ),
  word(
    "reqs(':30123')",
    'Client requests: url, node, pod, code, error, hops, clientIP, realIP, backendPath, podReadyAtStart',
    '클라이언트 요청: url, node, pod, code, error, hops, clientIP, realIP, backendPath, podReadyAtStart',
  ),
  word("everPaused('kube-scheduler')", 'That component was paused', '그 구성 요소를 멈춘 적이 있는지'),
  word(
    "faultUsed('cutNetwork')",
    'A person did that to a machine or process',
    '머신이나 프로세스에 그런 일을 한 적이 있는지',
  ),
];
