/** The Korean of the lessons, and that the reader of it bites. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finalSoundOf } from './finalSound';
import { koreanPageFindings, sentenceFindings } from './korean';

const CATALOGUE = 'src/lessons/catalogue';
const written = readdirSync(CATALOGUE).filter((name) =>
  ['lesson.yaml', 'ko.md', 'en.md', 'solution.session'].every((file) => existsSync(`${CATALOGUE}/${name}/${file}`)),
);

describe('the Korean of', () => {
  test.each(written)('%s', (name) => {
    const path = `${CATALOGUE}/${name}/ko.md`;
    const findings = koreanPageFindings(readFileSync(path, 'utf8'));
    expect(findings.map(({ line, found, write }) => `${path}:${line}: "${found}": write ${write}`)).toEqual([]);
  });
});

test('the Korean of the page', () => {
  const tables = ['src/app/i18n/ko.json', 'src/app/i18n/panels/ko.json'];
  const findings = tables.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const sentence = /^\s*"[^"]+": "(.*)",?$/.exec(line)?.[1] ?? '';
        return sentenceFindings(sentence).map(({ found, write }) => `${path}:${index + 1}: "${found}": write ${write}`);
      }),
  );
  expect(findings).toEqual([]);
});

describe('terms', () => {
  test.each([
    ['라벨을 바꾼다', '레이블'],
    ['실습을 마친다', '레슨'],
    ['토러레이션이 없다', '톨러레이션'],
    ['레플리카 셋은 셋을 만든다', '레플리카셋'],
    ['데몬 셋', '데몬셋'],
    ['준비 상태 프로브', '준비성 프로브'],
    ['시계를 일시 중지한다', '일시 정지'],
    ['스케쥴러가 고른다', '스케줄'],
    ['파드들이 사라진다', '들'],
    ['원하는 상태로 맞춘다', '의도한 상태'],
    ['파드는 실행 중 상태다', 'Running'],
  ])('%s is refused', (sentence, write) => {
    expect(sentenceFindings(sentence).map((finding) => finding.write)).toEqual([expect.stringContaining(write)]);
  });

  test.each([
    '잡을 일시 중지한다',
    '디플로이먼트 롤아웃을 일시 중지한다',
    '컨테이너가 실행 중이다',
    '파드를 들여다보자',
    '레플리카 수를 늘린다',
    '`라벨`은 코드다',
  ])('%s is fine', (sentence) => {
    expect(sentenceFindings(sentence)).toEqual([]);
  });
});

describe('particles', () => {
  test.each([
    ['`kubia`은 뜬다', '`kubia`는'],
    ['`kubectl`를 쓴다', '`kubectl`을'],
    ['`kubectl get pods`을 친다', '`kubectl get pods`를'],
    ['ReplicaSet는', 'ReplicaSet은'],
    ['레플리카셋(ReplicaSet)는', '레플리카셋(ReplicaSet)은'],
    ['포트 8080로 간다', '8080으로'],
    ['`replicas: 3`를', '`replicas: 3`을'],
    ['`default-scheduler`이', '`default-scheduler`가'],
    ['`NAME`를', '`NAME`을'],
    ['`nodeSelector`을', '`nodeSelector`를'],
    ['IP을', 'IP를'],
    ['URL를', 'URL을'],
    ['`30s`을', '`30s`를'],
    ['kubelet는', 'kubelet은'],
  ])('%s takes the other one', (sentence, write) => {
    expect(sentenceFindings(sentence).map((finding) => finding.write)).toEqual([write]);
  });

  test('nobody knows the particle after a place that is filled later', () => {
    expect(sentenceFindings('{name}은 없습니다')).toHaveLength(1);
    expect(sentenceFindings('{name} 파드는 {count}개 있습니다')).toEqual([]);
  });

  test.each(['파드은(는) 뜬다', '이름을/를', '노드(으)로'])('%s has both', (sentence) => {
    expect(sentenceFindings(sentence)).toHaveLength(1);
  });

  test.each([
    '`kubia-rc.yaml`을 적용한다',
    '`worker-1`로 간다',
    '`worker-3`은 켜져 있고 `worker-3`는 꺼져 있다',
    'Job은 `Complete`가 되고, `spec`은 그대로다',
    '`kubectl`로 본다',
    '`Running`으로 바뀐다',
    '3개와 12:00에',
    'YAML이다',
    '`*`은',
    '**레플리카셋(ReplicaSet)**은',
    'kubelet이 `node-role`을 읽는다',
  ])('%s is fine', (sentence) => {
    expect(sentenceFindings(sentence)).toEqual([]);
  });

  test('words whose reading is not known are left alone', () => {
    expect(finalSoundOf('xyzzyt')).toBeUndefined();
    expect(finalSoundOf('kubia-*')).toBeUndefined();
  });
});

describe('pages', () => {
  const page = (text: string) => koreanPageFindings(text).map(({ line, found }) => `${line} ${found}`);

  test('politeness and commands are told with their line', () => {
    expect(
      page('# 제목\n\n파드를 지웁니다.\n\n파드를 지우세요.\n\n파드를 지워라.\n\n파드가 아니다. 지우자.\n'),
    ).toEqual(['3 웁니다', '5 우세요', '7 워라']);
  });

  test('a kind is named in English where it is first used, after the titles', () => {
    expect(page('# 레플리카셋\n\n레플리카셋이 본다.\n')).toHaveLength(1);
    expect(page('# 레플리카셋\n\n레플리카셋(ReplicaSet)이 본다. 레플리카셋은 센다.\n')).toEqual([]);
    expect(page('파드와 서비스는 그대로 쓴다.')).toEqual([]);
    expect(page('**레플리카셋(ReplicaSet)**이 센다.')).toEqual([]);
    expect(page('크론잡(CronJob)이 시각마다 만든다.')).toEqual([]);
    expect(page('자리를 잡는 데 오래 걸린다.')).toEqual([]);
  });

  test('code blocks and the words of the format are not read', () => {
    expect(page('```sh\n라벨\n```\n## step label: 레이블 붙이기\n- label: 아니다\n')).toEqual([]);
  });
});
