import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { App } from "./app";

test("a person who opens the address sees the product's name", async () => {
  render(<App />);
  expect(await screen.findByRole("heading", { name: "Formloom · 织表" })).toBeInTheDocument();
});
