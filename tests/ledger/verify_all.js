/* node verify_all.js verify.js FOLDER KEY: checks every file of the folder and prints {name: report} as JSON. */
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [script, folder, key, policy, changes] = process.argv.slice(2);
vm.runInThisContext(fs.readFileSync(script, "utf8"), { filename: script });

class Node {
  constructor(page, tag) {
    this.ownerDocument = page;
    this.tag = tag;
    this.children = [];
    this.attributes = {};
    this.textContent = "";
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  appendChild(node) {
    this.children.push(node);
  }
  all() {
    return [this.textContent, ...this.children.map((child) => child.all())].join("|");
  }
}
const page = { createElement: (tag) => new Node(page, tag) };

const reports = {};
for (const name of fs.readdirSync(folder).sort()) {
  const bytes = fs.readFileSync(path.join(folder, name));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const report = globalThis.mingjingVerify(name.endsWith(".text") ? bytes.toString("utf8") : buffer, { key, policy: policy ? fs.readFileSync(policy, "utf8") : "", changes: JSON.parse(changes || "[]") });
  const shown = page.createElement("div");
  globalThis.mingjingShowReport(report, shown);
  reports[name] = Object.assign(report, { shown: shown.all() });
}
const parts = globalThis.mingjingVerifyParts;
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const digests = [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000].map((size) => {
  const data = new Uint8Array(size).map((_, i) => (i * 7 + size) & 255);
  return [hex(parts.sha256(data)), hex(parts.sm3(data)), hex(parts.sha512(data))];
});
// Signatures to be checked by themselves: {name: [key, message, signature]} in hexadecimal.
const asked = path.join(folder, "sm2.vectors");
const vectors = fs.existsSync(asked) ? JSON.parse(fs.readFileSync(asked, "utf8")) : {};
const bytesOf = (text) => new Uint8Array(Buffer.from(text, "hex"));
const sm2 = Object.fromEntries(Object.entries(vectors).map(([name, given]) => [name, parts.sm2(...given.map(bytesOf))]));
process.stdout.write(JSON.stringify({ reports, digests, sm2 }));
