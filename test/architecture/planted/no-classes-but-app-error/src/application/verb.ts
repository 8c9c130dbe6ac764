// A class of mistakes, and a "class" in a string.
export class Verb {} // breaks
export const Anonymous = class {}; // breaks
export const Named = class Other {}; // breaks
export const words = "class Verb {}";
