// Reads recorded requests with express-openapi-validator, and writes what it has decoded as JSON.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const express = require("express");
const cookieParser = require("cookie-parser");
const OpenApiValidator = require("express-openapi-validator");

/** Converts bytes to a list of numbers. */
function plain(value) {
  if (Buffer.isBuffer(value)) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** The body, in which files are their bytes. */
function bodyOf(req) {
  if (req.parsedJson !== undefined) return req.parsedJson;
  const body = plain(req.body);
  for (const file of req.files ?? []) {
    const bytes = [...file.buffer];
    const earlier = body[file.fieldname];
    const isFirst = !Array.isArray(earlier) || earlier.isBytes === undefined;
    if (isFirst) body[file.fieldname] = Object.assign([bytes], { isBytes: true });
    else earlier.push(bytes);
  }
  for (const file of req.files ?? []) {
    const found = body[file.fieldname];
    if (found.isBytes) {
      const isList = listsOf(req).includes(file.fieldname);
      body[file.fieldname] = isList ? [...found] : found[0];
    }
  }
  return body;
}

/** The names of the parts that are lists. */
function listsOf(req) {
  const properties = req.openapi?.schema?.requestBody?.content?.["multipart/form-data"]?.schema?.properties ?? {};
  return Object.entries(properties).filter(([, schema]) => schema.type === "array").map(([name]) => name);
}

function decoded(req, errors) {
  return {
    errors,
    parameters: plain({ path: req.openapi?.pathParams ?? {}, query: req.query, header: req.headers, cookie: req.cookies }),
    body: bodyOf(req) ?? null,
    security: req.credentials ?? {},
  };
}

/** The application of one description. */
function application(description) {
  const app = express();
  app.use(express.json({ type: ["application/json", "application/*+json"], strict: false }));
  app.use((req, res, next) => {
    // The validator converts types in the body, which would hide a wrong type.
    if ((req.headers["content-type"] ?? "").includes("json")) req.parsedJson = structuredClone(req.body);
    next();
  });
  app.use(express.urlencoded({ extended: false }));
  app.use(express.text({ type: "text/plain" }));
  app.use(express.raw({ type: "application/octet-stream" }));
  app.use(cookieParser());
  const handlers = {};
  for (const name of Object.keys(description.components?.securitySchemes ?? {})) {
    handlers[name] = (req, scopes, scheme) => {
      const places = { query: req.query, header: req.headers, cookie: req.cookies };
      req.credentials ??= {};
      if (scheme.type === "apiKey") {
        const key = scheme.in === "header" ? scheme.name.toLowerCase() : scheme.name;
        req.credentials[name] = places[scheme.in][key];
      } else {
        const [word, credential] = req.headers.authorization.split(" ");
        if (word.toLowerCase() !== scheme.scheme) return false;
        req.credentials[name] = credential;
      }
      return true;
    };
  }
  app.use(
    OpenApiValidator.middleware({
      apiSpec: description,
      validateApiSpec: true,
      validateResponses: false,
      validateRequests: { coerceTypes: "array" },
      validateSecurity: { handlers },
      fileUploader: { limits: { fileSize: 1 << 20 } },
    }),
  );
  app.use((req, res) => res.json(decoded(req, [])));
  app.use((error, req, res, next) => {
    const details = (error.errors ?? []).map((inner) => `${inner.path}: ${inner.message}`);
    res.json(decoded(req, [error.message, ...details].map((text) => String(text).slice(0, 600))));
  });
  return app;
}

/** Sends a request byte by byte as it was recorded, and returns the body of the response. */
function replay(port, recorded) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    const headers = recorded.headers.filter(([name]) => !["connection", "transfer-encoding", "content-length"].includes(name.toLowerCase()));
    headers.push(["connection", "close"]);
    if (recorded.body.length > 0 || recorded.method !== "GET") headers.push(["content-length", String(recorded.body.length)]);
    const head = [`${recorded.method} ${recorded.target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
    socket.write(Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), Buffer.from(recorded.body)]));
    const chunks = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      resolve(text.slice(text.indexOf("\r\n\r\n") + 4));
    });
  });
}

async function main() {
  const data = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  const apps = new Map();
  let current = 0;
  const server = http.createServer((req, res) => apps.get(current)(req, res));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const answers = [];
  for (const recorded of data.requests) {
    current = recorded.description;
    if (!apps.has(current)) apps.set(current, application(data.descriptions[current]));
    const text = await replay(server.address().port, recorded);
    try {
      answers.push(JSON.parse(text));
    } catch {
      answers.push({ errors: [`no answer: ${text.slice(0, 300)}`], parameters: {}, body: null, security: {} });
    }
  }
  server.close();
  fs.writeFileSync(process.argv[3], JSON.stringify(answers));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
