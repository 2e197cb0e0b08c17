// Validates the AsyncAPI documents that are named, one after the other, with the official parser: a line of JSON for
// each, with what the parser has against it. Nothing is fetched.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const parser = new Parser();
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(readFileSync(file, 'utf8'));
  const problems = diagnostics
    .filter((each) => each.severity <= 1)
    .map((each) => `${['error', 'warning'][each.severity]} ${each.code} at /${each.path.join('/')}: ${each.message}`);
  console.log(JSON.stringify({
    file,
    valid: document !== undefined,
    problems,
    operations: document?.operations().all().map((each) => `${each.action()} ${each.channels().all()[0].address()}`) ?? [],
  }));
}
