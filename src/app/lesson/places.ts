/** Parts of the lesson panel that others lead to, by the ids of their elements. */
export const SOLUTION = 'lesson-solution';
