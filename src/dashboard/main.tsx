import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Standalone } from "./standalone/standalone.tsx";

const container = document.getElementById("dashboard");
if (container === null) throw new Error("the page has no element #dashboard");
createRoot(container).render(
  <StrictMode>
    <Standalone />
  </StrictMode>,
);
