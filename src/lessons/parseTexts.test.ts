/** What the Markdown of a lesson is read as. */
import { expect, test } from 'vitest';
import { parseTexts, type ToldOf } from './parseTexts';
import type { Mistake } from './yamlReader';

const wanted: ToldOf = { steps: [], goals: [], questions: { when: ['now', 'never'] }, figures: [] };

/** The question of a file that has this section, and what is wrong with the file. */
function questionIn(section: string) {
  const mistakes: Mistake[] = [];
  const texts = parseTexts('en.md', `# Title\nStory.\n\n${section}`, wanted, mistakes);
  return { text: texts.questions.when?.text, mistakes: mistakes.map(({ text }) => text) };
}

const CHOICES = '- now: At once\n- never: Never\n### answer\nNobody makes it.\n';

test('the question stands in its heading', () => {
  const { text, mistakes } = questionIn(`## question when: When does it come back?\n${CHOICES}`);
  expect(text).toBe('When does it come back?');
  expect(mistakes).toEqual([]);
});

test('more may be said of a question under its heading', () => {
  expect(questionIn(`## question when: When?\nThe pod is deleted.\n\n${CHOICES}`).text).toBe(
    'When?\n\nThe pod is deleted.',
  );
});

test('choices without a question are a mistake', () => {
  expect(questionIn(`## question when\n${CHOICES}`).mistakes).toEqual(['question when has no text']);
});
