/** Reads the files of a lesson. All mistakes are found at once, each with its file and line. docs/lessons.md explains the files. */
import type { Check } from '../client/lesson';
import { readDeed } from '../shell/deedWords';
import { type Step, TranscriptError, parseTranscript } from '../shell/transcript';
import { figureNames } from './figureNames';
import { type Attempt, type Lesson, type LessonQuestion, type LessonStep, PARTS, type WrongAttempt } from './lesson';
import { fieldsOf } from './lessonFields';
import { readStart } from './parseStart';
import { parseTexts } from './parseTexts';
import { type Field, type Mistake, readYamlFile } from './yamlReader';

/** Files of a folder: name to text. */
export type LessonFiles = Readonly<Record<string, string>>;

export type LessonReading =
  | { readonly type: 'lesson'; readonly lesson: Lesson }
  | { readonly type: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** Lessons come from links and files of strangers: what is longer is refused. */
const MOST_CHARACTERS = 200_000;
const LONGEST_EXPRESSION = 1_000;
const MOST_PARTS = 60;

/**
 * Reads the lesson `name`. A manifest that it only names is one of its own `files`, or else what `manifest` finds. Never
 * throws.
 */
export function parseLesson(
  name: string,
  files: LessonFiles,
  manifest: (name: string) => string | undefined = () => undefined,
): LessonReading {
  const mistakes: Mistake[] = [];
  const file = (wanted: string): string => {
    const text = files[wanted];
    if (text === undefined) mistakes.push({ file: wanted, line: 1, text: 'the file is missing' });
    else if (text.length > MOST_CHARACTERS) mistakes.push({ file: wanted, line: 1, text: 'the file is too long' });
    else return text;
    return '';
  };
  const fields = readYamlFile('lesson.yaml', file('lesson.yaml'), mistakes).fields(fieldsOf.lesson);
  const steps = uniqueOf(fields.steps).map(readStep);
  const goal = uniqueOf(fields.goal).map(readGoal);
  if (goal.length === 0) fields.goal.fail('a lesson needs a goal');
  const questions = uniqueOf(fields.questions).map((field) => readQuestion(field, steps));
  const figures = fields.figures.items().map((field) => readFigure(field, steps));
  const part = fields.part.optionalText();
  if (part !== undefined && !PARTS.some((known) => known === part)) fields.part.fail(`known are ${PARTS.join(', ')}`);
  const lab = fields.lab.optionalText();
  const told = {
    steps: steps.map(({ id }) => id),
    goals: goal.map(({ id }) => id),
    questions: Object.fromEntries(questions.map(({ id, choices }) => [id, choices])),
    figures: figures.map((figure) => figure.name),
  };
  const lesson: Lesson = {
    name,
    ...(lab === undefined ? {} : { lab }),
    ...(part === undefined ? {} : { part }),
    isFailure: fields.failure.flag(),
    minutes: fields.minutes.number(10),
    covers: fields.covers.items().map((field) => field.text()),
    start: readStart(fields.start, (wanted) => files[wanted] ?? manifest(wanted)),
    steps,
    goal,
    questions,
    figures,
    texts: {
      ko: parseTexts('ko.md', file('ko.md'), told, mistakes),
      en: parseTexts('en.md', file('en.md'), told, mistakes),
    },
    solution: readAttempt('solution.session', file('solution.session'), mistakes),
    wrong: wrongOf(files, told.goals, mistakes),
  };
  return mistakes.length === 0 ? { type: 'lesson', lesson } : { type: 'mistakes', mistakes };
}

/** Items with ids of their own. */
function uniqueOf(list: Field): readonly Field[] {
  const items = list.items();
  if (items.length > MOST_PARTS) list.fail(`more than ${MOST_PARTS}`);
  const seen = new Set<string>();
  for (const item of items) {
    const id = item.entries().get('id');
    const text = id?.text() ?? '';
    if (id === undefined) item.fail('needs an id');
    else if (!/^[A-Za-z][\w-]{0,40}$/.test(text)) id.fail('is no id: letters, digits, hyphens');
    else if (seen.has(text)) id.fail(`a second "${text}"`);
    seen.add(text);
  }
  return items.slice(0, MOST_PARTS);
}

function expressionOf(field: Field): string {
  const text = field.text().trim();
  if (text.length > LONGEST_EXPRESSION) field.fail(`longer than ${LONGEST_EXPRESSION} characters`);
  return text;
}

function readStep(field: Field): LessonStep {
  const { id, done } = field.fields(fieldsOf.steps);
  return { id: id.text(), done: expressionOf(done) };
}

function readGoal(field: Field): Check {
  const { id, that, always, from, until } = field.fields(fieldsOf.goal);
  if (that.isThere === always.isThere) field.fail('needs either "that" or "always"');
  if (that.isThere && (from.isThere || until.isThere)) field.fail('"from" and "until" belong to "always"');
  if (!always.isThere) return { id: id.text(), expression: expressionOf(that), when: 'now' };
  return {
    id: id.text(),
    expression: expressionOf(always),
    when: 'always',
    ...(from.isThere ? { from: expressionOf(from) } : {}),
    ...(until.isThere ? { until: expressionOf(until) } : {}),
  };
}

function readQuestion(field: Field, steps: readonly LessonStep[]): LessonQuestion {
  const { id, at, until, choices, answer } = field.fields(fieldsOf.questions);
  const all = choices.items().map((choice) => choice.text());
  if (all.length < 2) choices.fail('needs two choices at least');
  if (!all.includes(answer.text())) answer.fail('is none of the choices');
  const shownBy = until.isThere ? { until: stepOf(until, steps) } : {};
  return { id: id.text(), at: stepOf(at, steps), ...shownBy, choices: all, answer: answer.text() };
}

function readFigure(field: Field, steps: readonly LessonStep[]): Lesson['figures'][number] {
  const { name, at } = field.fields(fieldsOf.figures);
  if (!figureNames.some((known) => known === name.text())) name.fail(`known are ${figureNames.join(', ')}`);
  return { name: name.text(), ...(at.isThere ? { at: stepOf(at, steps) } : {}) };
}

function stepOf(field: Field, steps: readonly LessonStep[]): string {
  const id = field.text();
  if (!steps.some((step) => step.id === id)) field.fail(`there is no step "${id}"`);
  return id;
}

/** What cannot be played is noted; nothing is played. */
function readAttempt(name: string, text: string, mistakes: Mistake[]): Attempt {
  try {
    for (const step of parseTranscript(text)) checkStep(step);
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    mistakes.push({ file: name, line: error.line, text: error.why });
  }
  return { name, text };
}

/** Sessions have no outputs: a line behind a command that is not a part of it was meant to be something else. */
function checkStep(step: Step): void {
  const [printed] = step.type === 'command' ? step.output.filter((line) => line.trim() !== '') : [];
  if (step.type === 'command' && printed !== undefined) {
    const line = step.line + step.text.split('\n').length + step.output.indexOf(printed);
    throw new TranscriptError(line, `neither $, ~ nor #: ${printed}`);
  }
  const fault = step.type === 'deed' ? readDeed(step.words) : undefined;
  if (typeof fault === 'string') throw new TranscriptError(step.line, fault);
}

/** `wrong-NAME.session`, whose first line tells which goals it misses. */
function wrongOf(files: LessonFiles, goals: readonly string[], mistakes: Mistake[]): readonly WrongAttempt[] {
  const names = Object.keys(files).filter((name) => /^wrong-[\w-]+\.session$/.test(name));
  return names.sort().map((name): WrongAttempt => {
    const { text } = readAttempt(name, files[name] ?? '', mistakes);
    const told = /^# fails: *(.+)$/.exec(text.split('\n')[0] ?? '')?.[1];
    const fails = (told ?? '').split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));
    const fail = (words: string): void => void mistakes.push({ file: name, line: 1, text: words });
    if (fails.length === 0) fail('its first line must be "# fails: " and the goals that do not hold at its end');
    for (const id of fails) if (!goals.includes(id)) fail(`the lesson has no goal "${id}"`);
    return { name, text, fails };
  });
}
