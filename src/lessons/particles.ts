/**
 * Particles after words that are not Korean: code, English, numbers, and Korean words with their English in brackets.
 * Which of 은 and 는, 이 and 가, 을 and 를 is right depends on how the word is read (finalSound.ts).
 */
import { type FinalSound, finalSoundOf } from './finalSound';

/** What is wrong with a line, and what to write instead. */
export interface Finding {
  readonly found: string;
  readonly write: string;
}

/** Pairs: after a consonant, after a vowel. */
const pairs: readonly (readonly [consonant: string, vowel: string])[] = [
  ['은', '는'],
  ['이', '가'],
  ['을', '를'],
  ['과', '와'],
  ['과의', '와의'],
  ['과는', '와는'],
  ['과도', '와도'],
  ['이나', '나'],
  ['이란', '란'],
  ['이라는', '라는'],
  ['이라고', '라고'],
  ['으로', '로'],
  ['으로는', '로는'],
  ['으로도', '로도'],
  ['으로만', '로만'],
  ['으로의', '로의'],
  ['으로부터', '로부터'],
  ['으로서', '로서'],
  ['으로써', '로써'],
];
const pairOf = new Map(pairs.flatMap((pair) => pair.map((particle) => [particle, pair] as const)));

/** Both forms at once: 은(는), 을/를, (으)로. */
const BOTH =
  /은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|과\(와\)|와\(과\)|\(으\)로|\(이\)[나란라]|은\/는|이\/가|을\/를|과\/와/g;

/** A word that is not Hangul, as code or bare, perhaps with an explanation in brackets, and the Hangul attached to it. */
const AFTER = /(?:`([^`]+)`|([A-Za-z0-9][\w./%=-]*|%))(?:\*\*)?(?:\([^()]*\))?(?:\*\*)?([가-힣]+)/g;
/** A Korean word with its English in brackets; the particle belongs to the Korean word. */
const BRACKETS = /([가-힣]+)(?:\*\*)?\((`?[A-Za-z][^()가-힣]*`?)\)(?:\*\*)?([가-힣]+)/g;

/** A place that is filled later, `{name}`: nobody knows how it will be read. */
const AFTER_PLACE = /\{\w+\}([가-힣]+)/g;

/** Particles in `line` that do not go with the word before them. */
export function particleFindings(line: string): readonly Finding[] {
  return [...bothAtOnce(line), ...afterPlaces(line), ...afterForeignWords(line), ...afterBrackets(line)];
}

function afterPlaces(line: string): Finding[] {
  return [...line.matchAll(AFTER_PLACE)]
    .filter(([, attached = '']) => pairOf.has(attached))
    .map(([found]) => ({ found, write: 'a noun between the two: {name} 파드는' }));
}

function bothAtOnce(line: string): Finding[] {
  return [...line.matchAll(BOTH)].map(([found]) => ({
    found,
    write: 'the one that the word before it asks for, or a sentence that needs none',
  }));
}

function afterForeignWords(line: string): Finding[] {
  // What stands in brackets after Korean belongs to the Korean word.
  const bare = line.replaceAll(BRACKETS, (all, word: string) => word + ' '.repeat(all.length - word.length));
  return [...bare.matchAll(AFTER)].flatMap(([all, code, word = '', attached = '']) =>
    disagreement(code?.trim().split(/\s+/).at(-1) ?? word, attached, all),
  );
}

function afterBrackets(line: string): Finding[] {
  return [...line.matchAll(BRACKETS)].flatMap(([all, korean = '', , attached = '']) =>
    disagreement(korean, attached, all),
  );
}

function disagreement(word: string, attached: string, all: string): Finding[] {
  const pair = pairOf.get(attached);
  const sound = finalSoundOf(word.replace(/[)\]"'’”]+$/, ''));
  if (pair === undefined || sound === undefined) return [];
  const right = rightOf(pair, sound);
  return right === attached ? [] : [{ found: all, write: all.slice(0, -attached.length) + right }];
}

function rightOf([afterConsonant, afterVowel]: readonly [string, string], sound: FinalSound): string {
  if (afterConsonant.startsWith('으로')) return sound === 'consonant' ? afterConsonant : afterVowel;
  return sound === 'vowel' ? afterVowel : afterConsonant;
}
