/** Doc comments of src: nearly every export has one, and it starts with the noun. */
import t from 'tap';
import ts from 'typescript';
import { sources, textOf } from './support/imports.js';

const BAD_START = /^(Of|What|Who|Whom|Whether|The same)\b/;
const FEWEST_WORDS = 5;
/** Share of the exports that have to be documented. */
const LEAST_SHARE = 0.95;

interface Documented {
  name: string;
  /** First sentence and all that follows, tags apart; null where there is no comment. */
  text: string | null;
}

function exportsOf(file: string): Documented[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const exported = source.statements.filter(
    (statement) =>
      !ts.isExportDeclaration(statement) &&
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  return exported.map((statement) => {
    const comment = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1);
    const text = comment ? (ts.getTextOfJSDocComment(comment.comment) ?? '') : null;
    return { name: `${file}: ${statement.getText().split('\n')[0]}`, text };
  });
}

const all = sources.filter((file) => !file.endsWith('.d.ts')).flatMap(exportsOf);

t.test('at least 95% of all exports have a doc comment', async (t) => {
  const bare = all.filter(({ text }) => text === null).map(({ name }) => name);
  t.ok(all.length > 1_500, `${all.length} exports were found`);
  t.ok(bare.length <= (1 - LEAST_SHARE) * all.length, `without a comment:\n${bare.join('\n')}`);
});

t.test('a comment says what a thing is: a noun first, at least five words', async (t) => {
  const poor = all.filter(
    ({ text }) => text !== null && (BAD_START.test(text) || text.split(/\s+/).length < FEWEST_WORDS),
  );
  t.strictSame(
    poor.map(({ name, text }) => `${name}: ${text}`),
    [],
  );
});
