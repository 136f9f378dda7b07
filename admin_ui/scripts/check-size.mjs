// Fail when the JavaScript of the first page, gzipped, is larger than the limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 350;
const built = join(import.meta.dirname, "..", "..", "builder", "static");
const manifest = JSON.parse(readFileSync(join(built, ".vite", "manifest.json"), "utf8"));

function withImports(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) withImports(imported, seen);
  }
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const sizes = [...withImports(entry)].map((key) => {
  const { file } = manifest[key];
  return { file, kb: gzipSync(readFileSync(join(built, file)), { level: 9 }).length / 1000 };
});
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);
for (const { file, kb } of sizes.sort((a, b) => b.kb - a.kb)) {
  console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(
  `${total.toFixed(1).padStart(7)} kB  JavaScript of the first page, gzipped; the limit is ${LIMIT_KB} kB`,
);
process.exit(total > LIMIT_KB ? 1 : 0);
