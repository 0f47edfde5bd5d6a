/** Every lesson of the course: its solution passes, doing nothing fails, each wrong try fails with the goals that it says. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { skeleton } from '../../src/app/authoring/skeleton';
import type { LessonStatus } from '../../src/client/lesson';
import { Session } from '../../src/cluster/session';
import { checksOf } from '../../src/lessons/checksOf';
import type { Lesson } from '../../src/lessons/lesson';
import { parseLesson } from '../../src/lessons/parseLesson';
import { type Played, proveLesson } from '../../src/session/lesson';
import { readFolder } from '../../src/session/lessonFolder';

const folder = fileURLToPath(new URL('../../src/lessons/catalogue/', import.meta.url));
const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/lesson.yaml`));

test.each(names)(
  '%s can be solved, opens solved, and is not solved by doing nothing or something else',
  async (name) => {
    const reading = readFolder(`${folder}${name}`);
    if (reading.type === 'mistakes') return expect(reading.mistakes).toEqual([]);
    const { lesson } = reading;
    let solved: Played | undefined;
    const problems = await proveLesson(lesson, (attempt, played) => {
      if (attempt === lesson.solution.name) solved = played;
    });
    expect(problems).toEqual([]);
    if (solved === undefined) throw new Error('its solution was not played');
    expect(await opened(lesson, solved)).toEqual({ missed: [], hash: solved.cluster.stateHash() });
  },
);

/** How `#/s/NAME/solution` stands: the run that was played elsewhere, loaded into the page's engine. */
async function opened(lesson: Lesson, { run: { run, ran } }: Played) {
  const session = await Session.create({}, () => 0);
  await session.ask({ type: 'load', run });
  const begin = { type: 'begin', startMs: lesson.start.afterMs, checks: checksOf(lesson), lines: ran } as const;
  const { checks } = (await session.ask({ type: 'lesson', ask: begin })) as LessonStatus; // So it is answered.
  return { missed: checks.flatMap(({ id, holds }) => (holds ? [] : [id])), hash: session.cluster.stateHash() };
}

test('a new lesson, as the page begins it, is a good one', async () => {
  const { name, files } = skeleton('my-lesson');
  const reading = parseLesson(name, files);
  if (reading.type === 'mistakes') expect(reading.mistakes).toEqual([]);
  else expect(await proveLesson(reading.lesson)).toEqual([]);
});

test('the course has forty labs', () => {
  expect(names).toHaveLength(40);
});
