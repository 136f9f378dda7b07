// Check the import rules, and fail when nothing was checked at all (a parser that does not fit sees 0 modules).
import { cruise } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";

const config = await extractConfig("./.dependency-cruiser.cjs");
const { forbidden, options } = config;
const result = await cruise(
  ["src"],
  { ...options, ruleSet: { forbidden }, validate: true, outputType: "err" },
  {},
  { tsConfig: extractTsConfig("tsconfig.json") },
);
const checked = Number(/(\d+) modules/.exec(String(result.output))?.[1] ?? 0);
process.stdout.write(String(result.output));
if (checked === 0) {
  process.stderr.write("No module was checked: the import rules say nothing.\n");
  process.exit(1);
}
process.exit(result.exitCode === 0 ? 0 : 1);
