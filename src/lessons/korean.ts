/**
 * Reads Korean texts as an editor would: terms, particles, style. One finding a line, with what to write instead.
 * Lessons are in the plain style of the Korean documentation (-다, requests -하자), the page's help in -습니다.
 */
import { glossary, spelling, type Term } from './glossary';
import { type Finding, particleFindings } from './particles';

/** A finding and the line that it is about, from 1. */
export interface KoreanFinding extends Finding {
  readonly line: number;
}

/** A line of prose: code blocks are left out, the words that structure a lesson file as well. */
interface ProseLine {
  readonly line: number;
  readonly text: string;
  /** A title: it does not introduce terms. */
  readonly isHeading: boolean;
}

/** What is to be mended in the ko.md of a lesson. Empty: nothing. */
export function koreanPageFindings(markdown: string): readonly KoreanFinding[] {
  const lines = proseOf(markdown);
  const perLine = lines.flatMap(({ line, text }) =>
    [...sentenceFindings(text), ...styleFindings(text)].map((finding) => ({ line, ...finding })),
  );
  return [...perLine, ...introductionFindings(lines)].toSorted((a, b) => a.line - b.line);
}

/** Terms, spelling and particles of one sentence of the page or a lesson. */
export function sentenceFindings(sentence: string): readonly Finding[] {
  const prose = withoutCode(sentence);
  return [...termFindings(prose), ...spellingFindings(prose), ...particleFindings(sentence)];
}

const HEADING = /^#{1,6}\s+/;
/** The part of a heading or choice that is for the parser: `## step create:`, `### hint`, `- after40s:`. */
const STRUCTURE = /^(?:##+\s+(?:(?:step|goal|question|figure)\s+[\w-]+:?|hint|broke|answer|book|end)|-\s+[\w-]+:)/;

function proseOf(markdown: string): readonly ProseLine[] {
  let isCode = false;
  return markdown.split('\n').flatMap((raw, index) => {
    if (/^\s*(?:```|~~~)/.test(raw)) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [];
    const text = raw
      .replace(STRUCTURE, '')
      .replace(HEADING, '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim();
    return text === '' ? [] : [{ line: index + 1, text, isHeading: HEADING.test(raw) }];
  });
}

/** Code keeps its place, so that words on both sides of it stay apart. */
function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, (code) => '·'.repeat(code.length));
}

const wrongForms = glossary.flatMap(({ korean, english, wrong = [] }) =>
  wrong.map((source) => ({ pattern: new RegExp(source, 'g'), write: `${korean} (${english})` })),
);
const misspellings = spelling.map(([source, write]) => ({ pattern: new RegExp(source, 'g'), write }));

function termFindings(prose: string): Finding[] {
  return wrongForms.flatMap(({ pattern, write }) =>
    [...prose.matchAll(pattern)].map(([found]) => ({ found: found.slice(-40), write })),
  );
}

function spellingFindings(prose: string): Finding[] {
  return misspellings.flatMap(({ pattern, write }) =>
    [...prose.matchAll(pattern)].map(([found]) => ({ found, write })),
  );
}

/** The end of a sentence. */
const STOP = '(?=[.?!:)"”\']|\\s*$)';
/** Syllables that end in ㅂ before 니다 or 니까: 합니다, 입니까. 아니다 is plain style. */
const POLITE = new RegExp(`([가-힣])(?:니다|니까)${STOP}`, 'g');
const FRIENDLY = new RegExp(
  `[가-힣](?:세요|십시오|시오|해요|어요|아요|여요|에요|예요|까요|네요|군요|지요|죠)${STOP}`,
  'g',
);
const COMMAND = new RegExp(
  `[가-힣](?<!이|니|더|스)라(?=[.!])|[가-힣]+ (?:것|바람)(?=\\.)(?<=[할일볼쓸] (?:것|바람))`,
  'g',
);
const BIEUP = 17;

function styleFindings(text: string): Finding[] {
  const prose = withoutCode(text).replace(/\*\*/g, '');
  const polite = [...prose.matchAll(POLITE)].filter(
    ([, syllable = '']) => (syllable.charCodeAt(0) - 0xac00) % 28 === BIEUP,
  );
  return [
    ...[...polite, ...prose.matchAll(FRIENDLY)].map(([found]) => ({
      found,
      write: 'the plain style: -다 (한다, 이다), for requests -하자',
    })),
    ...[...prose.matchAll(COMMAND)].map(([found]) => ({ found, write: 'a request as -하자' })),
  ];
}

interface Introduction {
  readonly term: Term;
  readonly use: RegExp;
}

const PARTICLE =
  '(?:은|는|이|가|을|를|과|와|의|에|도|만|로|으로|에서|에게|까지|부터|마다|처럼|보다|이다|이란|란|이라는|라는)';
/** Longer Korean words first: 레플리카셋 is no use of 레플리카, 크론잡 none of 잡. */
const introductions: readonly Introduction[] = glossary.flatMap((term) => {
  if (term.introduced !== true) return [];
  const compounds = term.compounds === undefined ? '' : `(?!${term.compounds})`;
  // 자리를 잡은 is the verb.
  const noVerb = term.korean === '잡' ? '(?<![을를] )' : '';
  return [{ term, use: new RegExp(`${noVerb}(?<![가-힣])${compounds}${term.korean}(?=[^가-힣]|$|${PARTICLE})`, 'g') }];
});

/** Terms whose first use on the page does not name the English word. */
function introductionFindings(lines: readonly ProseLine[]): KoreanFinding[] {
  const prose = lines
    .filter(({ isHeading }) => !isHeading)
    // Bold text names what stands on the page, unless it introduces a term itself.
    .map(({ line, text }) => ({
      line,
      text: withoutCodeInBrackets(text)
        .replace(/\*\*([^*(]*)\*\*(?!\()/g, '')
        .replaceAll('**', ''),
    }));
  return introductions.flatMap(({ term, use }) => {
    for (const { line, text } of prose) {
      const first = [...text.matchAll(use)][0];
      if (first === undefined) continue;
      const after = text.slice(first.index + first[0].length);
      const isIntroduced = new RegExp(`^\\s?\\(\`?${term.english}`, 'i').test(after);
      return isIntroduced
        ? []
        : [
            {
              line,
              found: `${term.korean}${after.slice(0, 12)}`,
              write: `${term.korean}(${term.english}) at its first use`,
            },
          ];
    }
    return [];
  });
}

/** Code away, but for what stands in brackets: 레플리카셋(`ReplicaSet`). */
function withoutCodeInBrackets(text: string): string {
  return text.replace(/(\(?)`[^`]*`/g, (code, bracket: string) => (bracket === '' ? '·'.repeat(code.length) : code));
}
