/** A page of the guide as it is read. Markdown becomes elements, never HTML. */

import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

import { anchorOf, pageNamed, type Guide, type GuidePage } from "./guide-texts";
import { GuideLink } from "./guide-link";

const PLUGINS = [remarkGfm];
/** All are of one size, so that nothing moves when they arrive. */
const PICTURE = { width: 1280, height: 800 };

export function Article({ guide, page }: { guide: Guide; page: GuidePage }) {
  const components: Components = {
    h2: ({ children }) => (
      <h2 id={typeof children === "string" ? anchorOf(children) : undefined} tabIndex={-1}>
        {children}
      </h2>
    ),
    a: ({ href = "", children }) => {
      const named = pageNamed(href);
      return named ? <GuideLink page={named}>{children}</GuideLink> : <span>{children}</span>;
    },
    img: ({ src, alt }) => (
      <img
        src={typeof src === "string" ? guide.picture(src) : undefined}
        alt={alt ?? ""}
        width={PICTURE.width}
        height={PICTURE.height}
        loading="lazy"
      />
    ),
    strong: ({ children }) => <b className="on-screen">{children}</b>,
  };
  return (
    <Markdown remarkPlugins={PLUGINS} components={components}>
      {page.text}
    </Markdown>
  );
}
