export { default } from "./a.ts"; // breaks
export { default as a } from "./a.ts";

export const d = (kind: "a" | "b") => {
  switch (kind) {
    default:
      return "export default";
  }
};
