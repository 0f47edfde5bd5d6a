/** Every lesson of the course: its solution passes, doing nothing fails, each wrong try fails with the goals that it says. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { skeleton } from '../../src/app/authoring/skeleton';
import { parseLesson } from '../../src/lessons/parseLesson';
import { proveLesson } from '../../src/session/lesson';
import { readFolder } from '../../src/session/lessonFolder';

const folder = fileURLToPath(new URL('../../src/lessons/catalogue/', import.meta.url));
const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/lesson.yaml`));

test.each(names)('%s can be solved, and not by doing nothing or something else', async (name) => {
  const reading = readFolder(`${folder}${name}`);
  if (reading.type === 'mistakes') expect(reading.mistakes).toEqual([]);
  else expect(await proveLesson(reading.lesson)).toEqual([]);
});

test('a new lesson, as the page begins it, is a good one', async () => {
  const { name, files } = skeleton('my-lesson');
  const reading = parseLesson(name, files);
  if (reading.type === 'mistakes') expect(reading.mistakes).toEqual([]);
  else expect(await proveLesson(reading.lesson)).toEqual([]);
});

test('the course has forty labs', () => {
  expect(names).toHaveLength(40);
});
