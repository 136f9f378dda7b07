/** The guide as it is written in docs/guide: pages in the order of its contents, cut into sections. */

export interface GuideFiles {
  /** By path: `…/lists.en.md`. */
  texts: Record<string, string>;
  /** By path: `…/pictures/en/list.webp`. */
  pictures: Record<string, string>;
}

export interface Section {
  /** Its place in the address; empty for what stands before the first heading. */
  anchor: string;
  heading: string;
  /** Markdown. */
  text: string;
}

export interface GuidePage {
  name: string;
  title: string;
  text: string;
  sections: Section[];
}

export interface Guide {
  /** The contents: pages in groups, in reading order. */
  groups: { heading: string; pages: GuidePage[] }[];
  /** Every page; the contents are the page `index`. */
  pages: Map<string, GuidePage>;
  /** Where a picture lies that a page names. */
  picture: (named: string) => string | undefined;
}

/** The guide that these files make. */
export function guideOf({ texts, pictures }: GuideFiles): Guide {
  const pages = new Map<string, GuidePage>();
  for (const [path, text] of Object.entries(texts)) {
    const page = pageOf(pageNamed(path) ?? path, text);
    pages.set(page.name, page);
  }
  const groups = (pages.get("index")?.sections ?? [])
    .map(({ heading, text }) => ({ heading, pages: listed(text, pages) }))
    .filter((group) => group.pages.length > 0);
  const places = new Map(
    Object.entries(pictures).map(([path, url]) => [path.split("/").slice(-3).join("/"), url]),
  );
  return { groups, pages, picture: (named) => places.get(named) };
}

/** The page that a file or a link is about: `lists.en.md` → `lists`; nothing for other addresses. */
export function pageNamed(path: string): string | undefined {
  return /^(?:.*\/)?([a-z][a-z-]*)\.(?:zh-CN|zh-TW|en)\.md$/.exec(path)?.[1];
}

/** The place of a heading in the address: its words with dashes between them. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** Markdown as it reads: no marks, no addresses, no names of pictures. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/^\|[ |:-]+\|$/gm, "")
    .replaceAll(/^(?:#+ |- |\d+\. |```\w*)/gm, "")
    .replaceAll(/\*\*|`|^\||\|$/gm, "")
    .replaceAll(/ *\| */g, " · ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function pageOf(name: string, text: string): GuidePage {
  const [head = "", ...rest] = text.split(/^## /m);
  const title = /^# (.+)$/m.exec(head)?.[1]?.trim() ?? name;
  const sections = rest.map((part): Section => {
    const [heading = "", ...lines] = part.split("\n");
    return { anchor: anchorOf(heading), heading: heading.trim(), text: lines.join("\n") };
  });
  return { name, title, text, sections: [{ anchor: "", heading: title, text: head }, ...sections] };
}

function listed(text: string, pages: Map<string, GuidePage>): GuidePage[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, target = ""]) => {
    const page = pages.get(pageNamed(target) ?? "");
    return page ? [page] : [];
  });
}
