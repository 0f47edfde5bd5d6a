/**
 * lesson.yaml as JSON Schema, for an editor that completes. It offers and refuses nothing: the reader's own words about
 * mistakes are better.
 */
import { figureNames } from './figureNames';
import { PARTS } from './lesson';
import { fieldsOf } from './lessonFields';
import { machines } from './machines';

type Schema = Readonly<Record<string, unknown>>;

const oneOf = (values: readonly string[]): Schema => ({ anyOf: [{ enum: values }, {}] });
const map = (fields: readonly string[], known: Readonly<Record<string, Schema>> = {}): Schema => ({
  properties: Object.fromEntries(fields.map((name) => [name, known[name] ?? {}])),
});
const list = (items: Schema): Schema => ({ items });

const start = map(fieldsOf.start, {
  nodes: { anyOf: [{ enum: Object.keys(machines) }, list(map(fieldsOf.nodes))] },
});

/** The whole of it. */
export const lessonSchema: Schema = map(fieldsOf.lesson, {
  part: oneOf(PARTS),
  failure: { enum: [true, false] },
  start,
  steps: list(map(fieldsOf.steps)),
  goal: list(map(fieldsOf.goal)),
  questions: list(map(fieldsOf.questions)),
  figures: list(map(fieldsOf.figures, { name: oneOf(figureNames) })),
});
