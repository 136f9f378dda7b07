/** What a browser calls itself, as people call it. */

const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, "WeChat"],
  [/DingTalk/, "DingTalk"],
  [/EdgA?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/QQBrowser\//, "QQ"],
  [/Firefox\//, "Firefox"],
  [/Chrom(?:e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

export interface BrowserNames {
  browser: string;
  system: string;
  phone: boolean;
}

function first(names: typeof BROWSERS, agent: string): string {
  return names.find(([sign]) => sign.test(agent))?.[1] ?? "";
}

export function browserOf(agent: string): BrowserNames {
  return {
    browser: first(BROWSERS, agent),
    system: first(SYSTEMS, agent),
    phone: /Mobile|Android|iPhone|HarmonyOS/.test(agent),
  };
}
