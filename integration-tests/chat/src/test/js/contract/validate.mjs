// Checks an AsyncAPI document by the official schema, and by the official parser: node validate.mjs document.json
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv").default;
const schema = require("@asyncapi/specs/schemas/3.0.0.json");

const text = readFileSync(process.argv[2], "utf8");
// The schema brings that of schemas itself.
const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });
const isValid = ajv.compile(schema);
const problems = isValid(JSON.parse(text)) ? [] : isValid.errors.map(error => `${error.instancePath} ${error.message}`);

const { document, diagnostics } = await new Parser().parse(text);
const ERROR = 0;
problems.push(...diagnostics.filter(({ severity }) => severity === ERROR)
    .map(({ path, message }) => `${path.join(".")}: ${message}`));
console.log(JSON.stringify({
    problems,
    operations: document?.operations().all().map(operation => [operation.id(), operation.action(),
        ...operation.messages().all().map(message => message.name())]),
}));
process.exit(problems.length > 0 ? 1 : 0);
