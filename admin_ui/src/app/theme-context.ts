/** Light or dark, for the switch in the top bar. */

import { createContext, useContext } from "react";

import type { ThemeName } from "../ui/palette";

interface ThemeChoice {
  theme: ThemeName;
  choose: (theme: ThemeName) => void;
}

const Context = createContext<ThemeChoice>({ theme: "light", choose: () => undefined });

export const ThemeChoiceProvider = Context.Provider;

export function useThemeChoice(): ThemeChoice {
  return useContext(Context);
}
