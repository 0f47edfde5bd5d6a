/** What is wrong with a Go template, or what went wrong while it ran. The message is text/template's own. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}
