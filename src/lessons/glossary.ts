/**
 * The words of Korean texts: what a term is called, and the forms that are in use elsewhere but not here. Most follow
 * the list of terms of the Korean Kubernetes documentation (kubernetes/website, docs/contribute/localization_ko.md).
 */

/** One term. */
export interface Term {
  readonly english: string;
  readonly korean: string;
  /** Forms not to be written: sources of regular expressions. */
  readonly wrong?: readonly string[];
  /** Its first use on a page names the English word in brackets: 레플리카셋(ReplicaSet). */
  readonly introduced?: true;
  /** Compounds in which it is not the term itself: 노드 셀렉터 is no use of 노드. Source of a regular expression. */
  readonly compounds?: string;
}

/** Not in the middle of a Korean word. */
const WORD = '(?<![가-힣])';
/** A word that ends here, with or without a particle. */
const END = '(?=(?:은|는|이|가|을|를|과|와|의|에|도|만|로|으로|에서|에게|까지|부터)?(?![가-힣]))';

export const glossary: readonly Term[] = [
  { english: 'Kubernetes', korean: '쿠버네티스', wrong: ['쿠버네티즈', '쿠베르네티스', '큐버네티스', '쿠버네테스'] },
  { english: 'object', korean: '오브젝트', wrong: [`${WORD}객체`] },
  { english: 'resource', korean: '리소스', wrong: [`${WORD}자원(?!봉사)`] },
  { english: 'Pod', korean: '파드', wrong: [`${WORD}포드${END}`, `${WORD}팟${END}`] },
  { english: 'container', korean: '컨테이너', wrong: ['콘테이너'] },
  { english: 'sidecar', korean: '사이드카', introduced: true, wrong: ['사이드 카'] },
  {
    english: 'ReplicationController',
    korean: '레플리케이션컨트롤러',
    introduced: true,
    wrong: ['레플리케이션 컨트롤러', '리플리케이션 ?컨트롤러', '복제 컨트롤러'],
  },
  {
    english: 'ReplicaSet',
    korean: '레플리카셋',
    introduced: true,
    wrong: ['레플리카 셋', '리플리카 ?셋', '레플리카 ?세트', '복제본 집합'],
  },
  { english: 'replica', korean: '레플리카', wrong: ['리플리카(?! ?셋)', '복제본(?! 집합)'] },
  { english: 'Deployment', korean: '디플로이먼트', introduced: true, wrong: ['디플로이 먼트', '디플로이멘트'] },
  { english: 'StatefulSet', korean: '스테이트풀셋', introduced: true, wrong: ['스테이트풀 셋', '스테이트 풀셋'] },
  { english: 'DaemonSet', korean: '데몬셋', introduced: true, wrong: ['데몬 셋', '데몬 ?세트', '대몬셋'] },
  {
    english: 'Job',
    korean: '잡',
    introduced: true,
    compounds: '잡 컨트롤러',
    wrong: [`${WORD}작업 오브젝트`],
  },
  { english: 'CronJob', korean: '크론잡', introduced: true, wrong: ['크론 잡'] },
  {
    english: 'Ingress',
    korean: '인그레스',
    introduced: true,
    compounds: '인그레스 컨트롤러',
    wrong: ['인그래스', '잉그레스'],
  },
  {
    english: 'EndpointSlice',
    korean: '엔드포인트슬라이스',
    introduced: true,
    wrong: ['엔드포인트 슬라이스', '엔드 포인트'],
  },
  {
    english: 'Node',
    korean: '노드',
    introduced: true,
    compounds: '노드 (?:셀렉터|컨트롤러|어피니티|리스|포트|수|이름)',
    wrong: ['노우드'],
  },
  { english: 'Namespace', korean: '네임스페이스', introduced: true, wrong: ['네임 스페이스', '이름 ?공간'] },
  { english: 'ConfigMap', korean: '컨피그맵', introduced: true, wrong: ['컨피그 맵', '구성 맵'] },
  { english: 'Secret', korean: '시크릿', introduced: true, wrong: ['씨크릿'] },
  { english: 'Event', korean: '이벤트', introduced: true, wrong: ['이벤츠'] },
  { english: 'manifest', korean: '매니페스트', wrong: ['매니패스트', '메니페스트', '메니패스트'] },
  { english: 'label', korean: '레이블', wrong: ['라벨', '레이벨'] },
  { english: 'annotation', korean: '어노테이션', wrong: ['애너테이션', '애노테이션', '어노테이숀'] },
  { english: 'selector', korean: '셀렉터', wrong: ['선택자', '셀렉타', '실렉터'] },
  { english: 'control plane', korean: '컨트롤 플레인', wrong: ['컨트롤플레인', '제어 ?평면', '콘트롤'] },
  { english: 'API server', korean: 'API 서버', wrong: ['API서버'] },
  { english: 'controller', korean: '컨트롤러', wrong: ['콘트롤러', '제어기'] },
  {
    english: 'desired state',
    korean: '의도한 상태',
    wrong: ['(?:원하는|희망|바라는|의도된|목표) 상태', '희망하는 상태'],
  },
  {
    english: 'self-healing',
    korean: '자가 치유',
    wrong: ['자가 ?복구', '자기 ?치유', '자체 치유', '셀프 ?힐링', '자가치유'],
  },
  { english: 'garbage collection', korean: '가비지 수집', wrong: ['가비지 ?(?:컬렉션|콜렉션|컬렉팅)', '쓰레기 수집'] },
  { english: 'adopt', korean: '획득', wrong: ['입양', `${WORD}채택`] },
  { english: 'orphaned', korean: '분리된(orphaned)', wrong: [`${WORD}고아`] },
  { english: 'finalizer', korean: '파이널라이저', introduced: true, wrong: ['피널라이저', '파이널 라이저'] },
  { english: 'lifecycle', korean: '라이프사이클', wrong: ['라이프 사이클', '생명 ?주기', '생애 ?주기'] },
  { english: 'health check', korean: '헬스 체크', wrong: ['헬스체크', '건강 ?(?:검사|체크)'] },
  {
    english: 'liveness probe',
    korean: '활성 프로브',
    introduced: true,
    wrong: ['라이브니스 ?프로브', '생존 ?프로브', '활성 상태 프로브', '활성화 프로브', '활성성 프로브', '활성프로브'],
  },
  {
    english: 'readiness probe',
    korean: '준비성 프로브',
    introduced: true,
    wrong: ['준비 상태 프로브', '준비 프로브', '레디니스 ?프로브', '준비성프로브'],
  },
  { english: 'startup probe', korean: '시작 프로브', introduced: true, wrong: ['스타트업 ?프로브', '시작프로브'] },
  {
    english: 'restart count',
    korean: '재시작 횟수',
    wrong: ['재시작 ?(?:카운트|회수)', '재시작 수(?=[은는이가를의])'],
  },
  { english: 'back-off', korean: '백오프', wrong: ['백 오프'] },
  { english: 'grace period', korean: '유예 기간', wrong: ['유예 ?시간', '유예기간', '그레이스 ?(?:기간|피리어드)'] },
  { english: 'exit code', korean: '종료 코드', wrong: ['종료코드', '종료 상태 코드', '엑시트 ?코드'] },
  { english: 'evict', korean: '축출', wrong: ['퇴출', '추방'] },
  {
    english: 'kubelet',
    korean: 'kubelet',
    wrong: ['쿠블릿', '큐블릿', '쿠블렛', '큐블렛', '쿠벨렛', '쿠베렛', '쿠버렛'],
  },
  { english: 'kube-proxy', korean: 'kube-proxy', wrong: ['쿠브 ?프록시', '쿠베 ?프록시', '큐브 ?프록시'] },
  { english: 'schedule', korean: '스케줄', wrong: ['스케쥴', '스캐줄'] },
  { english: 'unschedulable', korean: '스케줄 불가', wrong: ['스케줄 ?불가능', '스케줄링 ?불가'] },
  { english: 'taint', korean: '테인트', introduced: true, compounds: '테인트 기반', wrong: ['테인츠', `${WORD}오염`] },
  {
    english: 'toleration',
    korean: '톨러레이션',
    introduced: true,
    wrong: ['토러레이션', '톨러레이숀', '톨레이션', '톨레레이션', '톨러런스', '톨러레이선'],
  },
  { english: 'node selector', korean: '노드 셀렉터', wrong: ['노드셀렉터'] },
  { english: 'affinity', korean: '어피니티', wrong: ['친화성', '친화도', '애피니티'] },
  { english: 'anti-affinity', korean: '안티-어피니티', wrong: ['안티 ?어피니티', '반친화'] },
  { english: 'drain', korean: '드레인', introduced: true, wrong: ['드레이닝 하'] },
  { english: 'heartbeat', korean: '하트비트', wrong: ['하트 비트', '심박', '심장 ?박동'] },
  { english: 'allocatable', korean: '할당가능', wrong: ['할당 가능(?=\\s*(?:용량|리소스|량))'] },
  { english: 'limit', korean: '한도', wrong: ['(?:메모리|CPU) 제한', '리밋', '리미트'] },
  { english: 'completions', korean: '완료 횟수', wrong: ['완료 ?회수', '완료 수(?=[은는이가를의])'] },
  { english: 'parallelism', korean: '병렬 처리', wrong: ['병렬성', '병렬도'] },
  { english: 'time zone', korean: '타임 존', wrong: ['타임존'] },
  {
    english: 'service discovery',
    korean: '서비스 디스커버리',
    wrong: ['서비스 (?:검색|발견|탐색)', '서비스디스커버리'],
  },
  { english: 'cluster IP', korean: '클러스터 IP', wrong: ['클러스터IP', '클러스터 ?아이피'] },
  { english: 'virtual IP', korean: '가상 IP', wrong: ['가상IP', '가상 ?아이피'] },
  { english: 'load balancing', korean: '로드 밸런싱', wrong: ['로드밸런싱', '부하 ?분산'] },
  { english: 'load balancer', korean: '로드 밸런서', wrong: ['로드밸런서', '로드 발란서'] },
  { english: 'headless', korean: '헤드리스', introduced: true, wrong: ['헤드레스', '헤드 리스'] },
  { english: 'default backend', korean: '기본 백엔드', wrong: ['디폴트 백엔드', '기본백엔드'] },
  { english: 'rollout', korean: '롤아웃', wrong: ['롤 아웃'] },
  { english: 'rollback', korean: '롤백', wrong: ['롤 백', '롤빽'] },
  { english: 'rolling update', korean: '롤링 업데이트', wrong: ['롤링업데이트', '롤링 ?갱신'] },
  { english: 'traffic', korean: '트래픽', wrong: ['트래팩', '트레픽'] },
  { english: 'simulated time', korean: '가상 시간', wrong: ['시뮬레이션 시간', '모의 시간'] },
  {
    english: 'pause (of the clock)',
    korean: '일시 정지',
    // Deployments and jobs are suspended: 일시 중지 is theirs. Programs of the control plane are paused, as the clock is.
    wrong: ['^(?!.*(?:잡|롤아웃|디플로이먼트|suspend|rollout)).*일시 ?중지', '(?:스케줄러|매니저) 일시 ?중지'],
  },
  { english: 'suspend (a Job)', korean: '일시 중지', wrong: ['잡(?:\\([^)]*\\))?[을를]? 일시 ?정지'] },
  { english: 'branch (of a run)', korean: '갈래', wrong: [`${WORD}브랜치`] },
  { english: 'lesson', korean: '레슨', wrong: [`${WORD}실습`] },
  { english: 'course', korean: '코스', wrong: ['과정 지도'] },
  { english: 'refuse', korean: '거부', wrong: [`${WORD}거절`] },
  { english: 'solution', korean: '풀이', wrong: [`${WORD}솔루션`, `${WORD}해답`] },
  { english: 'shell', korean: '셸', wrong: [`${WORD}쉘`] },
  { english: 'application', korean: '애플리케이션', wrong: ['어플리케이션', '애플리캐이션'] },
  { english: 'message', korean: '메시지', wrong: ['메세지'] },
  { english: 'directory', korean: '디렉터리', wrong: ['디렉토리'] },
  { english: 'IP', korean: 'IP', wrong: [`${WORD}아이피`] },
  // States and reasons are words of the API.
  { english: 'Running', korean: 'Running', wrong: ['실행 ?중(?:인)? 상태', '상태(?:가|는|를|도) 실행 ?중'] },
  {
    english: 'Pending',
    korean: 'Pending',
    wrong: ['(?:보류|보류 중|펜딩)(?:인)? 상태', '상태(?:가|는|도) (?:보류|펜딩)'],
  },
  { english: 'Waiting', korean: 'Waiting', wrong: ['대기(?: 중)?(?:인)? 상태', '상태(?:가|는|도) 대기'] },
  { english: 'Terminating', korean: 'Terminating', wrong: ['종료 ?중(?:인)? 상태', '상태(?:가|는|도) 종료 ?중'] },
  {
    english: 'Ready',
    korean: 'Ready',
    wrong: ['준비(?:됨|완료| 완료) 상태', '레디 상태'],
  },
  { english: 'NotReady', korean: 'NotReady', wrong: ['준비 안 됨 상태', '낫 ?레디'] },
  { english: 'Succeeded', korean: 'Succeeded', wrong: ['성공 상태', '상태(?:가|는|도) 성공'] },
  { english: 'Failed', korean: 'Failed', wrong: ['실패 상태', '상태(?:가|는|도) 실패'] },
  { english: 'Unknown', korean: 'Unknown', wrong: ['알 수 없음', '언노운'] },
  { english: 'CrashLoopBackOff', korean: 'CrashLoopBackOff', wrong: ['크래[시쉬] ?루프 ?백 ?오프'] },
  { english: 'ImagePullBackOff', korean: 'ImagePullBackOff', wrong: ['이미지 ?풀 ?백 ?오프'] },
  { english: 'OOMKilled', korean: 'OOMKilled', wrong: ['오오엠 ?킬'] },
];

/** Common mistakes of spelling and spacing, and clumsy forms: source of a regular expression, and what to write. */
export const spelling: readonly (readonly [wrong: string, right: string])[] = [
  ['됬', '됐'],
  ['되요', '돼요'],
  ['몇일', '며칠'],
  ['왠만', '웬만'],
  ['금새', '금세'],
  ['[할될볼쓸줄갈올알날킬둘열질일를릴]수 ?[있없]', 'a space before 수: 할 수 있다'],
  ['[할될볼쓸줄갈올날킬둘열질릴]때', 'a space before 때: 할 때'],
  ['뿐만아니라', '뿐만 아니라'],
  ['그 동안', '그동안'],
  ['[가-힣]어 ?지게 되어진', 'one passive is enough'],
  ['되어[지진졌질]', 'a single passive: 된다'],
  [
    '(?:보여|불리워|쓰여|나뉘어|잊혀|닫혀|열려|담겨|놓여|짜여|잡혀)(?:지|진|졌|질)(?!만)',
    'a single passive: 보인다, 쓰인다',
  ],
  [
    '(?:파드|노드|컨테이너|서비스|레플리카|레이블|이벤트|오브젝트|엔드포인트|프로브|컨트롤러|매니페스트|이미지)들',
    'no 들: Korean needs no plural here',
  ],
];
