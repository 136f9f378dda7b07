/** How the guide leads from page to page: inside an app or on its own, the addresses differ. */

import { Link } from "@tanstack/react-router";
import { createContext, useContext, type ReactNode } from "react";

interface GuideLinkProps {
  page: string;
  anchor?: string;
  className?: string;
  onClick?: () => void;
  children: ReactNode;
}

const Context = createContext<{ workspace: string; app: string } | null>(null);

/** Given the app inside which the guide is read; without it the guide stands on its own. */
export const GuidePlaceProvider = Context.Provider;

export function GuideLink({ page, anchor, ...rest }: GuideLinkProps) {
  const place = useContext(Context);
  const shared = { ...(anchor ? { hash: anchor } : {}), activeOptions: { includeHash: true }, ...rest };
  if (place === null) return <Link to="/help/$page" params={{ page }} {...shared} />;
  return <Link to="/w/$workspace/$app/-help/$page" params={{ ...place, page }} search={{}} {...shared} />;
}
