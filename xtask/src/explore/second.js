// Judges values by ajv and makes others by json-schema-faker; the question is on standard input.
"use strict";
const Ajv = require("ajv/dist/2020");
const faker = require("json-schema-faker");
const generator = faker.JSONSchemaFaker || faker;

const question = JSON.parse(require("fs").readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
ajv.addSchema({ $id: "http://localhost/document", ...question.document });

const validators = new Map();
function validator(definition) {
  if (!validators.has(definition)) {
    try {
      validators.set(definition, ajv.compile({ $ref: `http://localhost/document#/$defs/${definition}` }));
    } catch {
      validators.set(definition, null);
    }
  }
  return validators.get(definition);
}
function isValid(definition, value) {
  try {
    const validate = validator(definition);
    return validate ? validate(value) : null;
  } catch {
    return null;
  }
}

let state = question.seed;
generator.option({
  random: () => ((state = (state * 48271) % 2147483647), (state - 1) / 2147483646),
  failOnInvalidFormat: false,
  failOnInvalidTypes: false,
  alwaysFakeOptionals: false,
  maxItems: 3,
  maxLength: 20,
  refDepthMax: 3,
});
// Recursive schemas may not end.
const vm = require("vm");
const attempt = new vm.Script("attempt()");
function generate(definition) {
  globalThis.attempt = () => generator.generate({ $ref: `#/$defs/${definition}`, ...question.document });
  return attempt.runInThisContext({ timeout: 200 });
}
const made = [];
for (const definition of question.definitions) {
  try {
    const value = generate(definition);
    if (value !== undefined && isValid(definition, value)) made.push([definition, value]);
  } catch {
    // It does not support all keywords.
  }
}
const valid = question.cases.map(([definition, value]) => isValid(definition, value));
process.stdout.write(JSON.stringify({ valid, made }));
