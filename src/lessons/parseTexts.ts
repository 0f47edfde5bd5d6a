/** The texts of one language: a Markdown file whose headings name the parts of the lesson that they are about. */
import type { LessonTexts } from './lesson';
import type { Mistake } from './yamlReader';

/** A heading with what stands under it, up to the next heading of its kind. */
interface Section {
  readonly line: number;
  /** `step`, `goal`, `hint`, ... */
  readonly word: string;
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly parts: readonly Section[];
}

const HEADING = /^(#{1,3}) +(.*)$/;
const NAMED = /^([a-z]+)(?: +([\w-]+))?(?: *: *(.*))?$/;
const PARTS: Readonly<Record<string, readonly string[]>> = {
  step: ['hint'],
  goal: ['broke'],
  question: ['answer'],
  figure: [],
  book: [],
  end: [],
};

/** Which ids the lesson has: each must be told of, and no other may be. */
export interface ToldOf {
  readonly steps: readonly string[];
  readonly goals: readonly string[];
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly figures: readonly string[];
}

/** Reads a file, and notes what is wrong with it. */
export function parseTexts(file: string, text: string, wanted: ToldOf, mistakes: Mistake[]): LessonTexts {
  const fail = (line: number, words: string): void => void mistakes.push({ file, line, text: words });
  const { title, story, sections } = sectionsOf(text, fail);
  const of = (word: string) => sections.filter((section) => section.word === word);
  if (title === '') fail(1, 'the file must begin with "# " and the title');
  if (story === '') fail(1, 'the story is missing: some sentences under the title');
  const questions = of('question').map((section) => [section.id, questionOf(section, fail)] as const);
  const texts: LessonTexts = {
    title,
    story,
    steps: Object.fromEntries(
      of('step').map(({ id, title: name, text: told, parts }) => [
        id,
        { title: name, text: told, hints: parts.map((part) => part.text) },
      ]),
    ),
    goals: Object.fromEntries(
      of('goal').map(({ id, title: name, text: told, parts: [broke] }) => [
        id,
        { title: name, text: told, ...(broke === undefined ? {} : { broke: broke.text }) },
      ]),
    ),
    questions: Object.fromEntries(questions),
    figures: Object.fromEntries(of('figure').map(({ id, title: name, text: told }) => [id, name === '' ? told : name])),
    ...only('book'),
    ...only('end'),
  };
  compare('step', wanted.steps);
  compare('goal', wanted.goals);
  compare('question', Object.keys(wanted.questions));
  compare('figure', wanted.figures);
  for (const section of of('question')) {
    const told = Object.keys(texts.questions[section.id]?.choices ?? {});
    const choices = wanted.questions[section.id] ?? [];
    if (told.join() !== choices.join())
      fail(section.line, `question ${section.id}: its choices must be, in this order, ${choices.join(', ')}`);
  }
  return texts;

  function only(word: 'book' | 'end'): Partial<LessonTexts> {
    const [section, second] = of(word);
    if (second !== undefined) fail(second.line, `a second "## ${word}"`);
    return section === undefined ? {} : { [word]: section.text };
  }

  function compare(word: string, ids: readonly string[]): void {
    const told = of(word);
    for (const id of ids) {
      if (!told.some((section) => section.id === id)) fail(1, `"## ${word} ${id}: ..." is missing`);
    }
    for (const [at, { id, line, title: name, text: body }] of told.entries()) {
      if (!ids.includes(id)) fail(line, `the lesson has no ${word} "${id}"`);
      if (told.findIndex((section) => section.id === id) !== at) fail(line, `a second "## ${word} ${id}"`);
      const needsTitle = word === 'step' || word === 'goal';
      if (needsTitle && name === '') fail(line, `"## ${word} ${id}" needs ": " and a title`);
      if (body === '' && (needsTitle || (word === 'figure' && name === ''))) fail(line, `${word} ${id} has no text`);
    }
  }
}

/** `- id: words` are its choices; the heading, and what stands before them, is the question. */
function questionOf({ title, text, parts: [answer], id, line }: Section, fail: (line: number, words: string) => void) {
  const lines = text.split('\n');
  const choices: Record<string, string> = {};
  const asked: string[] = [];
  for (const each of lines) {
    const [, choice, words] = /^- +([\w-]+): +(.+)$/.exec(each) ?? [];
    if (choice !== undefined && words !== undefined) choices[choice] = words;
    else asked.push(each);
  }
  if (answer === undefined) fail(line, `question ${id} has no "### answer"`);
  const words = `${title}\n\n${asked.join('\n').trim()}`.trim();
  if (words === '') fail(line, `question ${id} has no text`);
  return { text: words, choices, answer: answer?.text ?? '' };
}

/** Cuts a text at its headings. Those within fenced blocks are none. */
function sectionsOf(text: string, fail: (line: number, words: string) => void) {
  type Open = { -readonly [P in keyof Section]: Section[P] } & { parts: Open[]; lines: string[] };
  const top: Open = { line: 1, word: '', id: '', title: '', text: '', parts: [], lines: [] };
  let section = top;
  let part = top;
  let fence: string | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    const [, marks, name = ''] = (fence === undefined ? HEADING.exec(line) : null) ?? [];
    if (marks === undefined) {
      part.lines.push(line);
      continue;
    }
    if (marks === '#') {
      if (top.title !== '') fail(at + 1, 'a second title');
      top.title = name.trim();
      continue;
    }
    const [, word = '', id = '', title = ''] = NAMED.exec(name.trim()) ?? [];
    const opened: Open = { line: at + 1, word, id, title, text: '', parts: [], lines: [] };
    const known = marks === '##' ? Object.keys(PARTS) : (PARTS[section.word] ?? []);
    if (!known.includes(word)) {
      fail(
        at + 1,
        `"${line.trim()}": here may stand ${known.map((each) => `${marks} ${each}`).join(', ') || 'no heading'}`,
      );
    }
    (marks === '##' ? top : section).parts.push(opened);
    if (marks === '##') section = opened;
    part = opened;
  }
  const close = (open: Open): Section => ({
    ...open,
    text: open.lines.join('\n').trim(),
    parts: open.parts.map(close),
  });
  const { title, text: story, parts } = close(top);
  return { title, story, sections: parts };
}
