/** The sound that a word ends with when it is read aloud in Korean: the particle after it depends on that. */

/** `ㄹ` is a consonant for all particles but 로. Absent sounds: the reading is not certain. */
export type FinalSound = 'vowel' | 'rieul' | 'consonant';

const HANGUL = { first: 0xac00, last: 0xd7a3, finals: 28, rieul: 8 };

/** Readings of digits as a number ends with them: 영 일 이 삼 사 오 육 칠 팔 구. */
const digits = 'crvcvvcrrv';
/** Names of letters: 에이 비 시 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 아르(알) 에스 티 유 브이 더블유 엑스 와이 제트. */
const letters = 'vvvvvvvvvvvrccvvv?vvvvvvvv';

const soundOf: Readonly<Record<string, FinalSound>> = { v: 'vowel', r: 'rieul', c: 'consonant' };

/** Words whose reading the rules below would get wrong, or leave open; lower case. */
const words: Readonly<Record<FinalSound, string>> = {
  consonant:
    'get set reset init secret kubelet kit target commit hit bit put input output format out timeout rollout stdout ' +
    'layout logout wget nat type template stop drop group wrap cleanup lookup backup setup startup app map step pop ' +
    'replicaset daemonset statefulset limit met cat sleep ' +
    'rollback callback loopback back block lock deadlock stack track click hook book rbac traefik quick',
  vowel:
    'ip vip udp wait root audit loop scope pipe check task network fork benchmark disk root replica kubia minikube etcd',
  rieul: 'kubectl curl',
};

const table = new Map<string, FinalSound>([
  ...words.consonant.split(' ').map((word) => [word, 'consonant'] as const),
  ...words.vowel.split(' ').map((word) => [word, 'vowel'] as const),
  ...words.rieul.split(' ').map((word) => [word, 'rieul'] as const),
]);

/** How English words end in Korean, where the spelling is enough to tell; the first that fits counts. */
const endings: readonly (readonly [RegExp, FinalSound])[] = [
  [/(?:ng|[nm]e?)$/, 'consonant'], // 스트링, 토큰, 네임
  [/le?$/, 'rieul'], // 레이블, 셸
  [/[aiouy]$|[aeiouk]e$/, 'vowel'],
  [/(?:[cszdgvrbfhwt]e|[rsxzdfvwhjqg])$/, 'vowel'], // 서비스, 노드, 스테이트
  [/[nrslcpf]t$|[rsln]k$|[mls]p$/, 'vowel'], // 이벤트, 디스크
  [/[^aeiou][aeiou](?:b|c|pp?)$/, 'consonant'], // 잡, 스펙, 맵
];

/**
 * How `word` ends when it is read aloud: Hangul, numbers, names of kinds and fields, commands. Undefined where
 * readers differ or nothing is known.
 */
export function finalSoundOf(word: string): FinalSound | undefined {
  const last = word.at(-1) ?? '';
  const code = last.charCodeAt(0);
  if (code >= HANGUL.first && code <= HANGUL.last) return hangulSound(code);
  if (last === '%') return 'vowel';
  // 초, 시간, 기비: 5m may be 분 or 밀리. A time of day is read as people like.
  const unit = /\d(s|h|m|Ki|Mi|Gi|Ti)$/.exec(word)?.[1];
  if (unit === 'm' || /:\d+$/.test(word)) return undefined;
  if (unit !== undefined) return unit === 'h' ? 'consonant' : 'vowel';
  const name = /[A-Za-z]+\d*$|\d+$/.exec(word)?.[0];
  if (name === undefined) return undefined;
  if (/^\d+$/.test(name)) return /[a-z]-\d+$/i.test(word) ? nameNumberSound(name) : numberSound(name);
  if (/\d$/.test(name)) return nameNumberSound(name);
  return wordSound(name);
}

function hangulSound(code: number): FinalSound {
  const final = (code - HANGUL.first) % HANGUL.finals;
  if (final === 0) return 'vowel';
  return final === HANGUL.rieul ? 'rieul' : 'consonant';
}

function numberSound(digitsOfIt: string): FinalSound | undefined {
  return soundOf[digits[Number(digitsOfIt.at(-1))] ?? ''];
}

/** worker-1 is read 일 or 원, worker-3 삼 or 스리, -6 육 or 식스: only where both readings agree. */
function nameNumberSound(name: string): FinalSound | undefined {
  return /[13678]$/.test(name) ? undefined : numberSound(name);
}

function wordSound(name: string): FinalSound | undefined {
  // The last word of a compound: ReplicaSet, nodeSelector, restartPolicy.
  const part = /[A-Z]?[a-z]+$/.exec(name)?.[0];
  for (const known of [name, part ?? name]) {
    const sound = table.get(known.toLowerCase());
    if (sound !== undefined) return sound;
  }
  // Columns are words in capitals: RESTARTS; four letters are hardly spelled out.
  const isColumn = part === undefined && name.length >= 4;
  const lower = (isColumn ? name : (part ?? '')).toLowerCase();
  if (lower.length < 2 || !/[aeiouy]/.test(lower)) {
    return soundOf[letters[name.toLowerCase().charCodeAt(name.length - 1) - 97] ?? ''];
  }
  return endings.find(([pattern]) => pattern.test(lower))?.[1];
}
