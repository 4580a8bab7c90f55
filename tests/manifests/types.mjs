// Checks Kubernetes objects against the types of the API, without a cluster. On standard input a JSON list of
// objects; prints one problem a line and ends with 1 when there is one.
//
//   node types.mjs FOLDER      where FOLDER/node_modules holds the packages of package.json
//
// kubernetes-models knows the values that a field takes, but lets unknown fields pass; kubernetes-types, with the
// compiler, knows every field, but not all values.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const require = createRequire(join(folder, "package.json"));
const objects = JSON.parse(readFileSync(0, "utf8"));

const name = (object) => `${object.kind}/${object.metadata.name}`;

function problemsOfModel(object) {
  const model = require(`kubernetes-models/${object.apiVersion}/${object.kind}`)[object.kind];
  try {
    new model(object).validate();
    return [];
  } catch (error) {
    return [`${name(object)}: ${error.message}`];
  }
}

// batch/v1 is of kubernetes-types/batch/v1, networking.k8s.io/v1 of kubernetes-types/networking/v1, v1 of core/v1.
function moduleOf(apiVersion) {
  const [version, group = "core"] = apiVersion.split("/").reverse();
  return `kubernetes-types/${group.split(".")[0]}/${version}`;
}

function problemsOfTypes(all) {
  const place = mkdtempSync(join(folder, "types-"));
  try {
    const source = all.map((object, index) =>
      `import { ${object.kind} as T${index} } from "${moduleOf(object.apiVersion)}";\n` +
      `export const o${index}: T${index} = ${JSON.stringify(object, null, 1)};\n`).join("");
    writeFileSync(join(place, "objects.ts"), source);
    const compilerOptions = { strict: true, noEmit: true, types: [], module: "commonjs" };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["objects.ts"] }));
    const done = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", place], { encoding: "utf8" });
    return done.stdout.split("\n").filter((line) => line !== "");
  } finally {
    rmSync(place, { recursive: true });
  }
}

const problems = [...objects.flatMap(problemsOfModel), ...problemsOfTypes(objects)];
console.log(problems.join("\n"));
process.exit(problems.length === 0 ? 0 : 1);
